"""Group commit: short writes on SQLite, done where the event loop is, and stored together by one COMMIT in a thread.

Measured: two threads that take turns cost more than the work itself, since each brings what Python touches to its own
processor: with sixteen launches at once, a third of all CPU. So what takes microseconds is done at once, and only what
waits (for the disk, for another writer) is done in a thread. What comes meanwhile is stored by the next COMMIT: one for
all of it. Nothing is answered before it is stored.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection

from careered.db.compiled import send
from careered.db.faults import StorageBusy, StorageFault, storage_fault, translate_errors
from careered.db.writer import Writer
from careered.web.threads import Threads

T = TypeVar("T")
PATIENCE_SECONDS = 2.5


@dataclass
class _PendingWrite:
    """One write that waits for its turn, its result, and who waits for that."""

    work: Callable[[Connection], Any]
    done: asyncio.Future[Any]
    came_at: float
    result: Any = None

    @property
    def seconds_left(self) -> float:
        """Of who waits for it; 0 where it has been too long."""
        return max(self.came_at + PATIENCE_SECONDS - time.monotonic(), 0.0)


class GroupCommit:
    """Of one process; used on the event loop only. `work` is short, and reads and writes by the connection it is given.

    Who raises leaves nothing behind, and the others' writes stay.
    """

    def __init__(self) -> None:
        self.thread = Threads(1, "careered-commit")
        self._waiting: list[_PendingWrite] = []
        self._storing: asyncio.Task[None] | None = None

    async def run(self, writer: Writer, work: Callable[[Connection], T]) -> T:
        """What `work` returns, once it is stored. Raises what it raises, and StorageFault where it was not stored."""
        write = _PendingWrite(work, asyncio.get_running_loop().create_future(), time.monotonic())
        self._waiting.append(write)
        if self._storing is None:  # a task of its own: who goes away takes nobody's write along
            self._storing = asyncio.create_task(self._store_all(writer))
        result: T = await write.done
        return result

    async def shutdown(self) -> None:
        """Store what has come, and wait for what is under way."""
        if self._storing is not None:
            await asyncio.wait([self._storing])
        self.thread.shutdown()

    async def _store_all(self, writer: Writer) -> None:
        try:
            while self._waiting:
                writes, self._waiting = self._waiting, []
                try:
                    await self._store(writer, writes)
                except Exception as fault:
                    _refuse(writes, fault)
                except BaseException:  # the server ends
                    _refuse([*writes, *self._waiting], StorageBusy())
                    self._waiting = []
                    raise
        finally:
            self._storing = None

    async def _store(self, writer: Writer, writes: Sequence[_PendingWrite]) -> None:
        try:
            db = writer.try_begin() or await self._begin(writer, writes[0].seconds_left)
        except StorageBusy as busy:  # who came first has waited in vain; the others wait for as long as is left to them
            _refuse(writes[:1], busy)
            self._waiting[:0] = writes[1:]
            return
        try:
            with translate_errors():
                written = [write for write in writes if _is_written(db, write, is_alone=len(writes) == 1)]
        except BaseException:
            writer.rollback()
            raise
        await self.thread.run(lambda: writer.commit(db))
        for write in written:
            if not write.done.done():
                write.done.set_result(write.result)

    async def _begin(self, writer: Writer, seconds: float) -> Connection:
        begun: list[Connection] = []
        try:
            await self.thread.run(lambda: begun.append(writer.begin(seconds)))
        except asyncio.CancelledError:  # the server ends, and nobody else would end what is begun
            self.thread.submit(lambda: writer.rollback() if begun else None)
            raise
        return begun[0]


def _is_written(db: Connection, write: _PendingWrite, *, is_alone: bool) -> bool:
    """Whether a write has been done. Where it has not, who waits for it is told why; a fault ends it for all.

    One that is alone needs no savepoint: what it raises ends the transaction, which is its own.
    """
    if write.done.done():  # who waited has gone
        return False
    if not write.seconds_left:
        _refuse([write], StorageBusy())
        return False
    if is_alone:
        write.result = write.work(db)
        return not write.done.done()
    send(db, "SAVEPOINT one_write")
    try:
        write.result = write.work(db)
    except Exception as refusal:
        if _is_of_storage(refusal):
            raise
        send(db, "ROLLBACK TO one_write")
        _refuse([write], refusal)
    send(db, "RELEASE one_write")
    return not write.done.done()


def _is_of_storage(fault: Exception) -> bool:
    return isinstance(fault, StorageFault) or storage_fault(fault) is not None


def _refuse(writes: Sequence[_PendingWrite], fault: BaseException) -> None:
    for write in writes:
        if not write.done.done():
            write.done.set_exception(fault)
