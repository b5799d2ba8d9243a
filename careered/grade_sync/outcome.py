"""Outcome of one attempt to send a score: pure functions from the platform's answer to the next state.

No score is given up silently: every outcome has a state that is shown, and a next attempt unless it is delivered or
parked.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from careered.progress.outbox.states import PARKED, RECHECKED

INITIAL_WAIT_SECONDS, REJECTED_WAIT_SECONDS, MAX_WAIT_SECONDS = 5.0, 15.0, 15 * 60.0
RECHECK_INTERVAL = timedelta(hours=12)
MAX_CONFLICT_RETRIES = 3


@dataclass(frozen=True)
class Outcome:
    """State of a delivery after an attempt (values: progress.outbox.states).

    next_attempt_at: None if nothing is left to send, or until somebody acts. pauses_platform: no request to the
    platform before next_attempt_at. is_unreachable: the platform did not answer, so the rest of the batch is released.
    is_attempt: whether the platform was asked.
    """

    state: str
    next_attempt_at: datetime | None
    is_delivered: bool = False
    pauses_platform: bool = False
    is_unreachable: bool = False
    is_attempt: bool = True


def delivered() -> Outcome:
    """The platform has the score."""
    return Outcome("delivered", None, is_delivered=True)


def retry(now: datetime, attempts: int, retry_after: float | None = None) -> Outcome:
    """Retry after `retry_after` seconds (the Retry-After header), else with full jitter, 5 s doubling to 15 min."""
    max_seconds = min(MAX_WAIT_SECONDS, INITIAL_WAIT_SECONDS * 2 ** min(attempts, 10))
    seconds = retry_after if retry_after is not None else random.uniform(1, max_seconds)  # noqa: S311 - spreads load, no secret
    return Outcome(
        "retrying", now + timedelta(seconds=seconds), pauses_platform=retry_after is not None, is_unreachable=True
    )


def rejected(reason: str, now: datetime) -> Outcome:
    """The platform rejected the score for a reason that a short wait does not remove.

    Deliberate states (a deleted line item, a concluded course) are parked: sending resumes when a launch brings a line
    item again, or when the teacher resumes it. Everything else is retried twice a day.
    """
    if reason in PARKED:
        return Outcome(reason, None)
    return Outcome(reason if reason in RECHECKED else "refused", now + RECHECK_INTERVAL)


def client_rejected(now: datetime, rejections: int) -> Outcome:
    """The token endpoint rejected our client: pause all deliveries to this platform, 15 s, then 1, 4 and 15 min.

    rejections: how many came before this one without a score in between. Short at first: a platform says the same
    when it could not fetch our key set during a restart of ours.
    """
    seconds = min(MAX_WAIT_SECONDS, REJECTED_WAIT_SECONDS * 4 ** min(rejections, 10))
    return Outcome("refused", now + timedelta(seconds=seconds), pauses_platform=True)


def conflicting(now: datetime, attempts: int) -> Outcome:
    """The platform has a score with a later timestamp (AGS 3.4). After three retries it is the teacher's own: kept."""
    if attempts < MAX_CONFLICT_RETRIES:
        return Outcome("waiting", now + timedelta(seconds=2 + attempts))
    return Outcome("newer_in_platform", None)


def not_yet(next_attempt_at: datetime) -> Outcome:
    """Nothing failed: the score may only be sent later. Pauses nothing."""
    return Outcome("waiting", next_attempt_at, is_attempt=False)
