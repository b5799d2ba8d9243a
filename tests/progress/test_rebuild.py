"""Whatever pupils do in whatever order: statuses rebuilt from the events equal the live ones."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select

from careered.clock import new_id, now
from careered.db.engine import Database
from careered.progress import events
from careered.progress.completion import RequirementState
from careered.progress.events import StepDone
from careered.progress.outbox import deliveries, line_items
from careered.progress.projection import rebuild_class
from careered.progress.tables import RequirementStatus, ScoreDelivery
from careered.roster.scope import PupilScope
from tests.progress.curriculum import LESSONS, curriculum
from tests.support.databases import fresh

PUPILS = ("aino", "eino", "helmi")
STEPS = [(lesson, step, kind) for lesson, steps in LESSONS.items() for step, kind in steps]
PupilAction = tuple[str, int, int]
HISTORIES = st.lists(st.tuples(st.sampled_from(PUPILS), st.integers(0, len(STEPS) - 1), st.integers(0, 5)), max_size=25)
_DATABASES: list[AbstractContextManager[str]] = []


@cache
def database(kind: str) -> Database:
    """One database of a kind for all examples; each example has its own class."""
    context = fresh(kind, Path(mkdtemp()))
    _DATABASES.append(context)  # a context that is garbage collected ends
    return Database(context.__enter__().replace("postgresql://", "postgresql+psycopg://"))


class Classroom:
    """A new class whose pupils do steps."""

    def __init__(self, kind: str) -> None:
        self.id, self.database, self.pack = new_id(), database(kind), curriculum()
        self.steps: set[tuple[str, str]] = set()

    def scope(self, pupil: str) -> PupilScope:
        """A pupil's keys."""
        return PupilScope("town", self.id, pupil, self.pack, 8)

    def completes(self, db: Connection, pupil: str, number: int, correct: int) -> None:
        """A pupil submits a step; the last one of a lesson completes it."""
        lesson, step, kind = STEPS[number]
        self.steps.add((pupil, step))
        is_last = all((pupil, step_id) in self.steps for step_id, _ in LESSONS[lesson])
        events.record_lesson_start(db, self.scope(pupil), lesson)
        done = StepDone(lesson, step, kind, correct, 5) if kind == "check" else StepDone(lesson, step, kind)
        events.record_step_done(db, self.scope(pupil), done, completes_lesson=is_last)

    def rows(self, db: Connection, table: Any) -> list[tuple[Any, ...]]:
        """The class's rows of a table, in order."""
        rows = db.execute(select(table.__table__).where(table.__table__.c.class_id == self.id)).mappings()
        return sorted(tuple(map(str, row.values())) for row in rows)


def replay_history(kind: str, history: Sequence[PupilAction]) -> tuple[Classroom, list[Any]]:
    """A class after a history, and its stored statuses."""
    classroom = Classroom(kind)
    with classroom.database.transaction() as db:
        for action in history:
            classroom.completes(db, *action)
        return classroom, classroom.rows(db, RequirementStatus)


on_both_databases = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
few_examples = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@on_both_databases
@few_examples
@given(history=HISTORIES)
def test_a_rebuild_gives_the_stored_statuses(kind: str, history: list[PupilAction]) -> None:
    classroom, statuses = replay_history(kind, history)
    with classroom.database.transaction() as db:
        rebuild_class(db, [classroom.scope(pupil) for pupil in PUPILS])
        assert classroom.rows(db, RequirementStatus) == statuses


@on_both_databases
@few_examples
@given(history=HISTORIES, again=st.data())
def test_repeating_a_step_changes_nothing(kind: str, history: list[PupilAction], again: st.DataObject) -> None:
    classroom, statuses = replay_history(kind, history)
    with classroom.database.transaction() as db:
        for action in again.draw(st.lists(st.sampled_from(history), max_size=10)) if history else []:
            classroom.completes(db, *action)
        assert classroom.rows(db, RequirementStatus) == statuses


@on_both_databases
@few_examples
@given(history=HISTORIES)
def test_no_step_ever_lowers_a_state_or_a_score(kind: str, history: list[PupilAction]) -> None:
    classroom, order = (
        Classroom(kind),
        {RequirementState.NOT_STARTED: 0, RequirementState.IN_PROGRESS: 1, RequirementState.DONE: 2},
    )
    seen: dict[tuple[str, str], RequirementState] = {}
    with classroom.database.transaction() as db:
        line_items.add_line_item(
            db,
            "town",
            classroom.id,
            resource_link_id="l",
            metric=line_items.REQUIREMENTS_METRIC,
            label="All",
            line_item_url="https://x.test",
        )
        scores = dict.fromkeys(PUPILS, 0)
        for action in history:
            classroom.completes(db, *action)
            table = RequirementStatus.__table__
            rows = db.execute(
                select(table.c.person_id, table.c.requirement_id, table.c.state).where(table.c.class_id == classroom.id)
            ).all()
            for person, requirement, state in rows:
                assert (
                    order[RequirementState(state)]
                    >= order[seen.get((person, requirement), RequirementState.NOT_STARTED)]
                )
                seen[(person, requirement)] = RequirementState(state)
            for pupil in PUPILS:
                score = deliveries.score_for(db, classroom.scope(pupil), line_items.REQUIREMENTS_METRIC)[0]
                assert score >= scores[pupil]
                scores[pupil] = score
        delivery = ScoreDelivery.__table__
        desired = select(delivery.c.person_id, delivery.c.desired_score).where(delivery.c.class_id == classroom.id)
        assert {row.person_id: row.desired_score for row in db.execute(desired)} == {
            pupil: score for pupil, score in scores.items() if score
        }


@on_both_databases
def test_what_a_teacher_confirmed_or_waived_is_not_undone_by_the_pupils_next_step(kind: str) -> None:
    classroom = Classroom(kind)
    table = RequirementStatus.__table__
    with classroom.database.transaction() as db:
        classroom.completes(db, "aino", 0, 0)
        for key, state in (("R1", "confirmed"), ("R3", "exempt")):
            db.execute(delete(table).where(table.c.class_id == classroom.id, table.c.requirement_id == key))
            row = {
                **classroom.scope("aino").key,
                "requirement_id": key,
                "state": state,
                "method": "teacher",
                "evidence": [],
            }
            db.execute(table.insert().values(**row, pack_version="1.0.0", since_at=now()))
        for number in range(1, len(STEPS)):
            classroom.completes(db, "aino", number, 0)
        rows = db.execute(select(table.c.requirement_id, table.c.state).where(table.c.class_id == classroom.id))
        states = {row.requirement_id: row.state for row in rows}
    assert (states["R1"], states["R3"], states["R2"]) == ("confirmed", "exempt", "done")
    with classroom.database.reading() as db:
        assert deliveries.score_for(db, classroom.scope("aino"), line_items.REQUIREMENTS_METRIC) == (3, 5)
