"""Short writes that come at once are stored together, and each of them is told only what is true of its own."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from careered.db import writer
from careered.db.compiled import send
from careered.db.engine import Database
from careered.db.faults import StorageBusy, StorageFull
from careered.db.pooler import LOCK_TIMEOUT_SECONDS
from careered.db.writer import Writer
from careered.web import group_commit
from careered.web.group_commit import GroupCommit


class Visitors:
    """A database with a list of who came, who is written down by a group commit."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        with self.database.transaction() as db:
            send(db, "CREATE TABLE visitor (name TEXT PRIMARY KEY)")
        assert self.database.writer
        self.writer: Writer = self.database.writer
        self.group = GroupCommit()
        self.commits, self._commit = 0, self.writer.commit
        self.writer.commit = self._count_and_commit  # type: ignore[method-assign]

    def come(self, *names: str) -> list[Any]:
        """They come in the same moment. Returns what each is told: a greeting, or the fault."""
        return asyncio.run(_all([partial(self.note, name) for name in names]))

    async def note(self, name: str) -> str:
        """One comes."""
        return await self.group.run(self.writer, lambda db: _note(db, name))

    def _count_and_commit(self, connection: Connection) -> None:
        self.commits += 1
        self._commit(connection)

    def stored(self) -> list[str]:
        """Who is on the list."""
        with self.database.reading() as db:
            return [name for (name,) in send(db, "SELECT name FROM visitor ORDER BY name", rows=True)]


async def _all(comers: list[Callable[[], Awaitable[str]]]) -> list[Any]:
    return await asyncio.gather(*[one() for one in comers], return_exceptions=True)


def _note(db: Connection, name: str) -> str:
    send(db, "INSERT INTO visitor VALUES (?)", (name,))
    if name == "Otso":
        raise LookupError(name)
    return f"Hello {name}"


@pytest.fixture
def visitors(tmp_path: Path) -> Iterator[Visitors]:
    here = Visitors(f"sqlite:///{tmp_path}/visitors.sqlite3")
    yield here
    asyncio.run(here.group.shutdown())
    here.database.engine.dispose()


def test_who_comes_at_once_is_stored_by_one_commit(visitors: Visitors) -> None:
    assert visitors.come("Aava", "Eino", "Lumi") == ["Hello Aava", "Hello Eino", "Hello Lumi"]
    assert (visitors.stored(), visitors.commits) == (["Aava", "Eino", "Lumi"], 1)


def test_who_comes_while_another_is_stored_is_stored_next(visitors: Visitors) -> None:
    late: list[asyncio.Task[str]] = []

    async def first() -> str:
        def work(db: Connection) -> str:
            late.append(asyncio.create_task(visitors.note("Eino")))
            return _note(db, "Aava")

        return await visitors.group.run(visitors.writer, work) + ", " + await late[0]

    assert asyncio.run(first()) == "Hello Aava, Hello Eino"
    assert (visitors.stored(), visitors.commits) == (["Aava", "Eino"], 2)


def test_who_is_refused_leaves_nothing_and_takes_nobody_along(visitors: Visitors) -> None:
    told = visitors.come("Aava", "Otso", "Lumi")
    assert [str(one) for one in told] == ["Hello Aava", "Otso", "Hello Lumi"]
    assert visitors.stored() == ["Aava", "Lumi"]


def test_who_is_on_the_list_already_takes_nobody_along(visitors: Visitors) -> None:
    visitors.come("Eino")
    told = visitors.come("Aava", "Eino", "Lumi")
    assert [type(one) for one in told] == [str, IntegrityError, str]
    assert visitors.stored() == ["Aava", "Eino", "Lumi"]


def test_who_has_gone_before_their_turn_is_not_stored(visitors: Visitors) -> None:
    async def one_goes_away() -> str:
        gone = asyncio.create_task(visitors.note("Aava"))
        stays = asyncio.create_task(visitors.note("Eino"))
        await asyncio.sleep(0)  # both wait
        gone.cancel()
        return await stays

    assert (asyncio.run(one_goes_away()), visitors.stored()) == ("Hello Eino", ["Eino"])


