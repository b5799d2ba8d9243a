"""Whose figure another curriculum or grade would make lower. See docs/decisions/0020."""

from collections.abc import Mapping

from sqlalchemy import Connection

from careered.packs.models import Pack
from careered.progress.completion import RequirementState, count_reached
from careered.progress.outbox.held import is_lower
from careered.progress.queries import StoredStatus, load_class_statuses
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.queries import list_pupils

Curriculum = tuple[Pack, int | None]
"""A pack and a grade (None: the whole programme): what is required of a class."""


def active_pupils(db: Connection, organisation_id: str, class_id: str) -> list[str]:
    """Ids of the pupils who are in a class now."""
    return [pupil.id for pupil in list_pupils(db, organisation_id, class_id) if pupil.status == ACTIVE]


def lowered_pupils(
    db: Connection, organisation_id: str, class_id: str, before: Curriculum, after: Curriculum
) -> list[str]:
    """Ids of the active pupils of a class of whom a smaller share than before would be done."""
    statuses = load_class_statuses(db, organisation_id, class_id)
    active = [pupil_id for pupil_id in active_pupils(db, organisation_id, class_id) if pupil_id in statuses]
    return [
        pupil_id
        for pupil_id in active
        if is_lower(_figure(statuses[pupil_id], after), _figure(statuses[pupil_id], before))
    ]


def _figure(statuses: Mapping[str, StoredStatus], curriculum: Curriculum) -> tuple[int, int]:
    pack, grade = curriculum
    required = [requirement.id for requirement in pack.requirements_for(grade)]
    return count_reached([statuses[key].state if key in statuses else RequirementState.NOT_STARTED for key in required])
