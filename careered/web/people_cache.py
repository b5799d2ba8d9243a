"""The cache of pages that name people: few, for minutes, and none once somebody has been erased.

Nobody is shown what is no longer so: what is cached is known by a version of all that it shows. This is about how long
names stay in memory that nobody asks for any more.

What was read before somebody was erased is not cached after it. So who reads says when it begins (`begin_reading`).
"""

import asyncio
import threading
import time
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, ClassVar, Generic, TypeVar

T = TypeVar("T")
CACHED_SECONDS = 600.0
FORGETS_EVERY_SECONDS = 60.0
Place = tuple[Hashable, ...]
"""Organisation id, class id, and whatever else makes a place of its own."""


class _Forgetting:
    """How often this process has forgotten anything."""

    times = 0


_forgotten: ContextVar[int | None] = ContextVar("forgotten", default=None)
"""How often this process had forgotten when a thread, or greenlet, began to read; None where it has not said so."""
_FORGETTING_LOCK = threading.Lock()


class PeopleCache(Generic[T]):
    """Of each place the latest, `most` places; beyond that the one made first goes. Safe in threads."""

    everywhere: ClassVar[list["PeopleCache[Any]"]] = []

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._cached: dict[Place, tuple[Hashable, T, float]] = {}
        self.everywhere.append(self)

    def get(self, place: Place, version: Hashable, make: Callable[[], T]) -> T:
        """What belongs to a place in a version, made where another one is cached, or none."""
        return self.renewed(place, version, lambda _former: make())

    def renewed(self, place: Place, version: Hashable, make: Callable[[T | None], T]) -> T:
        """As `get`; what is cached of another version is given to `make`, which may take over what is the same."""
        found = self._cached.get(place)
        if found and found[0] == version:
            return found[1]
        begun = _forgotten.get()
        known = _Forgetting.times if begun is None else begun
        made = make(found[1] if found else None)
        with self._lock:
            if known != _Forgetting.times:  # made of what may have been erased meanwhile
                return made
            self._cached.pop(place, None)
            self._cached[place] = (version, made, time.monotonic())
            if len(self._cached) > self._most:
                del self._cached[next(iter(self._cached))]
        return made

    def forget(self, is_forgotten: Callable[[Place, float], bool]) -> None:
        """Forget these places. is_forgotten: by the place and the moment when it was made."""
        with _FORGETTING_LOCK:  # counted before: who caches something afterwards sees it
            _Forgetting.times += 1
        with self._lock:
            self._cached = {place: one for place, one in self._cached.items() if not is_forgotten(place, one[2])}

    @property
    def texts(self) -> list[str]:
        """All that is cached."""
        with self._lock:
            return [str(made) for _version, made, _at in self._cached.values()]


def begin_reading() -> None:
    """From now on this thread, or greenlet, reads in one go, what it may cache afterwards.

    Without it: from when it draws it on.
    """
    _forgotten.set(_Forgetting.times)


def forget_old() -> None:
    """Forget what was made more than CACHED_SECONDS ago, though it may still be so."""
    oldest = time.monotonic() - CACHED_SECONDS
    for cache in PeopleCache.everywhere:
        cache.forget(lambda _place, made_at: made_at < oldest)


def forget(organisation_id: str, class_id: str = "") -> None:
    """Forget a class, or a whole organisation. Other processes do so when it is old (`forget_old`)."""
    wanted = (organisation_id, class_id) if class_id else (organisation_id,)
    for cache in PeopleCache.everywhere:
        cache.forget(lambda place, _made_at: place[: len(wanted)] == wanted)


async def forget_regularly() -> None:
    """Until cancelled."""
    while True:
        await asyncio.sleep(FORGETS_EVERY_SECONDS)
        forget_old()
