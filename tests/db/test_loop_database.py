"""PostgreSQL on an event loop: who waits for it keeps nobody waiting, and a fault there is one as anywhere."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, insert, select, text
from sqlalchemy.exc import IntegrityError

from careered.db import async_statements
from careered.db import engine as storage
from careered.db.compiled import run, send
from careered.db.engine import Database
from careered.db.faults import StorageBusy
from careered.db.greenlets import is_in_greenlet
from careered.db.loop_database import AT_ONCE, NotOnLoop
from careered.db.reply_limit import LimitedConnection
from careered.web.tables import SessionRow
from tests.support.databases import END_OTHER_CONNECTIONS

Work = Callable[[], Any]
_sessions = SessionRow.__table__
OF_TOKEN = select(_sessions).where(_sessions.c.token_hash == bindparam("token_hash"))
ROW: dict[str, Any] = {
    "organisation_id": "town",
    "token_hash": "aa",
    "person_id": "p-1",
    "class_id": "c-1",
    "role": "pupil",
    "persists": True,
    "name": "Siiri Åkerblom",
    "lang": "fi",
    "is_platform_admin": False,
    "return_url": "",
    "platform_id": "lms",
    "platform_name": "Koivuranta",
    "lesson_id": "",
    "nonce": None,
    "origins": ["https://lms.test", 'https://"odd".test'],
    "languages": [],
    "visible_person_ids": [],
    "created_at": datetime(2026, 12, 1, 9, 0, 30, 250_000, tzinfo=UTC),
    "seen_at": datetime(2026, 12, 1, 9, 0, tzinfo=UTC),
}


def together(database: Database, *works: Work) -> list[Any]:
    """What each returns or raises, all at once on one loop, which ends then."""

    async def main() -> list[Any]:
        return await asyncio.gather(*[database.on_loop().run(work) for work in works], return_exceptions=True)

    return asyncio.run(main())


def reads(database: Database, sql: str, parameters: tuple[Any, ...] = ()) -> Work:
    def work() -> Any:
        with database.reading() as db:
            return send(db, sql, parameters, rows=True)[0][0]

    return work


def writes(database: Database, do: Callable[[Connection], Any]) -> Work:
    def work() -> Any:
        with database.transaction() as db:
            return do(db)

    return work


def sleeps(seconds: float) -> str:
    return f"SELECT pg_sleep({seconds}) IS NULL, 'slept'"


def test_a_row_is_the_same_as_by_a_thread(postgresql: Database) -> None:
    def read() -> Any:
        with postgresql.reading() as db:
            return run(db, OF_TOKEN, {"token_hash": "aa"}), is_in_greenlet()

    assert together(postgresql, writes(postgresql, lambda db: run(db, insert(_sessions).values(ROW), ROW))) == [[]]
    [(in_greenlet, _)] = together(postgresql, read)
    (in_thread, _) = read()
    assert in_greenlet == in_thread
    assert {name: in_thread[0][name] for name in ROW} == ROW


def test_while_one_waits_for_the_server_the_others_are_answered(postgresql: Database) -> None:
    done: list[str] = []
    slow, quick = reads(postgresql, sleeps(0.3)), reads(postgresql, "SELECT 'quick'")
    together(postgresql, lambda: done.append(slow() and "slow"), lambda: done.append(quick()))
    assert done == ["quick", False]


def test_what_raises_leaves_nothing_behind_and_the_connection_is_used_again(postgresql: Database) -> None:
    def is_refused(db: Connection) -> None:
        db.execute(insert(_sessions).values(ROW))
        raise PermissionError

    def process(db: Connection) -> Any:
        return db.execute(text("SELECT pg_backend_pid(), (SELECT count(*) FROM session)")).one()

    async def main() -> list[Any]:
        on_loop = postgresql.on_loop()
        found: list[Any] = []
        for work in (process, is_refused, process):
            found += await asyncio.gather(on_loop.run(writes(postgresql, work)), return_exceptions=True)
        return found

    first, refusal, second = asyncio.run(main())
    assert isinstance(refusal, PermissionError)
    assert first == second


def test_a_refused_statement_is_told_as_anywhere(postgresql: Database) -> None:
    def twice(db: Connection) -> None:
        for _ in range(2):
            run(db, insert(_sessions).values(ROW), ROW)

    [refusal] = together(postgresql, writes(postgresql, twice))
    assert isinstance(refusal, IntegrityError)
    assert together(postgresql, reads(postgresql, "SELECT count(*) FROM session")) == [0]


def test_a_long_text_is_sent_in_pieces_while_others_are_answered(postgresql: Database) -> None:
    size = 30_000_000
    long, short = reads(postgresql, "SELECT length($1::text)", ("x" * size,)), reads(postgresql, "SELECT 1")
    assert together(postgresql, long, short) == [size, 1]


def test_a_connection_that_the_server_ended_is_not_noticed(postgresql: Database) -> None:
    async def main() -> None:
        on_loop = postgresql.on_loop()
        before = await on_loop.run(reads(postgresql, "SELECT pg_backend_pid()"))
        with postgresql.snapshot() as db:
            db.execute(text(END_OTHER_CONNECTIONS))
        assert await on_loop.run(reads(postgresql, "SELECT pg_backend_pid()")) != before
        await asyncio.sleep(0.01)  # the loop has heard of it, too
        assert await on_loop.run(reads(postgresql, "SELECT 1")) == 1

    asyncio.run(main())


def test_one_that_is_lost_in_the_middle_is_a_fault_of_the_storage(postgresql: Database) -> None:
    lost = reads(postgresql, "SELECT pg_terminate_backend(pg_backend_pid())")
    [fault] = together(postgresql, lost)
    assert isinstance(fault, StorageBusy)
    assert together(postgresql, reads(postgresql, "SELECT 1")) == [1]


def test_a_server_that_does_not_answer_is_given_up_and_told_to_stop(
    postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(60)%'"
    monkeypatch.setattr(LimitedConnection, "reply_timeout", 0.2)
    by_itself = writes(postgresql, lambda db: db.execute(text(sleeps(60))).all())
    faults = together(postgresql, reads(postgresql, sleeps(60)), by_itself)
    assert [type(fault) for fault in faults] == [StorageBusy, StorageBusy]
    with postgresql.reading() as db:
        until = time.monotonic() + 10
        while db.execute(text(asleep + " AND pid <> pg_backend_pid()")).scalar() and time.monotonic() < until:
            pass
        assert db.execute(text(asleep + " AND pid <> pg_backend_pid()")).scalar() == 0


@pytest.mark.parametrize("by_driver", [True, False], ids=["by the driver", "by SQLAlchemy"])
def test_who_goes_away_takes_the_connection_along_and_nobody_gets_its_answer(
    postgresql: Database, by_driver: bool
) -> None:
    slow = reads(postgresql, sleeps(0.2)) if by_driver else writes(postgresql, lambda db: db.execute(text(sleeps(0.2))))

    async def main() -> None:
        on_loop = postgresql.on_loop()
        gone = asyncio.create_task(on_loop.run(slow))
        while not on_loop.connections.engine.pool.checkedout():  # type: ignore[attr-defined]
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        assert await on_loop.run(reads(postgresql, "SELECT 'mine'")) == "mine"

    asyncio.run(main())


def test_more_statements_than_a_connection_prepares_are_answered_all_the_same(
    postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(async_statements, "MOST_PREPARED", 2)

    async def main() -> list[Any]:
        on_loop = postgresql.on_loop()
        return [
            await on_loop.run(reads(postgresql, f"SELECT $1::int + {number}", (1,))) for number in (1, 2, 3, 4, 1, 4)
        ]

    assert asyncio.run(main()) == [2, 3, 4, 5, 2, 5]


def test_what_psycopg_deallocates_is_not_missed(postgresql: Database) -> None:
    """It does so when it rolls back, to a savepoint too, if it has prepared anything itself."""

    def asks_often(db: Connection) -> None:
        for _ in range(10):
            db.execute(text("SELECT 1"))

    def takes_back(db: Connection) -> Any:
        asks_often(db)
        with db.begin_nested() as taken_back:
            asks_often(db)
            taken_back.rollback()
        return send(db, "SELECT 'prepared'", rows=True)[0][0]

    async def main() -> list[Any]:
        on_loop = postgresql.on_loop()
        return [await on_loop.run(writes(postgresql, takes_back)) for _ in range(3)]

    writes(postgresql, asks_often)()
    postgresql.close_idle()
    assert asyncio.run(main()) == ["prepared"] * 3


def test_loops_that_have_ended_leave_their_connections_to_others(postgresql: Database) -> None:
    for _ in range(storage.POSTGRESQL_PLACES + 2):
        assert together(postgresql, *[reads(postgresql, "SELECT 1")] * AT_ONCE) == [1] * AT_ONCE


def test_who_disposes_of_the_engine_closes_those_of_a_running_loop(postgresql: Database) -> None:
    async def main() -> None:
        on_loop = postgresql.on_loop()
        await on_loop.run(reads(postgresql, "SELECT 1"))
        assert on_loop.connections.idle == 1
        await asyncio.to_thread(postgresql.engine.dispose)
        assert on_loop.connections.idle == 0
        assert await on_loop.run(reads(postgresql, "SELECT 1")) == 1

    asyncio.run(main())


def test_behind_a_pooler_nothing_is_done_on_the_loop(postgresql: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "begin_session", lambda driver: setattr(driver, "is_pooled", True))

    async def main() -> list[Any]:
        works = [postgresql.on_loop().run(reads(postgresql, "SELECT 1")) for _ in range(2)]
        return await asyncio.gather(*works, return_exceptions=True)

    assert [type(refusal) for refusal in asyncio.run(main())] == [NotOnLoop, NotOnLoop]
    assert postgresql.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
