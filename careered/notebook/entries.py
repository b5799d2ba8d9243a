"""A pupil's own notebook entries. They belong to the person, not to a class."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from careered.clock import new_id, now
from careered.db.queries import where_equal
from careered.db.upsert import insert_once
from careered.notebook.tables import NotebookEntryRow

FINDING, PLAN, CONTACT, SERVICE, CARD = "finding", "plan", "contact", "service", "card"
SHOWN = "shown"
"""Its texts are the ids of classes whose teachers may see the picture and the plan."""
SECTIONS = (PLAN, FINDING, CONTACT)
MAX_LENGTH, MAX_ENTRIES = 300, 60
_table = NotebookEntryRow.__table__
KEY = ("organisation_id", "person_id", "id")


@dataclass(frozen=True)
class NotebookEntry:
    """A notebook entry. text: in section SERVICE a service's id, in CARD the lines of the pocket card, one a line."""

    id: str
    section: str
    text: str


def entries_of(db: Connection, organisation_id: str, person_id: str) -> Sequence[NotebookEntry]:
    """A person's entries, oldest first."""
    where = where_equal(_table, organisation_id=organisation_id, person_id=person_id)
    rows = db.execute(select(_table.c.id, _table.c.section, _table.c.text).where(where).order_by(_table.c.created_at))
    return [NotebookEntry(**row) for row in rows.mappings()]


def create(db: Connection, organisation_id: str, person_id: str, section: str, text: str, entry_id: str = "") -> bool:
    """Add an entry; returns False at MAX_ENTRIES. entry_id: the same id twice (a double click) is one entry."""
    of_person = where_equal(_table, organisation_id=organisation_id, person_id=person_id)
    if db.execute(select(func.count()).select_from(_table).where(of_person)).scalar_one() >= MAX_ENTRIES:
        return False
    _insert(db, organisation_id, person_id, section, text, entry_id)
    return True


def _insert(db: Connection, organisation_id: str, person_id: str, section: str, text: str, entry_id: str) -> None:
    row: dict[str, object] = {"organisation_id": organisation_id, "person_id": person_id, "id": entry_id or new_id()}
    row |= {"section": section, "text": text}
    insert_once(db, _table, row | {"created_at": now()}, key=KEY, same=("section", "text"))


def update_text(db: Connection, organisation_id: str, person_id: str, entry_id: str, text: str) -> None:
    """Change the text of an entry; a blank text deletes it."""
    where = where_equal(_table, organisation_id=organisation_id, person_id=person_id, id=entry_id)
    db.execute(update(_table).where(where).values(text=text) if text.strip() else delete(_table).where(where))


def replace(db: Connection, organisation_id: str, person_id: str, section: str, texts: Iterable[str]) -> None:
    """Replace all entries of a section by these texts. They are few by their nature: MAX_ENTRIES does not count."""
    where = where_equal(_table, organisation_id=organisation_id, person_id=person_id, section=section)
    db.execute(delete(_table).where(where))
    for text in texts:
        _insert(db, organisation_id, person_id, section, text, "")
