"""The tool's keys over time: published before they sign, and for a while after."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from cryptography.fernet import InvalidToken
from sqlalchemy import Connection

from careered.clock import now
from careered.db.engine import Database
from careered.lti import tool_key_store
from careered.settings import Settings

SECRET = "for tests only: forty characters or more"
MONDAY = datetime.fromisoformat("2026-11-23T08:00:00+00:00")


def settings(secret: str = SECRET) -> Settings:
    return Settings(base_url="https://careered.test", secret_key=secret)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def database(database_url: str, clock: time_machine.Traveller) -> Iterator[Database]:
    database = Database(Settings(base_url="https://careered.test", database_url=database_url).sqlalchemy_url)
    with database.transaction() as db:
        tool_key_store.ensure_key(db, settings())
    yield database
    database.engine.dispose()


def published_kids(db: Connection) -> set[str]:
    return {key.kid for key in tool_key_store.published_keys(db)}


def test_a_new_key_is_shown_for_two_days_before_it_signs(database: Database, clock: time_machine.Traveller) -> None:
    with database.transaction() as db:
        old = tool_key_store.signing_key(db, settings()).kid
        new = tool_key_store.rotate_keys(db, settings()).kid
        assert published_kids(db) == {old, new}
        assert tool_key_store.signing_key(db, settings()).kid == old
    clock.shift(timedelta(hours=47))
    with database.reading() as db:
        assert tool_key_store.signing_key(db, settings()).kid == old
    clock.shift(timedelta(hours=2))
    with database.reading() as db:
        assert tool_key_store.signing_key(db, settings()).kid == new
        assert published_kids(db) == {old, new}


def test_the_old_key_stays_a_week_and_is_then_forgotten(database: Database, clock: time_machine.Traveller) -> None:
    with database.transaction() as db:
        new = tool_key_store.rotate_keys(db, settings(), timedelta(0)).kid
    clock.shift(timedelta(days=6))
    with database.reading() as db:
        assert len(published_kids(db)) == 2
    clock.shift(timedelta(days=2))
    with database.transaction() as db:
        assert published_kids(db) == {new}
        tool_key_store.prune_keys(db)
        assert len(tool_key_store.all_keys(db)) == 2
    clock.shift(timedelta(days=7))
    with database.transaction() as db:
        tool_key_store.prune_keys(db)
        assert [key.kid for key in tool_key_store.all_keys(db)] == [new]


def test_a_worker_that_runs_on_takes_up_the_new_key_by_itself(database: Database) -> None:
    moment = [100.0]
    signer = tool_key_store.Signer(settings(), database, lambda: moment[0])
    old = signer().kid
    with database.transaction() as db:
        new = tool_key_store.rotate_keys(db, settings(), timedelta(0)).kid
    assert signer().kid == old
    moment[0] += 61
    assert signer().kid == new


def test_private_keys_are_of_no_use_without_the_installations_secret(database: Database) -> None:
    with database.reading() as db:
        (key,) = tool_key_store.all_keys(db)
        assert b"PRIVATE" not in key.private_pem_encrypted
        assert key.created_at == now()
        with pytest.raises(InvalidToken):
            tool_key_store.signing_key(db, settings("another secret of forty characters, too"))
