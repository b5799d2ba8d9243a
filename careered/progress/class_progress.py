"""Progress of a class: every pupil's statuses and score deliveries.

Grid, pupil page and report all read this, so that their figures cannot differ; `completion.count_reached` gives the
numerator and denominator, there and in the gradebook (`outbox.deliveries.score_for`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    bindparam,
    literal,
    select,
    union_all,
)

from careered.db.rows_beside import Row
from careered.packs.models import Pack, Requirement
from careered.progress import queries
from careered.progress.completion import RequirementState
from careered.progress.queries import StoredStatus
from careered.progress.tables import AlternativeRequest, Answer, StaffAct
from careered.roster.members import Pupil, list_pupils
from careered.roster.scope import ClassScope

_answers, _requests, _acts = Answer.__table__, AlternativeRequest.__table__, StaffAct.__table__
ANOTHER_WAY = "another_way"


def _in_class(table: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = (table.c.organisation_id == bindparam("organisation_id")) & (
        table.c.class_id == bindparam("class_id")
    )
    return condition


def help_requests(is_wanted: Callable[[Any], ColumnElement[bool]]) -> CompoundSelect[Any]:
    """The requests for staff, of steps and of lessons. is_wanted: which classes, as a condition on a table."""
    of_steps = select(
        *[_answers.c[name] for name in ("class_id", "person_id", "lesson_id", "step_id", "help_reason", "saved_at")]
    ).where(is_wanted(_answers), _answers.c.help_reason != "")
    of_lessons = select(
        *[_requests.c[name] for name in ("class_id", "person_id", "lesson_id")],
        *(literal(""), literal(ANOTHER_WAY), _requests.c.created_at),
    ).where(is_wanted(_requests))
    return union_all(of_steps, of_lessons)


_OFFLINE_COLUMNS = itemgetter("person_id", "target_id", "activity_date", "activity_end_date")
_OFFLINE = select(*_OFFLINE_COLUMNS(_acts.c)).where(
    _in_class(_acts), _acts.c.kind == "offline", _acts.c.undone_at.is_(None)
)
OfflineDays = Mapping[tuple[str, str], Sequence[tuple[str, str]]]
"""What was done away from the screen by (person, activity): the ISO dates of its first and last day, "" for none."""


@dataclass(frozen=True)
class PupilProgress:
    """One pupil of a class: stored statuses by requirement (a missing one is not started), and score deliveries."""

    pupil: Pupil
    statuses: Mapping[str, StoredStatus]
    deliveries: Sequence[Row]

    def states(self, requirements: Iterable[Requirement]) -> tuple[RequirementState, ...]:
        """The states of these requirements, in their order."""
        return tuple(self.state(requirement.id) for requirement in requirements)

    def state(self, requirement_id: str) -> RequirementState:
        """The state of one requirement."""
        status = self.statuses.get(requirement_id)
        return status.state if status else RequirementState.NOT_STARTED


def evidence_title(pack: Pack, key: str, lang: str) -> str:
    """The title of a status's evidence: a lesson or an offline activity; the key where the pack no longer has it."""
    lesson = pack.lesson(key)
    activity = next((candidate for candidate in pack.offline_activities if candidate.id == key), None)
    title = lesson.title if lesson else activity.title if activity else None
    return title.in_language(lang, pack.default_language) if title else key


def load_class_progress(db: Connection, scope: ClassScope) -> list[PupilProgress]:
    """Every pupil of the class, also those who never launched and those who left. Three queries."""
    statuses, deliveries = queries.load_class_statuses(db, *scope.key), queries.load_deliveries(db, *scope.key)
    return progress_of(list_pupils(db, *scope.key), statuses, deliveries)


def progress_of(
    pupils: Iterable[Pupil], statuses: Mapping[str, Mapping[str, StoredStatus]], deliveries: Iterable[Row]
) -> list[PupilProgress]:
    """The progress of these pupils, in their order. statuses: of a class, by person, by requirement."""
    scores = deliveries_by_person(deliveries)
    return [PupilProgress(pupil, statuses.get(pupil.id, {}), scores.get(pupil.id, ())) for pupil in pupils]


def deliveries_by_person(deliveries: Iterable[Row]) -> dict[str, list[Row]]:
    """Score deliveries by person, in the order of their line items."""
    in_order = sorted(deliveries, key=itemgetter("person_id", "line_item_id"))
    return {person_id: list(rows) for person_id, rows in groupby(in_order, itemgetter("person_id"))}


def load_pupil_progress(db: Connection, scope: ClassScope, pupil: Pupil) -> PupilProgress:
    """One pupil of the class."""
    deliveries = queries.load_deliveries(db, *scope.key, pupil.id)
    return PupilProgress(pupil, queries.load_statuses(db, scope.pupil(pupil.id).key), deliveries)


def load_offline_days(db: Connection, organisation_id: str, class_id: str) -> OfflineDays:
    """What staff have recorded away from the screen and nobody has undone, the earliest first."""
    of_class = {"organisation_id": organisation_id, "class_id": class_id}
    return offline_days(db.execute(_OFFLINE, of_class).mappings())


def offline_days(acts: Iterable[Row]) -> OfflineDays:
    """The days of these acts about what was done away from the screen, the earliest first."""
    days: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for person_id, activity, first, last in sorted(map(_OFFLINE_COLUMNS, acts)):
        days.setdefault((person_id, activity), []).append((first, last))
    return days
