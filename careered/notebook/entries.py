"""Lines that pupils put on their own page: kept for the person, in whichever class."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from careered.clock import new_id, now
from careered.db.queries import where_equal
from careered.db.upsert import insert_if_new
from careered.notebook.tables import NotebookEntryRow

FINDING, PLAN, CONTACT, SERVICE = "finding", "plan", "contact", "service"
SECTIONS = (PLAN, FINDING, CONTACT)
MAX_LENGTH, MAX_ENTRIES = 300, 60
_table = NotebookEntryRow.__table__
KEY = ("organisation_id", "person_id", "id")


@dataclass(frozen=True)
class NotebookEntry:
    """A line as its writer sees it."""

    id: str
    section: str
    text: str


def entries_of(db: Connection, organisation_id: str, person_id: str) -> Sequence[NotebookEntry]:
    """What somebody keeps, in the order of writing."""
    where = where_equal(_table, organisation_id=organisation_id, person_id=person_id)
    rows = db.execute(select(_table.c.id, _table.c.section, _table.c.text).where(where).order_by(_table.c.created_at))
    return [NotebookEntry(**row) for row in rows.mappings()]


def create(db: Connection, organisation_id: str, person_id: str, section: str, text: str, entry_id: str = "") -> bool:
    """Keep one more line; whether there was room. The same id twice (a second press) is one line."""
    of_person = where_equal(_table, organisation_id=organisation_id, person_id=person_id)
    if db.execute(select(func.count()).select_from(_table).where(of_person)).scalar_one() >= MAX_ENTRIES:
        return False
    row = {"organisation_id": organisation_id, "person_id": person_id, "id": entry_id or new_id()}
    insert_if_new(db, _table, {**row, "section": section, "text": text, "created_at": now()}, key=KEY)
    return True


def update_text(db: Connection, organisation_id: str, person_id: str, entry_id: str, text: str) -> None:
    """Other words for one's own line; without words it goes."""
    where = where_equal(_table, organisation_id=organisation_id, person_id=person_id, id=entry_id)
    db.execute(update(_table).where(where).values(text=text) if text.strip() else delete(_table).where(where))


def replace_services(db: Connection, organisation_id: str, person_id: str, service_ids: Iterable[str]) -> None:
    """Exactly these services are kept."""
    where = where_equal(_table, organisation_id=organisation_id, person_id=person_id, section=SERVICE)
    db.execute(delete(_table).where(where))
    for service_id in service_ids:
        create(db, organisation_id, person_id, SERVICE, service_id)
