"""Delivery wishes: what each gradebook column should show for a pupil. Raised here, delivered by the worker."""

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, select, update

from careered.clock import new_id, now
from careered.db.lookup import lookup, same
from careered.db.upsert import insert_if_new, upsert
from careered.progress.completion import State, tally
from careered.progress.delivery_states import PARKED
from careered.progress.tables import Delivery, Event, GradebookColumn, Status
from careered.roster.scope import Where

REQUIREMENTS = "requirements"
_columns, _statuses, _deliveries, _events = (
    GradebookColumn.__table__,
    Status.__table__,
    Delivery.__table__,
    Event.__table__,
)
_COLUMNS, _IN_ORDER = select(_columns), select(_columns).order_by(_columns.c.created_at)
_STATES = select(_statuses.c.requirement, _statuses.c.state)
_EVENT = select(_events.c.id)
_WANTED = select(_deliveries.c.wanted, _deliveries.c.maximum, _deliveries.c.state)
_KEY = ("organisation_id", "class_id", "person_id", "column_id")


def add_column(
    db: Connection,
    organisation_id: str,
    class_id: str,
    *,
    link_id: str,
    measure: str,
    label: str,
    address: str,
    resource_id: str = "",
) -> bool:
    """A column of the platform's gradebook for a class, once per link; whether it is new.

    address: "" for one that is still to be found or made; of those a class has one for each measure. resource_id: what
    such a one is found by, the same in a copied course; "" where the platform brings the column.
    """
    if not address and any(one["measure"] == measure for one in columns_of(db, organisation_id, class_id)):
        return False
    row = {
        "organisation_id": organisation_id,
        "id": new_id(),
        "class_id": class_id,
        "link_id": link_id,
        "measure": measure,
        "label": label,
        "address": address,
        "resource_id": resource_id,
        "created_at": now(),
    }
    new = insert_if_new(db, _columns, row, key=("organisation_id", "class_id", "link_id"))
    if not new and address:
        _moved(db, organisation_id, class_id, link_id, address)
    return new


def _moved(db: Connection, organisation_id: str, class_id: str, link_id: str, address: str) -> None:
    """The platform gave the link another column (the old one was deleted): marks go there from now on."""
    keys = {"organisation_id": organisation_id, "class_id": class_id, "link_id": link_id}
    column = lookup(db, _COLUMNS, _columns, **keys).mappings().first()
    if column and column["address"] != address:
        here, column_id = same(_columns, **keys), column["id"]
        db.execute(update(_columns).where(here).values(address=address))
        marks = same(_deliveries, organisation_id=organisation_id, class_id=class_id, column_id=column_id)
        db.execute(update(_deliveries).where(marks).values(due=now(), state="waiting", sent=None))


def columns_of(db: Connection, organisation_id: str, class_id: str) -> Sequence[RowMapping]:
    """The columns of a class, oldest first."""
    return lookup(db, _IN_ORDER, _columns, organisation_id=organisation_id, class_id=class_id).mappings().all()


def raise_for(db: Connection, where: Where) -> None:
    """Set the wanted mark of every column of the class to what the pupil has now; the worker does the rest.

    A pupil without any mark yet gets no row: a zero in the gradebook would count as "has a grade" on platforms
    that complete an activity by it. One who had a mark gets the zero: staff have taken back what it was for.
    """
    for column in columns_of(db, where.organisation_id, where.class_id):
        wanted, maximum = mark(db, where, column["measure"])
        _want(db, where, column["id"], wanted, maximum)


def mark(db: Connection, where: Where, measure: str) -> tuple[int, int]:
    """The pupil's mark by a measure and the most it can be: reached of the requirements in scope, or a lesson's 0/1."""
    if measure == REQUIREMENTS:
        return _reached(db, where)
    lesson = measure.removeprefix("lesson:")
    done = lookup(db, _EVENT, _events, **where.keys, kind="lesson_done", lesson_id=lesson, step_id="")
    return int(done.first() is not None), 1


def _reached(db: Connection, where: Where) -> tuple[int, int]:
    rows = lookup(db, _STATES, _statuses, **where.keys)
    states = {row.requirement: State(row.state) for row in rows}
    return tally([states.get(one.id, State.NOT_STARTED) for one in where.pack.requirements_for(where.grade)])


def _want(db: Connection, where: Where, column_id: str, wanted: int, maximum: int) -> None:
    at = now()
    row = {
        **where.keys,
        "column_id": column_id,
        "wanted": wanted,
        "maximum": maximum,
        "wanted_at": at,
        "stamp": 0,
        "attempts": 0,
        "due": at,
        "state": "waiting",
        "words": "",
    }
    known = lookup(db, _WANTED, _deliveries, **where.keys, column_id=column_id).first()
    if known is None and not wanted:
        return
    if known is None or (known.wanted, known.maximum) != (wanted, maximum):
        upsert(db, _deliveries, row, key=_KEY, change=_changed(known.state if known else ""))


def _changed(state: str) -> tuple[str, ...]:
    """A parked mark grows with the work, and stays parked: its column has not come back by that."""
    mark = ("wanted", "maximum", "wanted_at")
    return mark if state in PARKED else (*mark, "attempts", "due", "state", "words")
