"""Administrators of platforms who look after careered too: asking, saying yes, taking away."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from careered.clock import now
from careered.db.lookup import same
from careered.db.upsert import insert_if_new
from careered.roster.tables import Administrator, Person, SchoolClass

_table, _people = Administrator.__table__, Person.__table__
_classes = SchoolClass.__table__
_KEY = ("organisation_id", "person_id")


@dataclass(frozen=True)
class Caretaker:
    """Somebody who asks, or was approved. name: the platform's number where it shares no name."""

    person_id: str
    name: str
    platform: str
    approved: bool


def ask(db: Connection, organisation_id: str, person_id: str) -> None:
    """Somebody asks to look after careered; asking twice is asking once."""
    row = {"organisation_id": organisation_id, "person_id": person_id, "approved": False, "asked_at": now()}
    insert_if_new(db, _table, row, key=_KEY)


def standing(db: Connection, organisation_id: str, person_id: str) -> bool | None:
    """Whether somebody is approved; None where nobody has asked."""
    where = same(_table, organisation_id=organisation_id, person_id=person_id)
    found: bool | None = db.execute(select(_table.c.approved).where(where)).scalar()
    return found


def approve(db: Connection, organisation_id: str, person_id: str) -> bool:
    """Say yes; whether there was somebody who asks."""
    where = same(_table, organisation_id=organisation_id, person_id=person_id)
    return bool(db.execute(update(_table).where(where).values(approved=True)).rowcount)


def remove(db: Connection, organisation_id: str, person_id: str) -> bool:
    """Say no, or take the right away; whether there was anything to take."""
    where = same(_table, organisation_id=organisation_id, person_id=person_id)
    return bool(db.execute(delete(_table).where(where)).rowcount)


def everybody(db: Connection, organisation_id: str) -> Sequence[Caretaker]:
    """Those who ask first, then those who were approved."""
    here = (_people.c.organisation_id == _table.c.organisation_id) & (_people.c.id == _table.c.person_id)
    columns = (_table.c.person_id, _people.c.name, _people.c.sub, _people.c.platform_id, _table.c.approved)
    statement = select(*columns).join(_people, here).where(same(_table, organisation_id=organisation_id))
    platforms = _platforms(db, organisation_id)
    rows = db.execute(statement.order_by(_table.c.approved, _people.c.name)).mappings()
    return [
        Caretaker(row["person_id"], row["name"] or row["sub"], platforms.get(row["platform_id"], ""), row["approved"])
        for row in rows
    ]


def _platforms(db: Connection, organisation_id: str) -> dict[str, str]:
    columns = (_classes.c.platform_id, _classes.c.platform_name)
    rows = db.execute(select(*columns).where(same(_classes, organisation_id=organisation_id)).distinct())
    return {row[0]: row[1] for row in rows}
