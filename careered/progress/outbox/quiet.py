"""When a changed score goes: at once at the end of a lesson, else after ten minutes without another change.

Platforms tell a pupil's phone of every score. Nine requirements reached in one lesson are one message, not nine; and
two at most where the pupil pauses, however often: another one in the middle of a lesson waits for two hours after the
last, which is longer than a double lesson (docs/decisions/0006).
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, update

from careered.clock import now
from careered.db.prefetch import Row
from careered.progress.tables import ScoreDelivery

QUIET, REST = timedelta(minutes=10), timedelta(hours=2)
AT_ONCE = timedelta(0)
_deliveries = ScoreDelivery.__table__


def due_at(current: Row | None, moment: datetime, wait: timedelta) -> datetime:
    """When a score that changes at a moment is sent. What is due already and not being sent stays due."""
    is_due = current and current["next_attempt_at"] and current["next_attempt_at"] <= moment
    is_leased = current and current["leased_until"] and current["leased_until"] > moment
    if current and is_due and not is_leased:
        due: datetime = current["next_attempt_at"]
        return due
    delivered_at = (moment if is_leased else current["delivered_at"]) if current and wait else None
    return max(moment + wait, delivered_at + REST) if delivered_at else moment + wait


def is_quiet(row: Row) -> bool:
    """Whether a delivery waits only for more answers."""
    if not row["next_attempt_at"]:
        return False
    ends = {row["desired_at"] + QUIET, row["desired_at"] + REST, (row["delivered_at"] or row["desired_at"]) + REST}
    return row["next_attempt_at"] in ends


def waits_quietly(row: Row) -> bool:
    """Whether `end_quiet` would send a delivery now."""
    is_waiting = row["state"] == "waiting" and row["attempts"] == 0
    return is_waiting and row["next_attempt_at"] is not None and row["next_attempt_at"] > now()


def end_quiet(db: Connection, **key: str) -> None:
    """What waits for more answers goes now. key: columns of the deliveries meant; none for all."""
    of_key = [_deliveries.c[name] == value for name, value in key.items()]
    is_waiting = and_(_deliveries.c.state == "waiting", _deliveries.c.attempts == 0)
    not_due = _deliveries.c.next_attempt_at > now()
    db.execute(update(_deliveries).where(is_waiting, not_due, *of_key).values(next_attempt_at=now()))
