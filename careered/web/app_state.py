"""State of the application: settings, database, threads and the singletons of features."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from careered.db.engine import Database
from careered.db.faults import StorageBusy
from careered.db.loop_database import NotOnLoop
from careered.settings import Settings
from careered.web.framing import PageKind, frame_ancestors
from careered.web.group_commit import GroupCommit
from careered.web.heavy_work import HeavyPool, NotReadYet
from careered.web.reader_languages import ReaderLanguages
from careered.web.threads import Threads

T = TypeVar("T")
QUEUE_TIMEOUT_SECONDS = 2.5


@dataclass
class AppState:
    """Long-lived objects that every handler can use; created once by `create_app`.

    A feature stores its own singleton under its type and reads it back by type: `state.get(PackStore)`.
    """

    settings: Settings
    database: Database
    threads: Threads
    singletons: dict[type, object] = field(default_factory=dict)
    reader_languages: ReaderLanguages = field(default_factory=ReaderLanguages)
    heavy: HeavyPool = field(default_factory=HeavyPool)
    _group_commits: WeakKeyDictionary[asyncio.AbstractEventLoop, GroupCommit] = field(default_factory=WeakKeyDictionary)

    @property
    def group_commit(self) -> GroupCommit:
        """Of the running event loop. A server has one; where requests come by several (in tests), each has its own."""
        loop = asyncio.get_running_loop()
        return self._group_commits.get(loop) or self._group_commits.setdefault(loop, GroupCommit())

    def get(self, kind: type[T]) -> T:
        """The singleton stored under its type. Raises KeyError if there is none."""
        return self.singletons[kind]  # type: ignore[return-value]

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Run database work in a worker thread. Raises StorageBusy if it queued longer than QUEUE_TIMEOUT_SECONDS.

        Work that raises NotReadYet from its transaction is run again once that has been read in the heavy pool.
        """
        return await self._when_read(lambda: self._in_database_thread(work))

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run what reads, in a worker thread. Raises as `in_thread`."""
        return await self.in_thread(lambda: self._read(work))

    async def read_shortly(self, work: Callable[[Connection], T]) -> T:
        """Run what reads for microseconds, on the event loop; where it cannot be, as `read`.

        work: may be run twice.
        """
        return await self._when_read(lambda: self._read_shortly(work))

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run a transaction in a worker thread. Raises as `in_thread`."""
        return await self.in_thread(lambda: _in(self.database.transaction(), work))

    async def write_shortly(self, work: Callable[[Connection], T], *, in_transaction: bool = False) -> T:
        """Run a write of few statements on the event loop, on SQLite together with others' writes (group_commit.py).

        in_transaction: whether PostgreSQL needs one for it too; else each statement may be stored by itself there.
        """
        if writer := self.database.writer:
            return await self._when_read(lambda: self.group_commit.run(writer, work))
        begin = self.database.transaction if in_transaction else self.database.single_statements
        return await self._when_read(lambda: self._on_loop(lambda: _in(begin(), work)))

    async def _read_shortly(self, work: Callable[[Connection], T]) -> T:
        if reader := self.database.reader:
            with suppress(StorageBusy), reader as db:
                return work(db)
            return await self._in_database_thread(lambda: self._read(work))
        return await self._on_loop(lambda: _in(self.database.reading(), work))

    async def _on_loop(self, work: Callable[[], T]) -> T:
        """PostgreSQL's short work: in a greenlet of the event loop, or where that cannot be, in a database thread."""
        with suppress(NotOnLoop):
            return await self.database.on_loop().run(work)
        return await self._in_database_thread(work)

    def _read(self, work: Callable[[Connection], T]) -> T:
        if reader := self.database.reader:
            reader.open()
        return _in(self.database.reading(), work)

    async def _when_read(self, run: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await run()
            except NotReadYet as missing:
                await self.heavy.run(partial(missing.read, self.database))

    async def _in_database_thread(self, work: Callable[[], T]) -> T:
        queued_at = time.monotonic()

        def run() -> T:
            if time.monotonic() - queued_at > QUEUE_TIMEOUT_SECONDS:
                raise StorageBusy("threads")
            return work()

        return await self.threads.run(run)

    def frame_ancestors(self, kind: PageKind, origins: Iterable[str] = ()) -> list[str]:
        """The sources of frame-ancestors of a kind of page. origins: what its signed launch named."""
        return frame_ancestors(kind, origins, allow_loopback=self.settings.allow_loopback)


def _in(block: AbstractContextManager[Connection], work: Callable[[Connection], T]) -> T:
    with block as db:
        return work(db)
