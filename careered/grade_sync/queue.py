"""Score outbox, read side: leases due deliveries to one worker and records outcomes. Same SQL on both databases."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    case,
    exists,
    func,
    not_,
    or_,
    select,
    update,
)

from careered.clock import now
from careered.db.queries import where_equal
from careered.grade_sync.outcome import Outcome
from careered.progress.outbox.held import IS_SENDABLE
from careered.progress.outbox.states import PARKED
from careered.progress.tables import LineItem, ScoreDelivery
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.tables import Enrolment, Person, SchoolClass

LEASE_DURATION = timedelta(seconds=90)
HEADS = (100, 3000, None)
"""How much of the queue is joined; more where nothing of its head goes out. All of 90,000: two seconds a lease."""
_deliveries, _line_items = ScoreDelivery.__table__, LineItem.__table__
_people, _classes, _enrolments = Person.__table__, SchoolClass.__table__, Enrolment.__table__
_DELIVERY_KEY = ("organisation_id", "class_id", "person_id", "line_item_id")
_OF_LINE_ITEM = ("resource_link_id", "label", "line_item_url", "resource_id", "own_maximum")
_IS_PUPIL = (_enrolments.c.role == "pupil") & (
    (_enrolments.c.status == ACTIVE) | _enrolments.c.listed_at.is_(None)  # no list has ever had the person
)
_ADDRESSEES = (
    exists().where(and_(*[_enrolments.c[name] == _deliveries.c[name] for name in _DELIVERY_KEY[:3]]), _IS_PUPIL),
    exists().where(
        and_(*[_line_items.c[name] == _deliveries.c[name] for name in _DELIVERY_KEY[:2]]),
        _line_items.c.id == _deliveries.c.line_item_id,
    ),
)
"""As the joins of `_sendable`: conditions, for counting. Joined, 90,000 took PostgreSQL four times as long."""


@dataclass(frozen=True)
class PendingScore:
    """One score to send, with its line item and user, as stored when it was leased."""

    organisation_id: str
    class_id: str
    person_id: str
    line_item_id: str
    desired_score: int
    score_maximum: int
    desired_at: datetime
    score_timestamp: int
    attempts: int
    platform_id: str
    sub: str
    resource_link_id: str
    label: str
    line_item_url: str
    resource_id: str
    context_id: str
    own_maximum: float | None

    @property
    def key(self) -> dict[str, str]:
        """Primary key of the delivery's row."""
        return {name: getattr(self, name) for name in _DELIVERY_KEY}


def _is_due(before: datetime, busy_platforms: Collection[str] = ()) -> ColumnElement[bool]:
    due = and_(_deliveries.c.next_attempt_at <= before, IS_SENDABLE)
    return and_(due, not_(_of_platforms(busy_platforms))) if busy_platforms else due


def _is_free(moment: datetime) -> ColumnElement[bool]:
    return or_(_deliveries.c.leased_until.is_(None), _deliveries.c.leased_until < moment)


def _of_platforms(platform_ids: Collection[str]) -> ColumnElement[bool]:
    """Deliveries in classes of these platforms."""
    ids = select(_classes.c.id).where(_classes.c.platform_id.in_(sorted(platform_ids)))
    found: ColumnElement[bool] = _deliveries.c.class_id.in_(ids)
    return found


def _sendable(deliveries: Any) -> Select[Any]:
    """Those of some deliveries that go out, by turn: only to a line item of the pupil's own class, and only for
    somebody who is a pupil there."""

    def same_id(table: Any, id_column: str) -> ColumnElement[bool]:
        return and_(table.c.organisation_id == deliveries.c.organisation_id, table.c.id == deliveries.c[id_column])

    joined = (
        deliveries.join(_classes, same_id(_classes, "class_id"))
        .join(_line_items, same_id(_line_items, "line_item_id") & (_line_items.c.class_id == deliveries.c.class_id))
        .join(_people, same_id(_people, "person_id"))
        .join(_enrolments, and_(*[_enrolments.c[name] == deliveries.c[name] for name in _DELIVERY_KEY[:3]]))
    )
    columns = (_classes.c.platform_id, _classes.c.context_id, _people.c.sub)
    statement = select(deliveries, *columns, *(_line_items.c[name] for name in _OF_LINE_ITEM))
    return statement.select_from(joined).where(_IS_PUPIL)


