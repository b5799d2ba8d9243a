"""Wishes are taken by lease: each by one worker, again after a crash, and never for the wrong class or person."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import insert, select, update

from careered.clock import now
from careered.db.engine import Database
from careered.gradebook import outcome, queue
from careered.gradebook.queue import LEASE, Wish
from careered.progress.tables import Delivery, GradebookColumn
from careered.roster.arrive import Arrival, Arrived, arrive
from tests.journeys.town import MONDAY

_deliveries = Delivery.__table__


class Staffroom:
    """A database with classes, pupils and marks on their way."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def pupil(self, sub: str, context: str = "8b", *, role: str = "pupil", platform: str = "moodle") -> Arrived:
        """Somebody in a class."""
        with self.database.write() as db:
            made = Arrival("town", platform, "Moodle", sub, "", role, context, context, "valley-7-9", 9)
            return arrive(db, made)

    def column(self, class_id: str, column_id: str = "column") -> None:
        """A column of a class."""
        row = {"organisation_id": "town", "id": column_id, "class_id": class_id, "link_id": column_id, "address": "a"}
        with self.database.write() as db:
            more = {"measure": "requirements", "label": "All", "created_at": now()}
            db.execute(insert(GradebookColumn.__table__).values(**row, **more))

    def wish(self, who: Arrived, *, column_id: str = "column", class_id: str = "", **changes: Any) -> None:
        """A mark on its way."""
        row: dict[str, Any] = {"organisation_id": "town", "class_id": class_id or who.class_id, "column_id": column_id}
        row |= {"person_id": who.person_id, "wanted": 1, "maximum": 9, "wanted_at": now(), "due": now()}
        with self.database.write() as db:
            db.execute(insert(_deliveries).values(**{**row, "state": "waiting", "words": "", **changes}))

    def take(self, *busy: str, limit: int = 20) -> list[Wish]:
        """What a worker gets."""
        with self.database.write() as db:
            return list(queue.take(db, busy=busy, limit=limit))

    def settle(self, wish: Wish, result: outcome.Outcome) -> None:
        """Write down what became of a wish."""
        with self.database.write() as db:
            queue.settle(db, wish, result)

    def row(self) -> dict[str, Any]:
        """The only wish."""
        with self.database.read() as db:
            return dict(db.execute(select(_deliveries)).mappings().one())

    def left(self) -> int:
        """How many marks are still on their way."""
        with self.database.read() as db:
            return queue.undelivered(db)


@pytest.fixture
def staffroom(database_url: str) -> Iterator[Staffroom]:
    database = Database(database_url.replace("postgresql://", "postgresql+psycopg://"))
    yield Staffroom(database)
    database.engine.dispose()


@pytest.fixture
def clock(database_url: str) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as found:
        yield found


@pytest.fixture
def aino(staffroom: Staffroom, clock: time_machine.Traveller) -> Arrived:
    """A pupil with a mark on its way."""
    who = staffroom.pupil("aino")
    staffroom.column(who.class_id)
    staffroom.wish(who)
    return who


def test_two_workers_never_send_the_same_wish(staffroom: Staffroom, aino: Arrived) -> None:
    for number in range(7):
        staffroom.wish(staffroom.pupil(f"pupil-{number}"))
    taken = [wish.person_id for _ in range(4) for wish in staffroom.take(limit=3)]
    assert len(taken) == len(set(taken)) == 8
    assert staffroom.take() == []


def test_what_a_killed_worker_had_taken_is_taken_again_after_the_lease(
    staffroom: Staffroom, aino: Arrived, clock: time_machine.Traveller
) -> None:
    assert len(staffroom.take()) == 1
    clock.shift(LEASE)
    assert staffroom.take() == []
    clock.shift(timedelta(seconds=1))
    assert [wish.sub for wish in staffroom.take()] == ["aino"]


def test_a_wish_that_changed_while_it_was_sent_is_sent_again_at_once(staffroom: Staffroom, aino: Arrived) -> None:
    (wish,) = staffroom.take()
    with staffroom.database.write() as db:
        db.execute(update(_deliveries).values(wanted=2))
    staffroom.settle(wish, outcome.delivered())
    row = staffroom.row()
    assert (row["sent"], row["wanted"], row["state"]) == (1, 2, "waiting")
    assert [again.wanted for again in staffroom.take()] == [2]


def test_a_wish_that_is_not_due_waits(staffroom: Staffroom, aino: Arrived, clock: time_machine.Traveller) -> None:
    (wish,) = staffroom.take()
    staffroom.settle(wish, outcome.retry(now(), 0, 60))
    clock.shift(59)
    assert staffroom.take() == []
    assert staffroom.left() == 1
    clock.shift(1)
    assert len(staffroom.take()) == 1


def test_a_platform_that_is_being_served_is_left_to_the_other_worker(staffroom: Staffroom, aino: Arrived) -> None:
    other = staffroom.pupil("lukio", "8x", platform="canvas")
    staffroom.column(other.class_id, "other")
    staffroom.wish(other, column_id="other")
    assert [wish.platform_id for wish in staffroom.take("moodle")] == ["canvas"]
    assert staffroom.take("moodle", "canvas") == []


def test_wishes_of_one_taking_are_of_one_platform(staffroom: Staffroom, aino: Arrived) -> None:
    other = staffroom.pupil("lukio", "8x", platform="canvas")
    staffroom.column(other.class_id, "other")
    staffroom.wish(other, column_id="other")
    assert sorted(len({wish.platform_id for wish in staffroom.take()}) for _ in range(2)) == [1, 1]


def test_what_never_failed_goes_before_what_did(staffroom: Staffroom, aino: Arrived) -> None:
    with staffroom.database.write() as db:
        db.execute(update(_deliveries).values(attempts=9))
    staffroom.wish(staffroom.pupil("eino"))
    assert [wish.sub for wish in staffroom.take()] == ["eino", "aino"]


def test_a_row_that_names_another_classes_column_is_never_sent(staffroom: Staffroom, aino: Arrived) -> None:
    other = staffroom.pupil("eino", "8c")
    staffroom.column(other.class_id, "of-8c")
    staffroom.wish(aino, column_id="of-8c")
    staffroom.wish(aino, column_id="of-8c", class_id=other.class_id)
    assert [(wish.class_id, wish.column_id) for wish in staffroom.take()] == [(aino.class_id, "column")]
    assert staffroom.take() == []


@pytest.mark.parametrize("role", ["teacher", "assistant", "guest"])
def test_nothing_is_sent_for_who_is_no_pupil(staffroom: Staffroom, aino: Arrived, role: str) -> None:
    staffroom.pupil("aino", role=role)
    assert staffroom.take() == []
    assert staffroom.left() == 0
    staffroom.pupil("aino")
    assert len(staffroom.take()) == 1


def test_the_score_time_is_kept_before_it_is_used(staffroom: Staffroom, aino: Arrived) -> None:
    (wish,) = staffroom.take()
    stamp = int(datetime(2026, 11, 23, 8, tzinfo=UTC).timestamp())
    with staffroom.database.write() as db:
        queue.note_stamp(db, wish, stamp)
    assert staffroom.row()["stamp"] == stamp
