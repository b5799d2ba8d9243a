"""Whether the worker has anything to do with a platform: one statement, all that it sends at rest.

It may say yes where nothing can be done yet, as for a platform that is paused; the questions behind it are asked then.
It never says no where one of them would find something.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from careered.db import compiled
from careered.jobs.connection_check import CHECK_REQUESTED, CHECK_TIMEOUT
from careered.lti.notice_subscriptions import RESUBSCRIBE_INTERVAL, due_subscriptions
from careered.lti.tables import ConnectionEventRow
from careered.progress.outbox.held import IS_SENDABLE
from careered.progress.tables import ScoreDelivery
from careered.roster.tables import SchoolClass

_deliveries, _classes, _events = ScoreDelivery.__table__, SchoolClass.__table__, ConnectionEventRow.__table__
_now: Any = bindparam("now")
_is_asked_for = (_events.c.step == CHECK_REQUESTED) & (_events.c.occurred_at > bindparam("asked_after"))
_IS_ANYTHING_DUE = select(
    or_(
        select(_deliveries.c.person_id).where(_deliveries.c.next_attempt_at <= _now, IS_SENDABLE).exists(),
        select(_classes.c.id).where(_classes.c.roster_due_at <= _now).exists(),
        select(_events.c.step).where(_is_asked_for).exists(),
        due_subscriptions(bindparam("subscribed_before")).exists(),
    ).label("is_due")
)


def is_anything_due(db: Connection, moment: datetime) -> bool:
    """Whether a score, a list, a connection check or a subscription may be due at a moment."""
    times = {"asked_after": moment - CHECK_TIMEOUT, "subscribed_before": moment - RESUBSCRIBE_INTERVAL}
    (row,) = compiled.run(db, _IS_ANYTHING_DUE, {"now": moment, **times})
    return bool(row["is_due"])
