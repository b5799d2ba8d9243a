"""What the driver itself is sent comes back as through SQLAlchemy, fails as through it, and is seen by who counts."""

from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError

import careered.app  # noqa: F401 - registers the tables
from careered.db.compiled import run, send
from careered.db.engine import Database
from careered.db.faults import StorageBusy, StorageFull
from careered.db.reply_limit import MOST_CURSORS
from careered.db.upsert import insert_if_new_by_driver
from careered.web.tables import SessionRow
from tests.db.test_backup_of_everything import row_of
from tests.support.counters import statements_of

SESSIONS = SessionRow.__table__
BY_HASH = select(SESSIONS).where(SESSIONS.c.token_hash == bindparam("hash"), SESSIONS.c.organisation_id == "town")


def row(**changes: Any) -> dict[str, Any]:
    """A session with a value of every type."""
    return row_of(SESSIONS, 1, full=True) | {"organisation_id": "town", "nonce": None, **changes}


def test_a_row_is_written_and_read_as_through_sqlalchemy(database: Database) -> None:
    written = {"by driver": row(token_hash="by driver"), "through": row(token_hash="through")}
    with database.transaction() as db:
        assert insert_if_new_by_driver(db, SESSIONS, written["by driver"], key=("organisation_id", "token_hash"))
        db.execute(insert(SESSIONS), written["through"])
    with database.reading() as db:
        for name, expected in written.items():
            through = dict(db.execute(BY_HASH, {"hash": name}).mappings().one())
            assert run(db, BY_HASH, {"hash": name}) == [through] == [expected]
        assert run(db, BY_HASH, {"hash": "nobody's"}) == []


def test_the_same_statement_takes_values_of_other_types_and_leaves_no_row_behind(database: Database) -> None:
    """What psycopg has found out about one use must not be taken for the next one's; and who is erased is gone."""
    nonces = [None, "x", None, "y" * 5000]
    with database.transaction() as db:
        for number, nonce in enumerate(nonces):
            one = row(token_hash=str(number), nonce=nonce, is_platform_admin=bool(number % 2))
            assert insert_if_new_by_driver(db, SESSIONS, one, key=("organisation_id", "token_hash"))
    with database.reading() as db:
        for number, nonce in enumerate(nonces):
            (found,) = run(db, BY_HASH, {"hash": str(number)})
            assert (found["nonce"], found["is_platform_admin"]) == (nonce, bool(number % 2))
        driver: Any = db.connection.driver_connection
        cursors = [] if database.is_sqlite else list(driver._cursors.values())
        assert [cursor.pgresult for cursor in cursors] == [None] * len(cursors)


def test_of_many_statements_only_some_are_remembered(postgresql: Database) -> None:
    with postgresql.reading() as db:
        for number in range(MOST_CURSORS + 2):
            assert send(db, f"SELECT {number}", rows=True) == [(number,)]
        driver: Any = db.connection.driver_connection
        assert len(driver._cursors) == 2


def test_a_value_may_stand_twice_beside_a_percent_sign(database: Database) -> None:
    """As each driver writes parameters, the one twice and the other would need care."""
    hash_: Any = bindparam("hash")
    begins = SESSIONS.c.token_hash.like("100 %%") & (SESSIONS.c.organisation_id == "town")
    twice = select(SESSIONS.c.nonce).where(begins, SESSIONS.c.token_hash == hash_, SESSIONS.c.nonce == hash_)
    with database.transaction() as db:
        db.execute(insert(SESSIONS), row(token_hash="100 % sure", nonce="100 % sure"))
        assert run(db, twice, {"hash": "100 % sure"}) == [{"nonce": "100 % sure"}]


def test_what_the_driver_alone_has_written_is_stored_and_an_error_takes_it_back(database: Database) -> None:
    with database.transaction() as db:
        insert_if_new_by_driver(db, SESSIONS, row(token_hash="stored"), key=("organisation_id", "token_hash"))
    with suppress(ZeroDivisionError), database.transaction() as db:
        insert_if_new_by_driver(db, SESSIONS, row(token_hash="not"), key=("organisation_id", "token_hash"))
        raise ZeroDivisionError
    with database.reading() as db:
        assert db.execute(select(SESSIONS.c.token_hash)).scalars().all() == ["stored"]


def test_what_is_there_is_not_written_again(database: Database) -> None:
    key = ("organisation_id", "platform_id", "nonce")
    with database.transaction() as db:
        for token, is_new in {"first": True, "second": False}.items():
            assert insert_if_new_by_driver(db, SESSIONS, row(token_hash=token, nonce="n"), key=key) is is_new
        with pytest.raises(IntegrityError):
            insert_if_new_by_driver(db, SESSIONS, row(token_hash="first"), key=key)


def fails(database: Database) -> None:
    """The driver is sent a statement to a server that is gone, or to a file that may only be read."""
    statement = delete(SESSIONS).where(SESSIONS.c.organisation_id == "town").returning(SESSIONS.c.token_hash)
    with database.transaction() as db:
        if database.is_sqlite:
            db.exec_driver_sql("PRAGMA query_only = ON")
        else:
            process = db.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with database.reading() as other:
                other.exec_driver_sql(f"SELECT pg_terminate_backend({process}, 10000)")
        run(db, statement, {})


def test_a_fault_of_the_storage_is_one_here_too(database: Database) -> None:
    with pytest.raises(StorageFull if database.is_sqlite else StorageBusy):
        fails(database)


def test_whoever_counts_statements_sees_them(database: Database) -> None:
    with statements_of(database) as statements, database.reading() as db:
        run(db, BY_HASH, {"hash": "x"})
    assert [statement.split()[0] for statement in statements] == ["SELECT"]


def test_a_statement_with_a_list_is_refused(database: Database) -> None:
    with database.reading() as db, pytest.raises(ValueError, match="another length"):
        run(db, select(SESSIONS.c.name).where(SESSIONS.c.token_hash.in_(bindparam("all", expanding=True))), {})
