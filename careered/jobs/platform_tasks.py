"""Tasks that make calls to platforms, in threads: at most one at a time for each platform, and platforms take turns."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

MAX_PLATFORMS_AT_ONCE = 32  # each is a thread that mostly waits
T = TypeVar("T")


class PlatformTasks:
    """The tasks that are running, by platform. For the worker's own thread."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(MAX_PLATFORMS_AT_ONCE, thread_name_prefix="careered-platform")
        self._by_platform: dict[str, Future[object]] = {}

    def forget_done(self) -> None:
        """Whoever's task is done may have another one."""
        self._by_platform = {platform: task for platform, task in self._by_platform.items() if not task.done()}

    @property
    def platforms(self) -> set[str]:
        """Ids of the platforms with a task, until `forget_done` after its end."""
        return set(self._by_platform)

    @property
    def running(self) -> list[Future[object]]:
        """The tasks that are not done."""
        return [task for task in self._by_platform.values() if not task.done()]

    @property
    def has_thread(self) -> bool:
        """Whether a new task would begin at once; otherwise it would hold its leases meanwhile."""
        return len(self._by_platform) < MAX_PLATFORMS_AT_ONCE

    def submit(self, platform_id: str, work: Callable[[], object]) -> None:
        """Begin a task of a platform that has none. work: raises nothing."""
        self._by_platform[platform_id] = self._pool.submit(work)

    def shut_down(self) -> None:
        """Begin no more, and wait for those that are running."""
        self._pool.shutdown(wait=True, cancel_futures=True)


class PlatformTurns:
    """Which platforms have had their turn with one kind of work.

    So a platform with thousands of scores, or one that refuses each at once, goes before nobody twice.
    """

    def __init__(self) -> None:
        self._served = set[str]()

    def next(self, unavailable: set[str], find: Callable[[set[str]], Sequence[T]]) -> Sequence[T]:
        """What is due of platforms that have not had their turn; where there is none, everybody's next turn begins.

        find: what is due, without that of some platforms. unavailable: those that can have nothing now.
        """
        others = self._served - unavailable  # who is excluded only for having had a turn
        found = find(unavailable | self._served)
        if not found:
            self._served.clear()
        return found or (find(unavailable) if others else found)

    def note(self, platform_id: str) -> None:
        """A platform has its turn."""
        self._served.add(platform_id)
