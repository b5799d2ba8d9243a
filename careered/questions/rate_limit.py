"""In-memory sliding-window rate limiter for questions. Nothing is persisted, so nothing tells who asked, or when.

Best effort: each process counts for itself, and a restart resets it. The hard limit is `anonymous.MAX_OPEN`
unanswered anonymous questions in a class.
"""

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable

MAX_REQUESTS, WINDOW_SECONDS = 5, 3600.0


class RateLimiter:
    """At most MAX_REQUESTS a person within WINDOW_SECONDS. Thread-safe. clock: seconds, monotonic."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._request_times: defaultdict[str, deque[float]] = defaultdict(deque)

    def allow(self, person_id: str) -> bool:
        """Whether one more request is allowed; if so, it is counted."""
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
