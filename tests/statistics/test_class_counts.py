"""Kept counts of classes: whatever happened, what is read is what the pupils' rows say."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, update

from careered.clock import new_id, now
from careered.db.engine import Database
from careered.db.upsert import upsert
from careered.progress.completion import REACHED_STATES, RequirementState
from careered.progress.tables import RequirementStatus
from careered.roster.tables import Enrolment, SchoolClass
from careered.settings import Settings
from careered.statistics import class_counts
from careered.statistics.class_counts import StatusCounts, keep_stale_counts, load_counted_classes
from careered.statistics.tables import ClassCounts, StaleClass
from careered.worker import Worker
from tests.progress.test_rebuild import database

SETTINGS = Settings(base_url="https://careered.test", secret_key="for tests only: forty characters or more")
classes, enrolments, statuses = SchoolClass.__table__, Enrolment.__table__, RequirementStatus.__table__
CLASSES, PUPILS, REQUIREMENTS = ("8a", "8b"), ("aino", "eino", "helmi"), ("r1", "r2")
STATES = [("not_started", ""), ("in_progress", "lesson"), ("done", "lesson"), ("done", "offline")]
STATES += [("exempt", "teacher")]
COUNTED = {*(state.value for state in REACHED_STATES), RequirementState.EXEMPT.value}
_PUPIL = st.sampled_from(CLASSES), st.sampled_from(PUPILS)
_ROLE, _PRESENCE = st.sampled_from(["pupil", "guest"]), st.sampled_from(["active", "left"])
ACTIONS = st.one_of(
    st.tuples(st.just("set"), *_PUPIL, st.sampled_from(REQUIREMENTS), st.sampled_from(STATES)),
    st.tuples(st.just("lose"), *_PUPIL),
    st.tuples(st.just("enrol"), *_PUPIL, _ROLE, _PRESENCE),
    st.tuples(st.just("keep")),
)


class Town:
    """Two classes of an organisation of its own."""

    def __init__(self, kept_in: Database) -> None:
        self.database, self.id = kept_in, new_id()
        with kept_in.transaction() as db:
            for class_id in CLASSES:
                db.execute(insert(classes).values(self.class_row(class_id)))

    def class_row(self, class_id: str) -> dict[str, Any]:
        """A class that runs."""
        texts = ("platform_id", "platform_name", "title", "label", "school_code", "school_id", "roster_error")
        own = {"organisation_id": self.id, "id": class_id, "context_id": class_id, "pack_id": "FI", "created_at": now()}
        return {**dict.fromkeys(texts, ""), **own, "roster_state": "fresh", "grade": 8}

    def act(self, db: Connection, action: tuple[Any, ...]) -> None:
        """Something that happens to a pupil, or the worker's turn."""
        kind, *rest = action
        if kind == "keep":
            keep_stale_counts(db)
        else:
            key = {"organisation_id": self.id, "class_id": rest[0], "person_id": rest[1]}
            acts: dict[str, Any] = {"set": self._set, "lose": self._lose, "enrol": self._enrol}
            acts[kind](db, key, *rest[2:])

    def _set(self, db: Connection, key: dict[str, str], requirement: str, status: tuple[str, str]) -> None:
        row = {**key, "requirement_id": requirement, "state": status[0], "method": status[1]}
        rest = {"evidence": [], "pack_version": "1", "since_at": now()}
        upsert(db, statuses, {**row, **rest}, key=(*key, "requirement_id"), update_columns=["state", "method"])

    def _lose(self, db: Connection, key: dict[str, str]) -> None:
        for table in (statuses, enrolments):
            db.execute(delete(table).where(*(table.c[name] == value for name, value in key.items())))

    def _enrol(self, db: Connection, key: dict[str, str], role: str, status: str) -> None:
        row = {**key, "role": role, "status": status, "role_source": "launch", "updated_at": now()}
        upsert(db, enrolments, row, key=tuple(key), update_columns=["role", "status"])

    def true_counts(self, db: Connection) -> dict[str, tuple[int, StatusCounts]]:
        """Pupils and statuses of each class, counted one by one."""
        of_town = select(enrolments).where(enrolments.c.organisation_id == self.id)
        active = {
            (row["class_id"], row["person_id"])
            for row in db.execute(of_town).mappings()
            if (row["role"], row["status"]) == ("pupil", "active")
        }
        rows = db.execute(select(statuses).where(statuses.c.organisation_id == self.id)).mappings()
        counted = Counter(
            (row["class_id"], (row["requirement_id"], row["state"], row["method"]))
            for row in rows
            if (row["class_id"], row["person_id"]) in active and row["state"] in COUNTED
        )
        return {
            class_id: (
                sum(of == class_id for of, _ in active),
                {key: number for (of, key), number in counted.items() if of == class_id},
            )
            for class_id in CLASSES
        }

    def read_counts(self, db: Connection) -> dict[str, tuple[int, StatusCounts]]:
        """The same as figures read it."""
        return {found.class_id: (found.pupils, found.statuses) for found in load_counted_classes(db, self.id)}


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=st.lists(ACTIONS, max_size=20))
def test_whatever_happens_to_pupils_the_counts_that_are_read_are_true(kind: str, history: Sequence[Any]) -> None:
    town = Town(database(kind))
    for action in history:
        with town.database.transaction() as db:
            town.act(db, action)
        with town.database.reading() as db:
            assert town.read_counts(db) == town.true_counts(db)


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    """On a database of its own."""
    kept_in = Database(database_url)
    yield Town(kept_in)
    kept_in.engine.dispose()


