"""What a launch writes of somebody who was here before: what differs, and nothing that wakes open class pages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update

from careered.clock import now
from careered.db.engine import Database
from careered.roster.enrol import LaunchIdentity, enrol_from_launch
from careered.roster.enrolment_upsert import LEFT
from careered.roster.tables import Enrolment, Person, SchoolClass
from tests.support.enrolment import launch_identity

AINO = launch_identity("p", "1", "c", name="Aino Aalto", role="pupil", title="8 S", pack="x", grade=8)
_enrolments = Enrolment.__table__


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url.replace("postgresql://", "postgresql+psycopg://"))
    yield database
    database.engine.dispose()


def comes(database: Database, identity: LaunchIdentity, days: int = 0) -> dict[str, Any]:
    """A launch so many days later; the enrolment after it."""
    with time_machine.travel(now() + timedelta(days=days), tick=False), database.transaction() as db:
        enrol_from_launch(db, identity)
        return dict(db.execute(select(_enrolments)).mappings().one())


def test_who_comes_back_is_seen_again_and_no_class_page_is_told(database: Database) -> None:
    first, again = comes(database, AINO), comes(database, AINO, days=1)
    assert again["updated_at"] == first["updated_at"]
    assert again["launched_at"] - first["launched_at"] >= timedelta(days=1)


@pytest.mark.parametrize(
    "changes",
    [{"name": "Aino Impi"}, {"name": ""}, {"role": "teacher"}, {"role": "guest", "is_preview": True}],
    ids=str,
)
def test_a_class_page_is_told_of_another_name_or_role(database: Database, changes: dict[str, Any]) -> None:
    first, changed = comes(database, AINO), comes(database, replace(AINO, **changes), days=1)
    assert changed["updated_at"] > first["updated_at"]


def test_who_had_left_is_here_again_and_on_no_list(database: Database) -> None:
    comes(database, AINO)
    with database.transaction() as db:
        db.execute(update(_enrolments).values(status=LEFT, listed_at=now(), moved_at=now()))
    back = comes(database, AINO, days=1)
    assert back["status"] == "active"
    assert (back["listed_at"], back["moved_at"]) == (None, None), "the day of leaving is none of coming"
    assert back["updated_at"] == back["launched_at"]


def test_who_is_listed_stays_listed(database: Database) -> None:
    comes(database, AINO)
    with database.transaction() as db:
        db.execute(update(_enrolments).values(listed_at=now()))
    assert comes(database, AINO, days=1)["listed_at"] is not None


def test_a_class_page_is_told_when_somebody_of_the_list_comes_for_the_first_time(database: Database) -> None:
    comes(database, AINO)
    with database.transaction() as db:
        db.execute(update(_enrolments).values(launched_at=None))
    back = comes(database, AINO, days=1)
    assert back["updated_at"] == back["launched_at"]


@pytest.mark.parametrize(
    "changes", [{"class_title": "8 T"}, {"class_label": "8t"}, {"platform_name": "Itslearning"}], ids=str
)
def test_what_a_launch_says_of_the_class_is_stored(database: Database, changes: dict[str, Any]) -> None:
    comes(database, AINO)
    comes(database, replace(AINO, **changes))
    with database.reading() as db:
        row = db.execute(select(SchoolClass.__table__)).mappings().one()
    assert [row[{"class_title": "title", "class_label": "label"}.get(name, name)] for name in changes] == list(
        changes.values()
    )


def test_a_new_name_is_stored_once_for_one_person(database: Database) -> None:
    comes(database, AINO)
    comes(database, replace(AINO, name="Aino Impi"))
    with database.reading() as db:
        assert db.execute(select(Person.__table__.c.name)).scalars().all() == ["Aino Impi"]
