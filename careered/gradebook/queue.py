"""Taking wishes that are due, by lease, and writing down what became of them. Works alike on both databases."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, case, func, or_, select, update

from careered.clock import now
from careered.db.lookup import same
from careered.gradebook.outcome import Outcome
from careered.progress.delivery_states import PARKED
from careered.progress.tables import Delivery, GradebookColumn
from careered.roster.tables import Enrolment, Person, SchoolClass

LEASE = timedelta(seconds=90)
_wishes, _columns = Delivery.__table__, GradebookColumn.__table__
_people, _classes, _enrolments = Person.__table__, SchoolClass.__table__, Enrolment.__table__
_KEY = ("organisation_id", "class_id", "person_id", "column_id")


@dataclass(frozen=True)
class Wish:
    """One mark to send, as it is at this moment."""

    organisation_id: str
    class_id: str
    person_id: str
    column_id: str
    wanted: int
    maximum: int
    wanted_at: datetime
    stamp: int
    attempts: int
    platform_id: str
    sub: str
    link_id: str
    label: str
    address: str
    resource_id: str
    context_id: str

    @property
    def key(self) -> dict[str, str]:
        """The wish's row."""
        return {name: getattr(self, name) for name in _KEY}


def _due(at: datetime, busy: Collection[str]) -> ColumnElement[bool]:
    free = or_(_wishes.c.lease.is_(None), _wishes.c.lease < at)
    return and_(_wishes.c.due <= at, free, _classes.c.platform_id.not_in(list(busy)))


def _on(table: Any, wish_column: str) -> ColumnElement[bool]:
    """A join by id inside the organisation."""
    return and_(table.c.organisation_id == _wishes.c.organisation_id, table.c.id == _wishes.c[wish_column])


# A mark goes only to a column of the pupil's own class, and only for somebody who is a pupil there.
_SENDABLE = (
    _wishes.join(_classes, _on(_classes, "class_id"))
    .join(_columns, _on(_columns, "column_id") & (_columns.c.class_id == _wishes.c.class_id))
    .join(_people, _on(_people, "person_id"))
    .join(_enrolments, and_(*[_enrolments.c[name] == _wishes.c[name] for name in _KEY[:3]]))
)
_IS_PUPIL = _enrolments.c.role == "pupil"
_TO_SEND = (
    select(_wishes, _classes.c.platform_id, _classes.c.context_id, _people.c.sub)
    .add_columns(_columns.c.link_id, _columns.c.label, _columns.c.address, _columns.c.resource_id)
    .select_from(_SENDABLE)
    .where(_IS_PUPIL)
    .order_by(_wishes.c.attempts, _wishes.c.due)  # what failed before holds nobody up
)


def take(db: Connection, *, busy: Collection[str], limit: int = 20) -> Sequence[Wish]:
    """Lease up to `limit` due wishes of one platform that is not busy. Only who changed the row goes on."""
    at = now()
    rows = db.execute(_TO_SEND.where(_due(at, busy)).limit(limit)).mappings().all()
    mine = [row for row in rows if row["platform_id"] == rows[0]["platform_id"]]
    return [_wish(row) for row in mine if _lease(db, row, at)]


def _lease(db: Connection, row: RowMapping, at: datetime) -> bool:
    free = or_(_wishes.c.lease.is_(None), _wishes.c.lease < at)
    where = same(_wishes, **{name: row[name] for name in _KEY}) & free
    return bool(db.execute(update(_wishes).where(where).values(lease=at + LEASE)).rowcount)


def _wish(row: RowMapping) -> Wish:
    return Wish(**{name: row[name] for name in Wish.__dataclass_fields__})


def note_stamp(db: Connection, wish: Wish, stamp: int) -> None:
    """Keep the score time before it is used: after a crash the next one is later, never equal."""
    db.execute(update(_wishes).where(same(_wishes, **wish.key)).values(stamp=stamp))


def settle(db: Connection, wish: Wish, outcome: Outcome) -> None:
    """Write the outcome down. A wish that changed while it was being sent stays due."""
    changed = or_(_wishes.c.wanted != wish.wanted, _wishes.c.maximum != wish.maximum)
    values: dict[str, object] = {
        "state": case((changed, "waiting"), else_=outcome.state),
        "due": case((changed, now()), else_=outcome.due),
        "attempts": 0 if outcome.delivered else wish.attempts + 1,
        "words": outcome.state,
        "failing_since": func.coalesce(_wishes.c.failing_since, now()) if outcome.state == "retrying" else None,
        "lease": None,
    }
    if outcome.delivered:
        values |= {"sent": wish.wanted, "sent_maximum": wish.maximum, "sent_at": now()}
    db.execute(update(_wishes).where(same(_wishes, **wish.key)).values(**values))


def postpone(db: Connection, wish: Wish, due: datetime) -> None:
    """Give a wish back unsent, for a later moment."""
    db.execute(update(_wishes).where(same(_wishes, **wish.key)).values(lease=None, due=due))


def set_address(db: Connection, wish: Wish, address: str) -> None:
    """Where the column is on the platform, once found or made."""
    where = same(_columns, organisation_id=wish.organisation_id, id=wish.column_id)
    db.execute(update(_columns).where(where).values(address=address))


def waiting(db: Connection, before: datetime, *, busy: Collection[str] = ()) -> int:
    """How many wishes are due before a moment, those of busy platforms left out."""
    return _count(db, _wishes.c.due <= before, _classes.c.platform_id.not_in(list(busy)))


def undelivered(db: Connection) -> int:
    """How many wishes are not in the platform, those among them that wait for somebody to mend something."""
    parked = _wishes.c.state.in_(PARKED)
    return _count(db, or_(_wishes.c.due.is_not(None), parked))


def _count(db: Connection, *where: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(_SENDABLE).where(_IS_PUPIL, *where)
    return int(db.execute(statement).scalar_one())
