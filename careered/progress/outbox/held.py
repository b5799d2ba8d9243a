"""Scores that are held back: a lower share than the platform has, which no staff of the class asked for.

An administrator's act (a new school year, another pack version) may lower a figure here; a gradebook is lowered only
when staff of the class say so (docs/decisions/0020).
"""

from sqlalchemy import ColumnElement, Connection, and_, not_, update

from careered.clock import now
from careered.db.prefetch import Row
from careered.db.queries import where_equal
from careered.progress.tables import ScoreDelivery

_deliveries = ScoreDelivery.__table__
_IS_HELD: ColumnElement[bool] = and_(
    _deliveries.c.delivered_score.is_not(None),
    _deliveries.c.desired_score * _deliveries.c.delivered_maximum
    < _deliveries.c.delivered_score * _deliveries.c.score_maximum,
    _deliveries.c.may_lower.is_(False),
)
IS_SENDABLE = not_(_IS_HELD)
"""The deliveries that may be sent as they are."""


def is_lower(score: tuple[int, int], delivered: tuple[int, int] | None) -> bool:
    """Whether a score of a maximum is a smaller share than the delivered one."""
    return delivered is not None and score[0] * delivered[1] < delivered[0] * score[1]


def is_held(row: Row) -> bool:
    """Whether a delivery waits for staff of the class, because the platform has a higher share."""
    if row["delivered_score"] is None or row["may_lower"]:
        return False
    desired = (row["desired_score"], row["score_maximum"])
    return is_lower(desired, (row["delivered_score"], row["delivered_maximum"]))


def allow_lower(db: Connection, organisation_id: str, class_id: str) -> int:
    """Staff of a class say that its lower scores may be sent. Returns how many."""
    of_class = where_equal(_deliveries, organisation_id=organisation_id, class_id=class_id)
    values = {"may_lower": True, "next_attempt_at": now(), "state": "waiting", "attempts": 0}
    return db.execute(update(_deliveries).where(of_class & _IS_HELD).values(**values)).rowcount
