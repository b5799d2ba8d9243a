"""How much is stored about a person, table by table, and what erasing does to it."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from careered.privacy.declarations import Personal, personal_tables


@dataclass(frozen=True)
class Stored:
    """Rows about a person in one table. why: a message id; erase: "delete", "unlink" or "keep"."""

    table: str
    why: str
    rows: int
    erase: str

    @property
    def stays(self) -> bool:
        """Whether the rows outlive the erasing."""
        return self.erase != "delete"


def stored_about(db: Connection, organisation_id: str, person_id: str) -> list[Stored]:
    """What there is about a person, the person's own row first; tables without any row are left out."""
    counted = [(one, _rows(db, one, organisation_id, person_id)) for one in personal_tables()]
    return [Stored(one.table.name, one.holds.why, rows, one.holds.erase) for one, rows in counted if rows]


def _rows(db: Connection, one: Personal, organisation_id: str, person_id: str) -> int:
    where = one.of(organisation_id, person_id)
    return int(db.execute(select(func.count()).select_from(one.table).where(where)).scalar_one())
