"""What somebody asks for and an administrator of careered gives or takes away: one row a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, select, update

from careered.clock import now
from careered.db.queries import select_by, where_equal
from careered.db.upsert import insert_if_new
from careered.roster.tables import Person, SchoolClass

_people, _classes = Person.__table__, SchoolClass.__table__
_KEY = ("organisation_id", "person_id")


@dataclass(frozen=True)
class Requester:
    """A person who has asked, or has been given it.

    name: the platform's `sub` where it shares no name. row: the request as its table has it.
    """

    person_id: str
    name: str
    platform: str
    is_approved: bool
    row: RowMapping


class AccessRequests:
    """The requests of one kind. table: has organisation_id, person_id, approved and requested_at, and what is given."""

    def __init__(self, table: Table) -> None:
        self._table, self._row = table, select(table)

    def request(self, db: Connection, organisation_id: str, person_id: str, **given: Any) -> None:
        """Store a request; repeating it changes nothing. given: what the columns hold until it is approved."""
        row = {"organisation_id": organisation_id, "person_id": person_id, "approved": False, **given}
        insert_if_new(db, self._table, {**row, "requested_at": now()}, key=_KEY)

    def find(self, db: Connection, organisation_id: str, person_id: str) -> RowMapping | None:
        """A person's request, open or approved; None where there is none."""
        own = {"organisation_id": organisation_id, "person_id": person_id}
        return select_by(db, self._row, self._table, **own).mappings().first()

    def state(self, db: Connection, organisation_id: str, person_id: str) -> bool | None:
        """Whether a person is approved; None where they have not asked."""
        row = self.find(db, organisation_id, person_id)
        return row["approved"] if row else None

    def approve(self, db: Connection, organisation_id: str, person_id: str, **given: Any) -> bool:
        """Approve a request, or change what was given; returns whether there was a request."""
        where = where_equal(self._table, organisation_id=organisation_id, person_id=person_id)
        return bool(db.execute(update(self._table).where(where).values(approved=True, **given)).rowcount)

    def remove(self, db: Connection, organisation_id: str, person_id: str) -> bool:
        """Decline a request or take away what was given; returns whether there was any."""
        where = where_equal(self._table, organisation_id=organisation_id, person_id=person_id)
        return bool(db.execute(delete(self._table).where(where)).rowcount)

    def requesters(self, db: Connection, organisation_id: str) -> Sequence[Requester]:
        """Open requests first, then those approved, by name."""
        table = self._table
        same_person = (_people.c.organisation_id == table.c.organisation_id) & (_people.c.id == table.c.person_id)
        columns = (*table.c, _people.c.name, _people.c.sub, _people.c.platform_id)
        ours = where_equal(table, organisation_id=organisation_id)
        statement = select(*columns).join(_people, same_person).where(ours).order_by(table.c.approved, _people.c.name)
        platforms = _platform_names(db, organisation_id)
        return [_requester(row, platforms) for row in db.execute(statement).mappings()]


def _requester(row: RowMapping, platforms: dict[str, str]) -> Requester:
    name, platform = row["name"] or row["sub"], platforms.get(row["platform_id"], "")
    return Requester(row["person_id"], name, platform, row["approved"], row)


def _platform_names(db: Connection, organisation_id: str) -> dict[str, str]:
    """The names of the platforms that classes came from, by id."""
    columns = (_classes.c.platform_id, _classes.c.platform_name)
    rows = db.execute(select(*columns).where(where_equal(_classes, organisation_id=organisation_id)).distinct())
    return {row[0]: row[1] for row in rows}
