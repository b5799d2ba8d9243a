"""Whatever pupils do in whatever order: statuses made anew from the events are the live ones."""

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
from careered.progress import record, wishes
from careered.progress.completion import State
from careered.progress.project import rebuild_class
from careered.progress.record import StepDone
from careered.progress.tables import Delivery, Status
from careered.roster.scope import Where
from tests.progress.curriculum import LESSONS, curriculum
from tests.support.databases import fresh

PUPILS = ("aino", "eino", "helmi")
STEPS = [(lesson, step, kind) for lesson, steps in LESSONS.items() for step, kind in steps]
Doing = tuple[str, int, int]
HISTORIES = st.lists(st.tuples(st.sampled_from(PUPILS), st.integers(0, len(STEPS) - 1), st.integers(0, 5)), max_size=25)
_DATABASES: list[AbstractContextManager[str]] = []


@cache
def database(kind: str) -> Database:
    """One database of a kind for all examples; each has a class of its own."""
    context = fresh(kind, Path(mkdtemp()))
    _DATABASES.append(context)  # kept, for a context that is collected ends
    return Database(context.__enter__().replace("postgresql://", "postgresql+psycopg://"))


class Classroom:
    """A new class in which things are done."""

    def __init__(self, kind: str) -> None:
        self.id, self.database, self.pack = new_id(), database(kind), curriculum()
        self.steps: set[tuple[str, str]] = set()

    def where(self, pupil: str) -> Where:
        """A pupil's keys."""
        return Where("town", self.id, pupil, self.pack, 8)

    def does(self, db: Connection, pupil: str, number: int, right: int) -> None:
        """A pupil hands in a step; with the last of a lesson the lesson is done."""
        lesson, step, kind = STEPS[number]
        self.steps.add((pupil, step))
        last = all((pupil, one) in self.steps for one, _ in LESSONS[lesson])
        record.lesson_started(db, self.where(pupil), lesson)
        done = StepDone(lesson, step, kind, right, 5) if kind == "check" else StepDone(lesson, step, kind)
        record.step_done(db, self.where(pupil), done, last=last)

    def rows(self, db: Connection, table: Any) -> list[tuple[Any, ...]]:
        """The class's rows of a table, in order."""
        found = db.execute(select(table.__table__).where(table.__table__.c.class_id == self.id)).mappings()
        return sorted(tuple(map(str, row.values())) for row in found)


def live(kind: str, history: Sequence[Doing]) -> tuple[Classroom, list[Any]]:
    """A class after a history: its statuses as they were kept."""
    room = Classroom(kind)
    with room.database.write() as db:
        for doing in history:
            room.does(db, *doing)
        return room, room.rows(db, Status)


both = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
few = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@both
@few
@given(history=HISTORIES)
def test_rebuilding_gives_what_was_kept(kind: str, history: list[Doing]) -> None:
    room, statuses = live(kind, history)
    with room.database.write() as db:
        rebuild_class(db, [room.where(pupil) for pupil in PUPILS])
        assert room.rows(db, Status) == statuses


@both
@few
@given(history=HISTORIES, again=st.data())
def test_doing_the_same_again_changes_nothing(kind: str, history: list[Doing], again: st.DataObject) -> None:
    room, statuses = live(kind, history)
    with room.database.write() as db:
        for doing in again.draw(st.lists(st.sampled_from(history), max_size=10)) if history else []:
            room.does(db, *doing)
        assert room.rows(db, Status) == statuses


@both
@few
@given(history=HISTORIES)
def test_no_step_ever_lowers_a_state_or_a_mark(kind: str, history: list[Doing]) -> None:
    room, order = Classroom(kind), {State.NOT_STARTED: 0, State.IN_PROGRESS: 1, State.DONE: 2}
    seen: dict[tuple[str, str], State] = {}
    with room.database.write() as db:
        wishes.add_column(
            db, "town", room.id, link_id="l", measure=wishes.REQUIREMENTS, label="All", address="https://x.test"
        )
        marks = dict.fromkeys(PUPILS, 0)
        for doing in history:
            room.does(db, *doing)
            table = Status.__table__
            rows = db.execute(
                select(table.c.person_id, table.c.requirement, table.c.state).where(table.c.class_id == room.id)
            ).all()
            for person, requirement, state in rows:
                assert order[State(state)] >= order[seen.get((person, requirement), State.NOT_STARTED)]
                seen[(person, requirement)] = State(state)
            for pupil in PUPILS:
                mark = wishes.mark(db, room.where(pupil), wishes.REQUIREMENTS)[0]
                assert mark >= marks[pupil]
                marks[pupil] = mark
        delivery = Delivery.__table__
        wanted = select(delivery.c.person_id, delivery.c.wanted).where(delivery.c.class_id == room.id)
        assert {row.person_id: row.wanted for row in db.execute(wanted)} == {
            who: mark for who, mark in marks.items() if mark
        }


@both
def test_what_a_teacher_confirmed_or_waived_is_not_undone_by_the_pupils_next_step(kind: str) -> None:
    room = Classroom(kind)
    table = Status.__table__
    with room.database.write() as db:
        room.does(db, "aino", 0, 0)
        for key, state in (("R1", "confirmed"), ("R3", "exempt")):
            db.execute(delete(table).where(table.c.class_id == room.id, table.c.requirement == key))
            row = {**room.where("aino").keys, "requirement": key, "state": state, "how": "teacher", "evidence": []}
            db.execute(table.insert().values(**row, pack_version="1.0.0", since=now()))
        for number in range(1, len(STEPS)):
            room.does(db, "aino", number, 0)
        rows = db.execute(select(table.c.requirement, table.c.state).where(table.c.class_id == room.id))
        kept = {row.requirement: row.state for row in rows}
    assert (kept["R1"], kept["R3"], kept["R2"]) == ("confirmed", "exempt", "done")
    with room.database.read() as db:
        assert wishes.mark(db, room.where("aino"), wishes.REQUIREMENTS) == (3, 5)
