"""Which retention periods hold when: longer ones at once, shorter ones after thirty days."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import event

from careered.db.engine import Database
from careered.privacy.retention import (
    RetentionPeriods,
    get_announced_retention,
    get_retention,
    retention_by_organisation,
    set_retention,
    withdraw_announced_retention,
)
from careered.roster.inactive_pupils import pupils_inactive_since
from careered.settings import Settings

MONTH = timedelta(days=30)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    settings = Settings(base_url="https://careered.test", database_url=database_url, secret_key="for tests " * 5)
    database = Database(settings.sqlalchemy_url)
    yield database
    database.engine.dispose()


def test_of_two_periods_the_longer_holds_at_once_and_the_shorter_later(database: Database) -> None:
    with time_machine.travel(datetime(2026, 9, 1, tzinfo=UTC), tick=False) as clock, database.transaction() as db:
        set_retention(db, "town", RetentionPeriods(texts_months=6, records_months=12))
        clock.shift(MONTH)
        set_retention(db, "town", RetentionPeriods(texts_months=2, records_months=24, access_log_months=12))
        assert get_retention(db, "town") == RetentionPeriods(texts_months=6, records_months=24)
        clock.shift(MONTH)
        assert get_retention(db, "town") == RetentionPeriods(2, 24, 12)
        assert retention_by_organisation(db) == {"town": RetentionPeriods(2, 24, 12)}
        assert get_announced_retention(db, "town") is None


def test_a_second_announcement_takes_the_place_of_the_first(database: Database) -> None:
    with time_machine.travel(datetime(2026, 9, 1, tzinfo=UTC), tick=False) as clock, database.transaction() as db:
        set_retention(db, "town", RetentionPeriods(texts_months=2))
        clock.shift(timedelta(days=10))
        set_retention(db, "town", RetentionPeriods(texts_months=6))
        clock.shift(MONTH - timedelta(seconds=1))
        assert get_retention(db, "town") == RetentionPeriods()
        clock.shift(timedelta(seconds=1))
        assert get_retention(db, "town") == RetentionPeriods(texts_months=6)


def test_who_withdraws_has_what_held_before(database: Database) -> None:
    with time_machine.travel(datetime(2026, 9, 1, tzinfo=UTC), tick=False) as clock, database.transaction() as db:
        for organisation_id in ("town", "village"):
            set_retention(db, organisation_id, RetentionPeriods(texts_months=12))
        clock.shift(MONTH)
        for organisation_id in ("town", "village"):
            set_retention(db, organisation_id, RetentionPeriods(texts_months=2))
        withdraw_announced_retention(db, "town")
        clock.shift(MONTH)
        assert get_retention(db, "town") == RetentionPeriods(texts_months=12)
        assert get_retention(db, "village") == RetentionPeriods(texts_months=2)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_former_pupils_are_joined_with_no_list_of_everybody_who_is_still_there(database: Database) -> None:
    """NOT IN such a list: PostgreSQL compared 189,000 pupils with all of it, one by one, for hours."""
    sent: list[tuple[str, Any]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: sent.append((args[2], args[3])))
    with database.reading() as db:
        assert pupils_inactive_since(db, "town", datetime(2026, 9, 1, tzinfo=UTC)) == []
        query, values = sent[-1]
        plan = "\n".join(row[0] for row in db.exec_driver_sql(f"EXPLAIN {query}", values))
    assert "Anti Join" in plan
    assert "SubPlan" not in plan
