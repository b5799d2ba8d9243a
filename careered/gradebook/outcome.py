"""What becomes of a wish after an attempt: plain functions from the platform's answer to the next state.

Nothing is ever given up silently: every outcome has a state in words and, unless delivered, a next time.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from careered.progress.delivery_states import PARKED

FIRST_WAIT, LONGEST_WAIT = 5.0, 15 * 60.0
LOOK_AGAIN = timedelta(hours=12)
CONFLICTS_BELIEVED = 3


@dataclass(frozen=True)
class Outcome:
    """state: a word of the ledger. due: when to try again, None when there is nothing left to send.

    pause: until then the platform is not asked for anything, by nobody's wish. away: it did not answer, so it is no
    use to try the next wish at once.
    """

    state: str
    due: datetime | None
    delivered: bool = False
    pause: bool = False
    away: bool = False


def delivered() -> Outcome:
    """The platform shows the mark."""
    return Outcome("delivered", None, delivered=True)


def retry(at: datetime, attempts: int, wait: float | None = None) -> Outcome:
    """Try again: after the platform's own Retry-After, else with full jitter, 5 s doubling to 15 min."""
    ceiling = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts, 10))
    seconds = wait if wait is not None else random.uniform(1, ceiling)  # noqa: S311 - spreads load, no secret
    return Outcome("retrying", at + timedelta(seconds=seconds), pause=wait is not None, away=True)


def turned_down(words: str, at: datetime) -> Outcome:
    """The platform refused for a reason that waiting a little will not mend.

    What somebody did on purpose (a deleted column, a course that has ended) is parked: it goes on when the activity
    brings a column again, or when the teacher says so. All else is looked at again twice a day.
    """
    if words in PARKED:
        return Outcome(words, None)
    return Outcome("not_in_course" if words == "not_in_course" else "refused", at + LOOK_AGAIN)


def unknown_here(at: datetime) -> Outcome:
    """The platform gives us no token at all: nobody's mark can be sent until somebody mends the connection."""
    return Outcome("refused", at + timedelta(seconds=LONGEST_WAIT), pause=True)


def conflict(at: datetime, attempts: int) -> Outcome:
    """The platform has a later mark than ours. After some tries it is a teacher's own mark: kept, and said."""
    if attempts < CONFLICTS_BELIEVED:
        return later(at + timedelta(seconds=2 + attempts))
    return Outcome("newer_in_platform", None)


def later(due: datetime) -> Outcome:
    """Nothing failed, it is only not the moment: the mark is on its way, and the platform has been silent to nobody."""
    return Outcome("waiting", due)
