"""Greenlets: plain functions on the event loop that may wait; meanwhile the loop goes on.

What SQLAlchemy's asyncio extension does with a new greenlet for each piece of work is done here with few that stay: a
new one costs as much as a small statement (22 microseconds, measured), because Python maps memory for its frames.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from greenlet import GreenletExit, getcurrent, greenlet

from careered.db.faults import StorageBusy

T = TypeVar("T")


def is_in_greenlet() -> bool:
    """Whether `wait_for` can be called here."""
    return isinstance(getcurrent(), _Greenlet)


def wait_for(awaitable: Awaitable[T]) -> T:
    """In a greenlet: what `awaitable` gives or raises, once it is there. Raises RuntimeError elsewhere."""
    current = getcurrent()
    if not isinstance(current, _Greenlet):
        raise RuntimeError("outside a greenlet")
    answer: T = current.parent.switch(awaitable)
    return answer


class Greenlets:
    """So many pieces of work at once, on one event loop; who comes then waits in turn."""

    def __init__(self, count: int, patience: float) -> None:
        """patience: seconds that a piece of work waits until it can begin."""
        self._idle = [_Greenlet() for _ in range(count)]
        self._patience = patience
        self._waiting: deque[asyncio.Future[_Greenlet]] = deque()

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises. Raises StorageBusy where it could not begin."""
        lent = self._idle.pop() if self._idle else await self._next()
        try:
            result: T = await lent.do(work)
        finally:
            self._hand_on(lent)
        return result

    async def _next(self) -> "_Greenlet":
        turn: asyncio.Future[_Greenlet] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._patience):
                return await turn
        except BaseException as fault:
            if turn.done() and not turn.cancelled():  # handed on in the same moment
                self._hand_on(turn.result())
            raise (StorageBusy("greenlets") if isinstance(fault, TimeoutError) else fault) from None

    def _hand_on(self, lent: "_Greenlet") -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # else who waited has gone
                turn.set_result(lent)
                return
        self._idle.append(lent)


class _Greenlet(greenlet):  # type: ignore[misc]
    """One that does one piece of work after the other; between them nothing of the last one stays."""

    def __init__(self) -> None:
        super().__init__(self._work_on)
        self._work: Callable[[], Any] | None = None
        self._result: Any = None
        self._fault: BaseException | None = None

    async def do(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises."""
        self._work = work
        awaited = self.switch()
        while awaited is not None:
            try:
                answer = await awaited
            except BaseException as raised:
                awaited = self.throw(raised)
            else:
                awaited = self.switch(answer)
        result, fault, self._result, self._fault = self._result, self._fault, None, None
        if fault is not None:
            raise fault
        returned: T = result
        return returned

    def _work_on(self) -> None:
        while True:
            self._do_one()
            self.parent.switch(None)

    def _do_one(self) -> None:
        work, self._work = self._work, None
        try:
            self._result = work() if work else None
        except GreenletExit:  # collected: the loop has ended in the middle of it
            raise
        except BaseException as raised:
            self._fault = raised
