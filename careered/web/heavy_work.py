"""A small pool for what takes long: documents, packs. Database threads and transactions never wait for it."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from careered.db.engine import Database
from careered.db.faults import StorageBusy
from careered.web.errors import RequestError

T = TypeVar("T")
Owner = tuple[str, str]
"""Organisation id and person id."""
THREADS = 2
QUEUE_TIMEOUT_SECONDS = 30.0


class NotReadYet(Exception):
    """A transaction needs what must first be read, which takes long: it is rolled back, and begins anew after `read`.

    `AppState.in_thread` sees to that. read: runs in a thread that may take its time.
    """

    def __init__(self, read: Callable[[Database], None]) -> None:
        super().__init__()
        self.read = read


class HeavyPool:
    """Threads for long work of this process. Each person has at most one piece of it under way."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="careered-heavy")
        self._owners: set[Owner] = set()  # touched by the event loop only

    async def run_for(self, owner: Owner, work: Callable[[], T]) -> T:
        """Run one person's work. Raises RequestError still_working while their last one is not done, and as `run`."""
        if owner in self._owners:
            raise RequestError("still_working")
        self._owners.add(owner)
        try:
            return await self.run(work)
        finally:
            self._owners.discard(owner)

    async def run(self, work: Callable[[], T]) -> T:
        """Run work that is nobody's own. Raises StorageBusy if it queued longer than QUEUE_TIMEOUT_SECONDS."""
        queued_at = time.monotonic()

        def run() -> T:
            if time.monotonic() - queued_at > QUEUE_TIMEOUT_SECONDS:
                raise StorageBusy("queue")
            return work()

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    def is_working_for(self, owner: Owner) -> bool:
        """Whether a piece of this person's work is queued or under way."""
        return owner in self._owners

    def shutdown(self) -> None:
        """Wait for what is under way; nothing new begins."""
        self._threads.shutdown(cancel_futures=True)
