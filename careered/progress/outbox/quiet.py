"""When a changed score goes: at once at the end of a lesson, else after ten minutes without another change.

Platforms tell a pupil's phone of every score. Nine requirements reached in one lesson are one message, not nine
(docs/decisions/0006).
"""

from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, and_, update

from careered.clock import now
from careered.progress.tables import ScoreDelivery

QUIET = timedelta(minutes=10)
AT_ONCE = timedelta(0)
_deliveries = ScoreDelivery.__table__


class Delivery(Protocol):
    """A row of `score_delivery`: columns by name."""

    def __getitem__(self, name: str, /) -> Any: ...


def due_at(current: Delivery | None, moment: datetime, wait: timedelta) -> datetime:
    """When a score that changes at a moment is sent. What is due already and not being sent stays due."""
    is_due = current and current["next_attempt_at"] and current["next_attempt_at"] <= moment
    is_leased = current and current["leased_until"] and current["leased_until"] > moment
    return current["next_attempt_at"] if current and is_due and not is_leased else moment + wait


def is_quiet(row: Delivery) -> bool:
    """Whether a delivery waits only for its ten minutes."""
    return bool(row["next_attempt_at"]) and row["next_attempt_at"] - row["desired_at"] == QUIET


def end_quiet(db: Connection, **key: str) -> None:
    """What waits for its ten minutes goes now. key: columns of the deliveries meant; none for all."""
    of_key = [_deliveries.c[name] == value for name, value in key.items()]
    is_waiting = and_(_deliveries.c.state == "waiting", _deliveries.c.attempts == 0)
    not_due = _deliveries.c.next_attempt_at > now()
    db.execute(update(_deliveries).where(is_waiting, not_due, *of_key).values(next_attempt_at=now()))
