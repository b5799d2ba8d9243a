"""The tool's keys over time: published before they sign, signing when platforms know them, published a while after."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from cryptography.fernet import InvalidToken
from sqlalchemy import Connection

from careered.clock import now
from careered.db.engine import Database
from careered.lti import keyring
from careered.settings import Settings

SECRET = "for tests only: forty characters or more"
MONDAY = datetime.fromisoformat("2026-11-23T08:00:00+00:00")


def settings(secret: str = SECRET) -> Settings:
    return Settings(base_url="https://careered.test", secret_key=secret)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as found:
        yield found


@pytest.fixture
def database(database_url: str, clock: time_machine.Traveller) -> Iterator[Database]:
    made = Database(Settings(base_url="https://careered.test", database_url=database_url).database)
    with made.write() as db:
        keyring.ensure_key(db, settings())
    yield made
    made.engine.dispose()


def shown(db: Connection) -> set[str]:
    return {key.kid for key in keyring.published(db)}


def test_a_new_key_is_shown_for_two_days_before_it_signs(database: Database, clock: time_machine.Traveller) -> None:
    with database.write() as db:
        old = keyring.signing_key(db, settings()).kid
        new = keyring.rotate(db, settings()).kid
        assert shown(db) == {old, new}
        assert keyring.signing_key(db, settings()).kid == old
    clock.shift(timedelta(hours=47))
    with database.read() as db:
        assert keyring.signing_key(db, settings()).kid == old
    clock.shift(timedelta(hours=2))
    with database.read() as db:
        assert keyring.signing_key(db, settings()).kid == new
        assert shown(db) == {old, new}


def test_the_old_key_stays_a_week_and_is_then_forgotten(database: Database, clock: time_machine.Traveller) -> None:
    with database.write() as db:
        new = keyring.rotate(db, settings(), timedelta(0)).kid
    clock.shift(timedelta(days=6))
    with database.read() as db:
        assert len(shown(db)) == 2
    clock.shift(timedelta(days=2))
    with database.write() as db:
        assert shown(db) == {new}
        keyring.forget_old(db)
        assert len(keyring.keys(db)) == 2
    clock.shift(timedelta(days=7))
    with database.write() as db:
        keyring.forget_old(db)
        assert [key.kid for key in keyring.keys(db)] == [new]


def test_a_worker_that_runs_on_takes_up_the_new_key_by_itself(database: Database) -> None:
    moment = [100.0]
    signer = keyring.Signer(settings(), database, lambda: moment[0])
    old = signer().kid
    with database.write() as db:
        new = keyring.rotate(db, settings(), timedelta(0)).kid
    assert signer().kid == old
    moment[0] += 61
    assert signer().kid == new


def test_private_keys_are_of_no_use_without_the_installations_secret(database: Database) -> None:
    with database.read() as db:
        (key,) = keyring.keys(db)
        assert b"PRIVATE" not in key.private_pem_encrypted
        assert key.created_at == now()
        with pytest.raises(InvalidToken):
            keyring.signing_key(db, settings("another secret of forty characters, too"))
