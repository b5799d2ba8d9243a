"""What is kept in memory of pages that name people: few, for minutes, and none once somebody has been erased.

Nobody is shown what is no longer so: what is kept is known by a version of all that it shows. This is about how long
names stay in memory that nobody asks for any more.

What was read before somebody was erased is not kept after it. So who reads says when it begins (`begin_reading`).
"""

import asyncio
import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, ClassVar, Generic, TypeVar

T = TypeVar("T")
KEPT_SECONDS = 600.0
FORGETS_EVERY_SECONDS = 60.0
Place = tuple[Hashable, ...]
"""Organisation id, class id, and whatever else makes a place of its own."""


class _Reading(threading.local):
    """forgotten: how often this process had forgotten when the thread began to read; None where it has not said so."""

    forgotten: int | None = None


class _Forgetting:
    """How often this process has forgotten anything."""

    times = 0


_reading, _FORGETTING_LOCK = _Reading(), threading.Lock()


class KeptPeople(Generic[T]):
    """Of each place the latest, `most` places; beyond that the one made first goes. Safe in threads."""

    everywhere: ClassVar[list["KeptPeople[Any]"]] = []

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._kept: dict[Place, tuple[Hashable, T, float]] = {}
        self.everywhere.append(self)

    def get(self, place: Place, version: Hashable, make: Callable[[], T]) -> T:
        """What belongs to a place in a version, made where another one is kept, or none."""
        return self.renewed(place, version, lambda _former: make())

    def renewed(self, place: Place, version: Hashable, make: Callable[[T | None], T]) -> T:
        """As `get`; what is kept of another version is given to `make`, which may take over what is the same."""
        kept = self._kept.get(place)
        if kept and kept[0] == version:
            return kept[1]
        known = _Forgetting.times if _reading.forgotten is None else _reading.forgotten
        made = make(kept[1] if kept else None)
        with self._lock:
            if known != _Forgetting.times:  # made of what may have been erased meanwhile
                return made
            self._kept.pop(place, None)
            self._kept[place] = (version, made, time.monotonic())
            if len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        return made

    def forget(self, is_forgotten: Callable[[Place, float], bool]) -> None:
        """Keep nothing of these places. is_forgotten: by the place and the moment when it was made."""
        with _FORGETTING_LOCK:  # counted before: who keeps something afterwards sees it
            _Forgetting.times += 1
        with self._lock:
            self._kept = {place: kept for place, kept in self._kept.items() if not is_forgotten(place, kept[2])}

    @property
    def texts(self) -> list[str]:
        """All that is kept."""
        with self._lock:
            return [str(made) for _version, made, _at in self._kept.values()]


def begin_reading() -> None:
    """From now on this thread reads, in one go, what it may keep afterwards. Without it: from when it draws it on."""
    _reading.forgotten = _Forgetting.times


def forget_old() -> None:
    """Keep nothing that was made more than KEPT_SECONDS ago, though it may still be so."""
    oldest = time.monotonic() - KEPT_SECONDS
    for kept in KeptPeople.everywhere:
        kept.forget(lambda _place, made_at: made_at < oldest)


def forget(organisation_id: str, class_id: str = "") -> None:
    """Keep nothing of a class, or of a whole organisation. Other processes do so when it is old (`forget_old`)."""
    wanted = (organisation_id, class_id) if class_id else (organisation_id,)
    for kept in KeptPeople.everywhere:
        kept.forget(lambda place, _made_at: place[: len(wanted)] == wanted)


async def forget_regularly() -> None:
    """Until cancelled."""
    while True:
        await asyncio.sleep(FORGETS_EVERY_SECONDS)
        forget_old()
