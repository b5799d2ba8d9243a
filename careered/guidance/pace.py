"""How often somebody may ask. Counted in memory only: nothing that is written tells who asked, or when.

Each process counts for itself, and a restart forgets: a brake for a flood, not a fence. What holds for certain is
that a class has at most `nameless.MOST_OPEN` open questions without a name.
"""

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable

MOST, WINDOW_SECONDS = 5, 3600.0


class Pace:
    """Who has asked how often within the last hour."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)

    def allows(self, person_id: str) -> bool:
        """Whether one more is allowed; if so, it is counted."""
        with self._lock:
            self._forget()
            times = self._times[person_id]
            if len(times) >= MOST:
                return False
            times.append(self._clock())
            return True

    def _forget(self) -> None:
        oldest = self._clock() - WINDOW_SECONDS
        for person_id, times in list(self._times.items()):
            while times and times[0] < oldest:
                times.popleft()
            if not times:
                del self._times[person_id]
