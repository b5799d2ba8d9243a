"""Total time of a piece of work, besides the time of each read: a platform that drips must not hold a thread for long.

A limit belongs to the thread that works; an inner one cannot outlast an outer one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

_deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Within, remaining_seconds counts down from `seconds`."""
    token = _deadline.set(min(_deadline.get(), monotonic() + seconds))
    try:
        yield
    finally:
        _deadline.reset(token)


def remaining_seconds() -> float:
    """Seconds that this thread's work may still take: 0 when time is up, infinite without a limit."""
    return max(0.0, _deadline.get() - monotonic())
