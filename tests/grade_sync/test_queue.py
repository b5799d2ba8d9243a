"""Deliveries are leased: each by one worker, again after a crash, and never for the wrong class or person."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import insert, select, update

from careered.clock import now
from careered.db.engine import Database
from careered.grade_sync import outcome, queue
from careered.grade_sync.queue import LEASE_DURATION, PendingScore
from careered.progress.tables import LineItem, ScoreDelivery
from careered.roster.enrol import EnrolmentResult, enrol_from_launch
from tests.journeys.scenario import MONDAY
from tests.support.counters import statements_of
from tests.support.enrolment import launch_identity

_deliveries = ScoreDelivery.__table__
READ_TO_COUNT = ("score_delivery", "enrolment", "line_item")
"""Two more joined made it four times as slow on PostgreSQL with 90,000 that wait."""


class SchoolDatabase:
    """A database with classes, pupils and scores to deliver."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def pupil(self, sub: str, context: str = "8b", *, role: str = "pupil", platform: str = "moodle") -> EnrolmentResult:
        """Somebody in a class."""
        with self.database.transaction() as db:
            identity = launch_identity(
                platform, sub, context, name="", role=role, title=context, pack="valley-7-9", grade=9
            )
            return enrol_from_launch(db, identity)

    def line_item(self, class_id: str, line_item_id: str = "column") -> None:
        """A line item of a class."""
        row = {
            "organisation_id": "town",
            "id": line_item_id,
            "class_id": class_id,
            "resource_link_id": line_item_id,
            "line_item_url": "a",
        }
        with self.database.transaction() as db:
            more = {"metric": "requirements", "label": "All", "created_at": now()}
            db.execute(insert(LineItem.__table__).values(**row, **more))

    def add_delivery(
        self, member: EnrolmentResult, *, line_item_id: str = "column", class_id: str = "", **changes: Any
    ) -> None:
        """A score to deliver."""
        row: dict[str, Any] = {
            "organisation_id": "town",
            "class_id": class_id or member.class_id,
            "line_item_id": line_item_id,
        }
        row |= {
            "person_id": member.person_id,
            "desired_score": 1,
            "score_maximum": 9,
            "desired_at": now(),
            "next_attempt_at": now(),
        }
        with self.database.transaction() as db:
            db.execute(insert(_deliveries).values(**{**row, "state": "waiting", **changes}))

    def lease(self, *busy: str, limit: int = 20) -> list[PendingScore]:
        """What a worker gets."""
        with self.database.transaction() as db:
            return list(queue.lease_due(db, busy_platforms=busy, limit=limit))

    def record_outcome(self, pending: PendingScore, result: outcome.Outcome) -> None:
        """Store the outcome of an attempt."""
        with self.database.transaction() as db:
            queue.record_outcome(db, pending, result)

    def row(self) -> dict[str, Any]:
        """The only delivery."""
        with self.database.reading() as db:
            return dict(db.execute(select(_deliveries)).mappings().one())

    def undelivered(self) -> int:
        """How many scores the platform does not have yet."""
        with self.database.reading() as db:
            return queue.count_undelivered(db)


@pytest.fixture
def school_database(database_url: str) -> Iterator[SchoolDatabase]:
    database = Database(database_url.replace("postgresql://", "postgresql+psycopg://"))
    yield SchoolDatabase(database)
    database.engine.dispose()


@pytest.fixture
def clock(database_url: str) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def aino(school_database: SchoolDatabase, clock: time_machine.Traveller) -> EnrolmentResult:
    """A pupil with a score to deliver."""
    member = school_database.pupil("aino")
    school_database.line_item(member.class_id)
    school_database.add_delivery(member)
    return member


def test_two_workers_never_send_the_same_score(school_database: SchoolDatabase, aino: EnrolmentResult) -> None:
    for number in range(7):
        school_database.add_delivery(school_database.pupil(f"pupil-{number}"))
    leased = [pending.person_id for _ in range(4) for pending in school_database.lease(limit=3)]
    assert len(leased) == len(set(leased)) == 8
    assert school_database.lease() == []


def test_what_a_killed_worker_had_leased_is_leased_again_afterwards(
    school_database: SchoolDatabase, aino: EnrolmentResult, clock: time_machine.Traveller
) -> None:
    assert len(school_database.lease()) == 1
    clock.shift(LEASE_DURATION)
    assert school_database.lease() == []
    clock.shift(timedelta(seconds=1))
    assert [pending.sub for pending in school_database.lease()] == ["aino"]


