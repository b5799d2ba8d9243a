"""What is known of a class beside its statuses: who asks for staff, what was done away from the screen, its groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from careered.db.queries import one_of
from careered.db.rows_beside import Row, RowsBeside
from careered.progress.acts import DESK_KINDS, IS_EFFECTIVE, OFFLINE, acts, desk_reason, is_handled, latest_by_row
from careered.progress.class_progress import ANOTHER_WAY, OfflineDays, offline_days
from careered.progress.tables import AlternativeRequest, Answer
from careered.roster.groups import GROUPS, Group, groups_from_row

_answers, _requests = Answer.__table__, AlternativeRequest.__table__
_OF_CLASS = (("organisation_id", "organisation_id"), ("class_id", "class_id"))
STEP_REQUESTS = RowsBeside(
    _answers,
    ("person_id", "lesson_id", "step_id", "help_reason", "saved_at"),
    _OF_CLASS,
    _answers.c.help_reason != "",
)
LESSON_REQUESTS = RowsBeside(_requests, ("person_id", "lesson_id", "created_at"), _OF_CLASS)
"""The requests for staff of a class's pupils: in a step (a reason of its answer), and of a lesson (ANOTHER_WAY)."""
_ACTS = RowsBeside(
    acts,
    ("person_id", "kind", "reason", "target_id", "activity_date", "activity_end_date", "created_at"),
    _OF_CLASS,
    one_of(acts.c.kind, (OFFLINE, *DESK_KINDS)) & IS_EFFECTIVE,
)


@dataclass(frozen=True)
class StepHelpRequest:
    """A pupil's request for staff, in a step (a reason of its answer) or a lesson (step_id "", ANOTHER_WAY)."""

    person_id: str
    lesson_id: str
    step_id: str
    reason: str
    requested_at: datetime


@dataclass(frozen=True)
class ClassNotes:
    """requests: of pupils for staff that staff have not handled, the newest first."""

    requests: Sequence[StepHelpRequest]
    days: OfflineDays
    groups: Sequence[Group]


CLASS_NOTES = (STEP_REQUESTS, LESSON_REQUESTS, _ACTS, *GROUPS)


def class_notes_from_row(row: Row) -> ClassNotes:
    """Requests, offline days and groups of a class, out of a row with CLASS_NOTES."""
    stored = _ACTS.read(row)
    handled = latest_by_row(act for act in stored if act["kind"] in DESK_KINDS)
    waiting = [request for request in _requests_from(row) if not _is_handled(request, handled)]
    return ClassNotes(
        sorted(waiting, key=attrgetter("requested_at"), reverse=True),
        offline_days(act for act in stored if act["kind"] == OFFLINE),
        groups_from_row(row),
    )


def _requests_from(row: Row) -> list[StepHelpRequest]:
    of_steps = [
        StepHelpRequest(one["person_id"], one["lesson_id"], one["step_id"], one["help_reason"], one["saved_at"])
        for one in STEP_REQUESTS.read(row)
    ]
    of_lessons = [
        StepHelpRequest(one["person_id"], one["lesson_id"], "", ANOTHER_WAY, one["created_at"])
        for one in LESSON_REQUESTS.read(row)
    ]
    return of_steps + of_lessons


def _is_handled(request: StepHelpRequest, handled: Mapping[tuple[str, str], Row]) -> bool:
    """By the rule of the desk, whose rows are a pupil's requests of one reason."""
    act = handled.get((desk_reason(request.reason), request.person_id))
    return is_handled(act, request.requested_at)
