"""Lines that pupils put on their own page: kept for the person, in whichever class."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from careered.clock import new_id, now
from careered.db.lookup import same
from careered.db.upsert import insert_if_new
from careered.guidance.entry_tables import KeptLine

FINDING, PLAN, CONTACT, SERVICE = "finding", "plan", "contact", "service"
SHELVES = (PLAN, FINDING, CONTACT)
LONGEST, MOST = 300, 60
_table = KeptLine.__table__
KEY = ("organisation_id", "person_id", "id")


@dataclass(frozen=True)
class Kept:
    """A line as its writer sees it."""

    id: str
    shelf: str
    text: str


def lines_of(db: Connection, organisation_id: str, person_id: str) -> Sequence[Kept]:
    """What somebody keeps, in the order of writing."""
    where = same(_table, organisation_id=organisation_id, person_id=person_id)
    rows = db.execute(select(_table.c.id, _table.c.shelf, _table.c.text).where(where).order_by(_table.c.made_at))
    return [Kept(**row) for row in rows.mappings()]


def add(db: Connection, organisation_id: str, person_id: str, shelf: str, text: str, line_id: str = "") -> bool:
    """Keep one more line; whether there was room. The same id twice (a second press) is one line."""
    mine = same(_table, organisation_id=organisation_id, person_id=person_id)
    if db.execute(select(func.count()).select_from(_table).where(mine)).scalar_one() >= MOST:
        return False
    row = {"organisation_id": organisation_id, "person_id": person_id, "id": line_id or new_id()}
    insert_if_new(db, _table, {**row, "shelf": shelf, "text": text, "made_at": now()}, key=KEY)
    return True


def change(db: Connection, organisation_id: str, person_id: str, line_id: str, text: str) -> None:
    """Other words for one's own line; without words it goes."""
    where = same(_table, organisation_id=organisation_id, person_id=person_id, id=line_id)
    db.execute(update(_table).where(where).values(text=text) if text.strip() else delete(_table).where(where))


def keep_services(db: Connection, organisation_id: str, person_id: str, services: Iterable[str]) -> None:
    """Exactly these services are kept."""
    where = same(_table, organisation_id=organisation_id, person_id=person_id, shelf=SERVICE)
    db.execute(delete(_table).where(where))
    for service in services:
        add(db, organisation_id, person_id, SERVICE, service)
