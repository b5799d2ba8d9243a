"""What a change of grades does to pupils' figures, counted before it is carried out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.packs.models import Pack
from careered.progress.completion import RequirementState, count_reached
from careered.progress.outbox.held import is_lower
from careered.progress.queries import StoredStatus, load_class_statuses
from careered.roster.enrol import ACTIVE
from careered.roster.queries import list_pupils
from careered.roster.year_rollover import GradeChange


@dataclass(frozen=True)
class ChangeImpact:
    """One class's change: its active pupils, and those of whom a smaller share than before would be done."""

    change: GradeChange
    pupils: int
    lowered: int


def change_impacts(
    db: Connection, organisation_id: str, changes: Sequence[GradeChange], packs: Mapping[str, Pack]
) -> list[ChangeImpact]:
    """The impact of each change. packs: by id."""
    return [_impact(db, organisation_id, change, packs[change.year_class.pack_id]) for change in changes]


def _impact(db: Connection, organisation_id: str, change: GradeChange, pack: Pack) -> ChangeImpact:
    class_id = change.year_class.id
    active = [pupil.id for pupil in list_pupils(db, organisation_id, class_id) if pupil.status == ACTIVE]
    statuses = load_class_statuses(db, organisation_id, class_id) if active and not change.ends_class else {}
    lowered = [person_id for person_id in active if _is_lowered(statuses.get(person_id, {}), change, pack)]
    return ChangeImpact(change, len(active), len(lowered))


def _is_lowered(statuses: Mapping[str, StoredStatus], change: GradeChange, pack: Pack) -> bool:
    before = _figure(statuses, change.year_class.grade, pack)
    return not change.ends_class and is_lower(_figure(statuses, change.new_grade, pack), before)


def _figure(statuses: Mapping[str, StoredStatus], grade: int | None, pack: Pack) -> tuple[int, int]:
    not_started = RequirementState.NOT_STARTED
    required = [requirement.id for requirement in pack.requirements_for(grade)]
    return count_reached([statuses[key].state if key in statuses else not_started for key in required])