def _first(db: Connection, where: ColumnElement[bool], limit: int) -> Sequence[RowMapping]:
    """The first deliveries that go out, those that have failed last: they do not hold up new ones.

    The joins are made for the head of the queue first.
    """
    for at_most in HEADS:
        due = select(_deliveries).where(where).order_by(*_turn(_deliveries)).limit(at_most).subquery("due")
        rows = db.execute(_sendable(due).order_by(*_turn(due)).limit(limit)).mappings().all()
        if rows:
            return rows
    return ()


def _turn(deliveries: Any) -> tuple[Any, Any]:
    return deliveries.c.attempts, deliveries.c.next_attempt_at


def lease_due(db: Connection, *, busy_platforms: Collection[str], limit: int = 20) -> Sequence[PendingScore]:
    """Lease up to `limit` due deliveries, all of the platform that is not busy and has the first of them.

    A worker gets only the rows that its own update leased.
    """
    moment = now()
    rows = _first(db, _is_due(moment, busy_platforms) & _is_free(moment), 1)
    if rows:
        rows = _first(db, _is_due(moment) & _is_free(moment) & _of_platforms([rows[0]["platform_id"]]), limit)
    return [_pending_score(row) for row in rows if _try_lease(db, row, moment)]


def _try_lease(db: Connection, row: RowMapping, moment: datetime) -> bool:
    where = where_equal(_deliveries, **{name: row[name] for name in _DELIVERY_KEY}) & _is_free(moment)
    return bool(db.execute(update(_deliveries).where(where).values(leased_until=moment + LEASE_DURATION)).rowcount)


def _pending_score(row: RowMapping) -> PendingScore:
    return PendingScore(**{name: row[name] for name in PendingScore.__dataclass_fields__})


def reserve_score_timestamp(db: Connection, pending: PendingScore, score_timestamp: int) -> None:
    """Store the score's timestamp (Unix seconds) before it is sent: after a crash the next one is later, not equal."""
    db.execute(
        update(_deliveries).where(where_equal(_deliveries, **pending.key)).values(score_timestamp=score_timestamp)
    )


def record_outcome(db: Connection, pending: PendingScore, outcome: Outcome) -> None:
    """Store an outcome. A score that changed while it was being sent keeps the time that the change gave it."""
    changed = or_(
        _deliveries.c.desired_score != pending.desired_score, _deliveries.c.score_maximum != pending.score_maximum
    )
    values: dict[str, object] = {
        "state": case((changed, "waiting"), else_=outcome.state),
        "next_attempt_at": case((changed, _deliveries.c.next_attempt_at), else_=outcome.next_attempt_at),
        "attempts": 0 if outcome.is_delivered else pending.attempts + outcome.is_attempt,
        "failing_since": func.coalesce(_deliveries.c.failing_since, now()) if outcome.state == "retrying" else None,
        "leased_until": None,
    }
    if outcome.is_delivered:
        values |= {
            "delivered_score": pending.desired_score,
            "delivered_maximum": pending.score_maximum,
            "delivered_at": now(),
            "may_lower": and_(changed, _deliveries.c.may_lower),
        }
    db.execute(update(_deliveries).where(where_equal(_deliveries, **pending.key)).values(**values))


def release(db: Connection, pending: PendingScore, next_attempt_at: datetime) -> None:
    """Give a lease back unsent; next attempt at `next_attempt_at`."""
    db.execute(
        update(_deliveries)
        .where(where_equal(_deliveries, **pending.key))
        .values(leased_until=None, next_attempt_at=next_attempt_at)
    )


def is_any_due(db: Connection, before: datetime, *, busy_platforms: Collection[str] = ()) -> bool:
    """Whether a delivery is due before a moment, without those of busy platforms. A leased one is."""
    return bool(_first(db, _is_due(before, busy_platforms), 1))


def count_undelivered(db: Connection) -> int:
    """Number of scores that the platform does not have yet, parked ones included."""
    undelivered = or_(_deliveries.c.next_attempt_at.is_not(None), _deliveries.c.state.in_(PARKED))
    return int(db.execute(select(func.count()).where(undelivered, *_ADDRESSEES)).scalar_one())