def test_after_another_process_was_in_the_way_everybody_waits_as_patiently_as_before(
    visitors: Visitors, tmp_path: Path
) -> None:
    visitors.come("Aava")
    with closing(sqlite3.connect(tmp_path / "visitors.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert visitors.writer.try_begin() is None
        other.rollback()
    with visitors.database.reading() as db:
        assert send(db, "PRAGMA busy_timeout", rows=True) == [(int(LOCK_TIMEOUT_SECONDS * 1000),)]
    assert visitors.come("Eino") == ["Hello Eino"]


def test_nobody_is_told_so_who_is_not_stored(visitors: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full at the COMMIT."""
    visitors.come("Aava")

    def full(db: Connection, sql: str) -> list[Any]:
        if sql == "COMMIT":
            raise StorageFull
        return send(db, sql)

    with monkeypatch.context() as patch:
        patch.setattr(writer, "send", full)
        assert {type(one) for one in visitors.come("Eino", "Lumi")} == {StorageFull}
    assert visitors.come("Pihla") == ["Hello Pihla"]
    assert visitors.stored() == ["Aava", "Pihla"]


def test_another_writer_is_waited_for_in_the_thread(visitors: Visitors) -> None:
    visitors.come("Aava")

    async def come_while_somebody_writes() -> str:
        with visitors.database.transaction() as db:
            coming = asyncio.create_task(visitors.note("Eino"))
            await asyncio.sleep(0)  # the event loop goes on
            await asyncio.sleep(0)
            send(db, "INSERT INTO visitor VALUES ('Lumi')")
        return await coming

    assert asyncio.run(come_while_somebody_writes()) == "Hello Eino"
    assert visitors.stored() == ["Aava", "Eino", "Lumi"]


def test_who_has_waited_too_long_is_told_so_and_not_stored(visitors: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE_SECONDS", -1.0)
    (told,) = visitors.come("Aava")
    assert (type(told), visitors.stored()) == (StorageBusy, [])


def test_who_comes_while_the_server_ends_is_stored_before_it_has_ended(visitors: Visitors) -> None:
    async def come_at_the_end() -> str:
        with visitors.database.transaction():
            coming = asyncio.create_task(visitors.note("Aava"))
            await asyncio.sleep(0)
            ending = asyncio.create_task(visitors.group.shutdown())
            await asyncio.sleep(0)
        await ending
        return await coming

    assert (asyncio.run(come_at_the_end()), visitors.stored()) == ("Hello Aava", ["Aava"])


def test_who_is_left_waiting_when_the_server_is_gone_keeps_nobody_out(visitors: Visitors) -> None:
    async def leave() -> None:
        leaving.append(asyncio.create_task(visitors.note("Aava")))
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    leaving: list[asyncio.Task[str]] = []
    with visitors.database.transaction():
        asyncio.run(leave())  # and what waits for the transaction is cancelled
    visitors.group.thread.shutdown()
    with visitors.database.transaction() as db:
        send(db, "INSERT INTO visitor VALUES ('Eino')")
    assert visitors.stored() == ["Eino"]


def test_for_other_processes_nobody_waits_longer_than_for_their_own(
    visitors: Visitors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[int] = []

    def listen(db: Connection, sql: str) -> list[Any]:
        waits.extend(int(ms) for ms in sql.split("PRAGMA busy_timeout=")[1:])
        return send(db, sql)

    monkeypatch.setattr(writer, "send", listen)
    monkeypatch.setattr(group_commit, "PATIENCE_SECONDS", 0.1)
    with closing(sqlite3.connect(tmp_path / "visitors.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert [type(one) for one in visitors.come("Aava")] == [StorageBusy]
        other.rollback()
    assert 0 < max(waits) <= 100


def test_who_has_waited_in_vain_takes_nobody_along(visitors: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    visitors.come("Aava")
    waited: list[float] = []
    really = visitors.writer.begin

    def in_vain_once(seconds: float) -> Connection:
        waited.append(seconds)
        if len(waited) == 1:
            raise StorageBusy
        return really(seconds)

    monkeypatch.setattr(visitors.writer, "try_begin", lambda: None)
    monkeypatch.setattr(visitors.writer, "begin", in_vain_once)
    assert [type(one) for one in visitors.come("Eino", "Lumi")] == [StorageBusy, str]
    assert visitors.stored() == ["Aava", "Lumi"]
