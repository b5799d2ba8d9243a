"""Statuses are made again from what pupils did, by a command, while everybody goes on."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from careered.db.engine import Database
from careered.packs.tables import PackVersion
from careered.progress.tables import RequirementStatus
from careered.roster.tables import SchoolClass
from tests.cli.test_commands import run
from tests.journeys.scenario import DENMARK, FINLAND, Scenario, open_scenario

_statuses = RequirementStatus.__table__


@pytest.fixture
def busy(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scenario]:
    """A town in which a pupil of each country has finished a lesson, and its operator's environment."""
    with open_scenario(database_url) as found:
        monkeypatch.setenv("CAREERED_DATABASE_URL", database_url)
        monkeypatch.setenv("CAREERED_BASE_URL", found.school.settings.base_url)
        monkeypatch.setenv("CAREERED_SECRET_KEY", found.school.settings.secret_key)
        for country in (FINLAND, DENMARK):
            found.finishes(found.people(country)[0], country)
        yield found


def stored(database: Database) -> list[dict[str, Any]]:
    """Every status as it is."""
    with database.reading() as db:
        rows = [dict(row) for row in db.execute(select(_statuses)).mappings()]
    return sorted(rows, key=lambda row: (row["person_id"], row["requirement_id"]))


def rebuilt(*words: str, code: int = 0) -> list[dict[str, Any]]:
    """What the command says of each class, as data."""
    rows: list[dict[str, Any]] = json.loads(
        run("progress", "rebuild", "--json", *words, code=code).split("Not loaded")[0]
    )
    return rows


def test_where_all_is_well_nothing_changes(busy: Scenario) -> None:
    before = stored(busy.school.database)
    assert len(before) > 2
    assert f"Statuses: {len(before)}. Changed: 0." in run("progress", "rebuild")
    assert stored(busy.school.database) == before


def test_lost_and_wrong_statuses_come_back_and_are_counted(busy: Scenario) -> None:
    database, before = busy.school.database, stored(busy.school.database)
    with database.transaction() as db:
        lost = (_statuses.c.person_id == before[0]["person_id"]) & (
            _statuses.c.requirement_id == before[0]["requirement_id"]
        )
        db.execute(delete(_statuses).where(lost))
        other = before[-1]["person_id"], before[-1]["requirement_id"]
        wrong = (_statuses.c.person_id == other[0]) & (_statuses.c.requirement_id == other[1])
        db.execute(update(_statuses).where(wrong).values(evidence=["nothing"]))
    assert sum(row["changed"] for row in rebuilt()) == 2
    assert stored(database) == before
    assert sum(row["changed"] for row in rebuilt()) == 0


def test_one_class_can_be_rebuilt_alone(busy: Scenario) -> None:
    database, before = busy.school.database, stored(busy.school.database)
    with database.transaction() as db:
        db.execute(delete(_statuses))
    (first, *_) = sorted({row["class_id"] for row in before})
    (row,) = rebuilt("--class", first)
    statuses_of_class = [status for status in before if status["class_id"] == first]
    assert (row["class"], row["statuses"], row["changed"]) == (first, len(statuses_of_class), len(statuses_of_class))
    assert stored(database) == statuses_of_class


def test_what_was_reached_under_an_earlier_version_stays_reached(busy: Scenario) -> None:
    database = busy.school.database
    with database.transaction() as db:
        db.execute(update(_statuses).values(pack_version="0.9.0", state="confirmed", method="lessons"))
        db.execute(update(_statuses).values(evidence=["an older lesson"]))
    before = stored(database)
    assert sum(row["changed"] for row in rebuilt()) == 0
    assert stored(database) == before


def test_an_unknown_class_is_refused_and_wrong_words_are_told(busy: Scenario) -> None:
    assert "There is no class nowhere" in run("progress", "rebuild", "--class", "nowhere", code=1)
    run("progress", "rebuild", "--clas", code=2)
    run("progress", "build", code=2)


def test_a_class_whose_pack_is_not_loaded_is_left_and_the_others_are_done(busy: Scenario) -> None:
    database, before = busy.school.database, stored(busy.school.database)
    with database.transaction() as db:
        gone = db.execute(select(PackVersion.__table__.c.pack_id).order_by(PackVersion.__table__.c.pack_id)).scalars()
        pack_id = next(iter(gone))
        db.execute(update(SchoolClass.__table__).where(SchoolClass.__table__.c.pack_id == pack_id).values(pack_id="zz"))
    output = run("progress", "rebuild", code=1)
    assert "Not loaded, so left as they are: zz." in output
    assert "Changed: 0." in output
    assert stored(database) == before
    assert {row["statuses"] is None for row in rebuilt(code=1)} == {True, False}
