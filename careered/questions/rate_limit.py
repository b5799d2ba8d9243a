"""How often somebody may ask. Counted in memory only: nothing that is written tells who asked, or when.

Each process counts for itself, and a restart forgets: a brake for a flood, not a fence. What holds for certain is
that a class has at most `anonymous.MAX_OPEN` open questions without a name.
"""

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable

MAX_REQUESTS, WINDOW_SECONDS = 5, 3600.0


class RateLimiter:
    """Who has asked how often within the last hour."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._request_times: defaultdict[str, deque[float]] = defaultdict(deque)

    def allow(self, person_id: str) -> bool:
        """Whether one more is allowed; if so, it is counted."""
        with self._lock:
            self._prune()
            request_times = self._request_times[person_id]
            if len(request_times) >= MAX_REQUESTS:
                return False
            request_times.append(self._clock())
            return True

    def _prune(self) -> None:
        window_start = self._clock() - WINDOW_SECONDS
        for person_id, request_times in list(self._request_times.items()):
            while request_times and request_times[0] < window_start:
                request_times.popleft()
            if not request_times:
                del self._request_times[person_id]
