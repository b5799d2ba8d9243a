"""What is known of a class beside its statuses: who asks for staff, what was done away from the screen, its groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from careered.db.prefetch import Row, TablePrefetch
from careered.db.queries import one_of
from careered.progress.acts import (
    DESK_KINDS,
    IS_EFFECTIVE,
    NOT_PUPIL,
    OFFLINE,
    acts,
    desk_reason,
    is_handled,
    latest_by_row,
)
from careered.progress.help_requests import LESSON_REQUESTS, STEP_REQUESTS, HelpRequest, help_requests_from_row
from careered.progress.offline_days import OfflineDays, days_by_activity
from careered.roster.groups import GROUPS, Group, groups_from_row

_OF_CLASS = (("organisation_id", "organisation_id"), ("class_id", "class_id"))
_ACTS = TablePrefetch(
    acts,
    (
        "person_id",
        "kind",
        "reason",
        "target_id",
        "activity_date",
        "activity_end_date",
        "created_at",
        "author_person_id",
    ),
    _OF_CLASS,
    one_of(acts.c.kind, (OFFLINE, NOT_PUPIL, *DESK_KINDS)) & IS_EFFECTIVE,
)


@dataclass(frozen=True)
class ClassNotes:
    """requests: of pupils for staff that staff have not handled, the newest first.

    not_pupils: the act that excluded a member, by the member's id; none of members excluded before these were acts.
    """

    requests: Sequence[HelpRequest]
    days: OfflineDays
    groups: Sequence[Group]
    not_pupils: Mapping[str, Row]


CLASS_NOTES = (STEP_REQUESTS, LESSON_REQUESTS, _ACTS, *GROUPS)


def class_notes_from_row(row: Row) -> ClassNotes:
    """Requests, offline days and groups of a class, out of a row with CLASS_NOTES."""
    stored = _ACTS.read(row)
    waiting = waiting_requests(help_requests_from_row(row), [act for act in stored if act["kind"] in DESK_KINDS])
    return ClassNotes(
        sorted(waiting, key=attrgetter("requested_at"), reverse=True),
        days_by_activity(act for act in stored if act["kind"] == OFFLINE),
        groups_from_row(row),
        {act["person_id"]: act for act in stored if act["kind"] == NOT_PUPIL},
    )


def waiting_requests(requests: Iterable[HelpRequest], of_desk: Iterable[Row]) -> list[HelpRequest]:
    """The requests that staff have not handled. of_desk: effective acts of DESK_KINDS."""
    handled = latest_by_row(of_desk)
    return [request for request in requests if not _is_handled(request, handled)]


def _is_handled(request: HelpRequest, handled: Mapping[tuple[str, str], Row]) -> bool:
    """By the rule of the desk, whose rows are a pupil's requests of one reason."""
    act = handled.get((desk_reason(request.reason), request.person_id))
    return is_handled(act, request.requested_at)
