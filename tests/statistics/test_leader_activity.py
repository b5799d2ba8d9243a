"""Talks and open questions of a school in numbers: of pupils who are there, and of five or none."""

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import insert

from careered.clock import new_id, now
from careered.db.engine import Database
from careered.progress.acts import TALKED, store_act
from careered.questions.tables import Question
from careered.statistics.leader_activity import Activity, school_activity
from tests.statistics.test_class_counts import CLASSES, Town

LARGE, SMALL = CLASSES


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    """A class of six, and one of three, whose grade's size is not told."""
    kept_in = Database(database_url)
    found = Town(kept_in)
    with kept_in.transaction() as db:
        for class_id, size in ((LARGE, 6), (SMALL, 3)):
            for number in range(size):
                found.act(db, ("enrol", class_id, f"{class_id}-{number}", "pupil", "active"))
    yield found
    kept_in.engine.dispose()


def talks(town: Town, class_id: str, numbers: Sequence[int]) -> None:
    with town.database.transaction() as db:
        for number in numbers:
            key = {"organisation_id": town.id, "class_id": class_id, "person_id": f"{class_id}-{number}"}
            store_act(db, key, new_id(), TALKED, "opo")


def asks(town: Town, *people: str) -> None:
    with town.database.transaction() as db:
        for person_id in people:
            row = {"organisation_id": town.id, "class_id": LARGE, "id": new_id(), "person_id": person_id}
            db.execute(insert(Question.__table__).values(**row, text="?", state="new", answer="", asked_at=now()))


def activity(town: Town) -> Activity:
    with town.database.reading() as db:
        return school_activity(db, town.id, CLASSES, [LARGE], 6)


def test_talks_of_a_grade_whose_size_is_hidden_are_in_no_number(town: Town) -> None:
    talks(town, LARGE, range(6))
    talks(town, SMALL, range(2))
    assert activity(town).talked == 6
    talks(town, SMALL, [2])
    assert activity(town).talked == 6


def test_many_questions_of_a_few_pupils_are_hidden(town: Town) -> None:
    asks(town, *[f"{LARGE}-0"] * 6)
    assert activity(town).questions is None
    asks(town, *[f"{LARGE}-{number}" for number in range(1, 5)])
    assert activity(town).questions == 10


def test_a_question_of_somebody_who_left_does_not_count(town: Town) -> None:
    asks(town, f"{LARGE}-0")
    with town.database.transaction() as db:
        town.act(db, ("enrol", LARGE, f"{LARGE}-0", "pupil", "left"))
    assert activity(town).questions == 0