def lesson_done(town: Town, db: Connection, pupil: str) -> None:
    """A pupil of 8a who is there and has reached r1."""
    town.act(db, ("enrol", "8a", pupil, "pupil", "active"))
    town.act(db, ("set", "8a", pupil, "r1", ("done", "lesson")))


def test_counts_that_are_kept_are_read_without_the_pupils_rows(town: Town, monkeypatch: Any) -> None:
    with town.database.transaction() as db:
        lesson_done(town, db, "aino")
        town.act(db, ("enrol", "8b", "eino", "guest", "active"))
        keep_stale_counts(db)
    monkeypatch.setattr(class_counts, "count_classes", None)
    with town.database.reading() as db:
        assert town.read_counts(db) == {"8a": (1, {("r1", "done", "lesson"): 1}), "8b": (0, {})}


def test_a_launch_that_changes_no_role_leaves_the_counts_as_they_are(town: Town) -> None:
    with town.database.transaction() as db:
        lesson_done(town, db, "aino")
        keep_stale_counts(db)
        db.execute(update(enrolments).values(launched_at=now(), updated_at=now(), status="active"))
        assert not class_counts.is_any_stale(db)
        assert db.execute(select(ClassCounts.__table__.c.pupils)).scalars().all()


def test_a_worker_that_is_busy_with_every_platform_keeps_the_counts_all_the_same(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker(SETTINGS, town.database)
    monkeypatch.setattr("careered.jobs.platform_tasks.MAX_PLATFORMS_AT_ONCE", 0)
    with town.database.transaction() as db:
        lesson_done(town, db, "aino")
        assert class_counts.is_any_stale(db)
    assert not worker.start_work()
    with town.database.reading() as db:
        assert not class_counts.is_any_stale(db)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """It stands until somebody moves it."""
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of how many classes the counts are kept, turn by turn of the worker."""
    turns: list[int] = []

    def count(db: Connection) -> int:
        turns.append(keep_stale_counts(db))
        return turns[-1]

    monkeypatch.setattr(class_counts, "keep_stale_counts", count)
    return turns


def test_a_class_that_answers_together_is_counted_twice_and_not_for_each_pupil(
    town: Town, counted: list[int], clock: time_machine.Traveller
) -> None:
    worker = Worker(SETTINGS, town.database)
    with town.database.transaction() as db:
        keep_stale_counts(db)
    for number in range(18):
        with town.database.transaction() as db:
            lesson_done(town, db, f"pupil {number}")
        worker.start_work()
        clock.shift(1)
    assert counted == [1, 1]
    with town.database.reading() as db:
        assert town.read_counts(db)["8a"][0] == 18


def test_where_many_classes_work_their_counts_are_kept_at_once(
    town: Town, counted: list[int], clock: time_machine.Traveller
) -> None:
    worker = Worker(SETTINGS, town.database)
    for grade in (7, 8):
        with town.database.transaction() as db:
            db.execute(insert(classes), [town.class_row(f"{grade}{letter}") for letter in "cdefg"])
        worker.start_work()
        clock.shift(2)
    assert [turn >= len("cdefg") for turn in counted] == [True, True]


@pytest.mark.postgresql
def test_what_a_pupil_commits_while_the_class_is_counted_is_counted_later() -> None:
    town = Town(database("postgresql"))
    with town.database.transaction() as pupil:
        lesson_done(town, pupil, "aino")
        with town.database.transaction() as worker:
            lesson_done(town, worker, "eino")
            keep_stale_counts(worker)
    with town.database.reading() as db:
        assert town.read_counts(db)["8a"][0] == 2
        stale = StaleClass.__table__
        assert db.execute(select(stale.c.class_id).where(stale.c.organisation_id == town.id)).scalars().all()


def test_every_trigger_is_there_at_the_newest_schema(town: Town) -> None:
    """A later migration that makes one of the tables anew must make its triggers again."""
    of_sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with town.database.reading() as db:
        found = db.exec_driver_sql(
            of_sqlite if town.database.is_sqlite else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        assert set(found.scalars()) == {"event_insert_raises"} | {
            f"{table}_{event}_marks_class"
            for table in ("enrolment", "requirement_status", "school_class")
            for event in ("insert", "update", "delete")
        }
