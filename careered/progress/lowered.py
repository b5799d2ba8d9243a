"""Whose figure another curriculum or grade would make lower. See docs/decisions/0020."""

from collections.abc import Sequence
from functools import reduce

from sqlalchemy import Connection

from careered.packs.models import Pack
from careered.progress.carried import States, Successors, carried_states
from careered.progress.completion import RequirementState, count_reached
from careered.progress.outbox.held import is_lower
from careered.progress.queries import load_class_statuses
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.members import list_pupils

Curriculum = tuple[Pack, int | None]
"""A pack and a grade (None: the whole programme): what is required of a class."""


def active_pupil_ids(db: Connection, organisation_id: str, class_id: str) -> list[str]:
    """Ids of the pupils who are in a class now."""
    return [pupil.id for pupil in list_pupils(db, organisation_id, class_id) if pupil.status == ACTIVE]


def lowered_in_class(
    db: Connection,
    organisation_id: str,
    class_id: str,
    before: Curriculum,
    after: Curriculum,
    successors: Sequence[Successors] = (),
) -> list[str]:
    """Ids of the active pupils of a class of whom a smaller share than before would be done.

    successors: what dropped requirements count as afterwards, version by version.
    """
    statuses = load_class_statuses(db, organisation_id, class_id)
    active = [pupil_id for pupil_id in active_pupil_ids(db, organisation_id, class_id) if pupil_id in statuses]
    states = {pupil_id: {key: one.state for key, one in statuses[pupil_id].items()} for pupil_id in active}

    def is_lowered(own: States) -> bool:
        carried = reduce(carried_states, successors, own)
        return is_lower(reached_of_required(carried, after), reached_of_required(own, before))

    return [pupil_id for pupil_id in active if is_lowered(states[pupil_id])]


def reached_of_required(states: States, curriculum: Curriculum) -> tuple[int, int]:
    """How many requirements of a curriculum are reached by these states, of how many."""
    pack, grade = curriculum
    required = [requirement.id for requirement in pack.requirements_for(grade)]
    return count_reached([states.get(key, RequirementState.NOT_STARTED) for key in required])
