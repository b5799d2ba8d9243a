"""A pack is loaded while pupils go on and staff attest: nobody waits in a circle, and nothing reached is lost."""

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, func, insert, select, text

from careered.clock import now
from careered.progress.carried import Successors, carry_class
from careered.progress.completion import RequirementState
from careered.progress.projection import update_statuses
from careered.progress.queries import load_statuses
from careered.progress.standing import load_standing
from careered.progress.tables import RequirementStatus
from tests.progress.curriculum import Curriculum, curriculum
from tests.progress.test_rebuild import STEPS, Classroom, on_both_databases

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
FIRST_OF_THREE = STEPS.index(("three", "three-judge", "evaluate_source"))
"""Begins R3, R5 and R6."""
_statuses = RequirementStatus.__table__


def has(db: Connection, classroom: Classroom, state: RequirementState, *requirement_ids: str) -> None:
    """Aino's statuses, as an earlier version of the pack left them."""
    how = {"method": "lesson", "evidence": [], "pack_version": "0.9.0", "since_at": now(), "carried": None}
    of_all = {**classroom.scope("aino").key, "state": state.value, **how}
    db.execute(insert(_statuses), [{**of_all, "requirement_id": key} for key in requirement_ids])


def states(db: Connection, classroom: Classroom) -> dict[str, RequirementState]:
    return {key: status.state for key, status in load_statuses(db, classroom.scope("aino").key).items()}


def answers(classroom: Classroom) -> None:
    with classroom.database.transaction() as db:
        classroom.completes(db, "aino", FIRST_OF_THREE, 0)


def load(classroom: Classroom, successors: Successors) -> None:
    with classroom.database.transaction() as db:
        carry_class(db, "town", classroom.id, successors, "0.9.0")


def wait_until_all_wait(classroom: Classroom, ends: Sequence[Future[None]]) -> None:
    """For each other, or for what a third holds; or until one of them could not."""
    with classroom.database.reading() as db:
        while db.execute(WAITING).scalar() != len(ends) and not any(end.done() for end in ends):
            time.sleep(0.01)


@pytest.mark.postgresql
@pytest.mark.parametrize(("successors", "held"), [({"A": "R3", "B": "R6"}, "R6"), ({"A": "R6", "B": "R3"}, "R3")])
def test_a_pupil_answers_while_a_load_raises_the_same_requirements(successors: Successors, held: str) -> None:
    classroom = Classroom("postgresql")
    classroom.pack = Curriculum(id="x", version="1.0.0", requirements=curriculum().requirements[::-1])
    with classroom.database.transaction() as db:
        has(db, classroom, RequirementState.DONE, "A", "B")
        has(db, classroom, RequirementState.NOT_STARTED, "R3", "R6")
    with ThreadPoolExecutor(2) as both:
        with classroom.database.transaction() as db:
            of_class = (_statuses.c.class_id == classroom.id) & (_statuses.c.requirement_id == held)
            db.execute(select(_statuses).where(of_class).with_for_update())
            ends = [both.submit(answers, classroom)]
            wait_until_all_wait(classroom, ends)
            ends.append(both.submit(load, classroom, successors))
            wait_until_all_wait(classroom, ends)
        for end in ends:
            end.result()
    with classroom.database.reading() as db:
        assert [states(db, classroom)[key] for key in ("R3", "R6")] == [RequirementState.DONE] * 2


@on_both_databases
def test_what_a_load_has_raised_meanwhile_is_lowered_by_no_attestation(kind: str) -> None:
    classroom = Classroom(kind)
    with classroom.database.transaction() as db:
        has(db, classroom, RequirementState.DONE, "old")
        classroom.completes(db, "aino", FIRST_OF_THREE, 0)
        read_before_the_load = load_standing(db, classroom.scope("aino"))
        begun = states(db, classroom)
        carry_class(db, "town", classroom.id, {"old": "R5"}, "0.9.0")
        has_not_seen_it = read_before_the_load.with_states({"R5": RequirementState.NOT_STARTED})
        update_statuses(db, classroom.scope("aino"), has_not_seen_it)
        assert states(db, classroom) == {**begun, "R5": RequirementState.DONE}
        assert db.execute(select(func.count()).where(_statuses.c.class_id == classroom.id)).scalar() == len(begun)
