"""Progress of a class: every pupil's statuses and score deliveries.

Grid, pupil page and report all read this, so that their figures cannot differ; `completion.count_reached` gives the
numerator and denominator, there and in the gradebook (`outbox.deliveries.score_for`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection

from careered.db.prefetch import Row
from careered.packs.models import Pack, Requirement
from careered.progress import queries
from careered.progress.completion import RequirementState
from careered.progress.queries import StoredStatus
from careered.roster.members import Pupil, list_pupils
from careered.roster.scope import ClassScope


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
