"""The table of cases: id, what the answer must be, and how to provoke it."""

from collections.abc import Callable
from dataclasses import dataclass

from httpx2 import Response

from tests.corpus.attempt import LaunchAttempt

Provoke = Callable[[LaunchAttempt], Response]


@dataclass(frozen=True)
class Case:
    """One bad or odd input. status, code: of the answer. writes: whether it may store a person or a session."""

    id: str
    status: int
    code: str
    provoke: Provoke
    writes: bool = False


CASES: dict[str, Case] = {}


def case(number: str, status: int, code: str = "", *, writes: bool = False) -> Callable[[Provoke], Provoke]:
    """Register a case."""

    def register(provoke: Provoke) -> Provoke:
        assert number not in CASES, number
        CASES[number] = Case(number, status, code, provoke, writes)
        return provoke

    return register
