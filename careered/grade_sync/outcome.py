"""What becomes of a wish after an attempt: plain functions from the platform's answer to the next state.

Nothing is ever given up silently: every outcome has a state in words and, unless delivered, a next time.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from careered.progress.outbox.states import PARKED

INITIAL_WAIT_SECONDS, MAX_WAIT_SECONDS = 5.0, 15 * 60.0
RECHECK_INTERVAL = timedelta(hours=12)
MAX_CONFLICT_RETRIES = 3


@dataclass(frozen=True)
class Outcome:
    """state: a word of the ledger. due: when to try again, None when there is nothing left to send.

    pause: until then the platform is not asked for anything, by nobody's wish. away: it did not answer, so it is no
    use to try the next wish at once.
    """

    state: str
    next_attempt_at: datetime | None
    is_delivered: bool = False
    pauses_platform: bool = False
    is_unreachable: bool = False


def delivered() -> Outcome:
    """The platform shows the mark."""
    return Outcome("delivered", None, is_delivered=True)


def retry(now: datetime, attempts: int, retry_after: float | None = None) -> Outcome:
    """Try again: after the platform's own Retry-After, else with full jitter, 5 s doubling to 15 min."""
    max_seconds = min(MAX_WAIT_SECONDS, INITIAL_WAIT_SECONDS * 2 ** min(attempts, 10))
    seconds = retry_after if retry_after is not None else random.uniform(1, max_seconds)  # noqa: S311 - spreads load, no secret
    return Outcome(
        "retrying", now + timedelta(seconds=seconds), pauses_platform=retry_after is not None, is_unreachable=True
    )


def rejected(reason: str, now: datetime) -> Outcome:
    """The platform refused for a reason that waiting a little will not mend.

    What somebody did on purpose (a deleted column, a course that has ended) is parked: it goes on when the activity
    brings a column again, or when the teacher says so. All else is looked at again twice a day.
    """
    if reason in PARKED:
        return Outcome(reason, None)
    return Outcome("not_in_course" if reason == "not_in_course" else "refused", now + RECHECK_INTERVAL)


def client_rejected(now: datetime) -> Outcome:
    """The platform gives us no token at all: nobody's mark can be sent until somebody mends the connection."""
    return Outcome("refused", now + timedelta(seconds=MAX_WAIT_SECONDS), pauses_platform=True)


def conflicting(now: datetime, attempts: int) -> Outcome:
    """The platform has a later mark than ours. After some tries it is a teacher's own mark: kept, and said."""
    if attempts < MAX_CONFLICT_RETRIES:
        return not_yet(now + timedelta(seconds=2 + attempts))
    return Outcome("newer_in_platform", None)


def not_yet(next_attempt_at: datetime) -> Outcome:
    """Nothing failed, it is only not the moment: the mark is on its way, and the platform has been silent to nobody."""
    return Outcome("waiting", next_attempt_at)