def test_a_score_that_changed_while_it_was_sent_is_sent_again_at_once(
    school_database: SchoolDatabase, aino: EnrolmentResult
) -> None:
    (pending,) = school_database.lease()
    with school_database.database.transaction() as db:
        db.execute(update(_deliveries).values(desired_score=2))
    school_database.record_outcome(pending, outcome.delivered())
    row = school_database.row()
    assert (row["delivered_score"], row["desired_score"], row["state"]) == (1, 2, "waiting")
    assert [again.desired_score for again in school_database.lease()] == [2]


def test_a_score_that_is_not_due_waits(
    school_database: SchoolDatabase, aino: EnrolmentResult, clock: time_machine.Traveller
) -> None:
    (pending,) = school_database.lease()
    school_database.record_outcome(pending, outcome.retry(now(), 0, 60))
    clock.shift(59)
    assert school_database.lease() == []
    assert school_database.undelivered() == 1
    clock.shift(1)
    assert len(school_database.lease()) == 1


def test_a_platform_that_is_being_served_is_left_to_the_other_worker(
    school_database: SchoolDatabase, aino: EnrolmentResult
) -> None:
    other = school_database.pupil("lukio", "8x", platform="canvas")
    school_database.line_item(other.class_id, "other")
    school_database.add_delivery(other, line_item_id="other")
    assert [pending.platform_id for pending in school_database.lease("moodle")] == ["canvas"]
    assert school_database.lease("moodle", "canvas") == []


def test_scores_leased_together_are_for_one_platform(school_database: SchoolDatabase, aino: EnrolmentResult) -> None:
    other = school_database.pupil("lukio", "8x", platform="canvas")
    school_database.line_item(other.class_id, "other")
    school_database.add_delivery(other, line_item_id="other")
    assert sorted(len({pending.platform_id for pending in school_database.lease()}) for _ in range(2)) == [1, 1]


def test_scores_that_never_failed_go_before_those_that_did(
    school_database: SchoolDatabase, aino: EnrolmentResult
) -> None:
    with school_database.database.transaction() as db:
        db.execute(update(_deliveries).values(attempts=9))
    school_database.add_delivery(school_database.pupil("eino"))
    assert [pending.sub for pending in school_database.lease()] == ["eino", "aino"]


def test_a_row_that_names_another_classes_line_item_is_never_sent(
    school_database: SchoolDatabase, aino: EnrolmentResult
) -> None:
    other = school_database.pupil("eino", "8c")
    school_database.line_item(other.class_id, "of-8c")
    school_database.add_delivery(aino, line_item_id="of-8c")
    school_database.add_delivery(aino, line_item_id="of-8c", class_id=other.class_id)
    assert [(pending.class_id, pending.line_item_id) for pending in school_database.lease()] == [
        (aino.class_id, "column")
    ]
    assert school_database.lease() == []


@pytest.mark.parametrize("role", ["teacher", "assistant", "guest"])
def test_nothing_is_sent_for_somebody_who_is_no_pupil(
    school_database: SchoolDatabase, aino: EnrolmentResult, role: str
) -> None:
    school_database.pupil("aino", role=role)
    assert school_database.lease() == []
    assert school_database.undelivered() == 0
    school_database.pupil("aino")
    assert len(school_database.lease()) == 1


def test_the_score_time_is_stored_before_it_is_sent(school_database: SchoolDatabase, aino: EnrolmentResult) -> None:
    (pending,) = school_database.lease()
    stamp = int(datetime(2026, 11, 23, 8, tzinfo=UTC).timestamp())
    with school_database.database.transaction() as db:
        queue.reserve_score_timestamp(db, pending, stamp)
    assert school_database.row()["score_timestamp"] == stamp


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_counting_what_waits_looks_up_nobodys_name_and_no_course(
    school_database: SchoolDatabase, aino: EnrolmentResult
) -> None:
    with statements_of(school_database.database) as statements:
        assert school_database.undelivered() == 1
    (counting,) = statements
    assert set(re.findall(r"FROM (\w+)|JOIN (\w+)", counting)) == {(name, "") for name in READ_TO_COUNT}
