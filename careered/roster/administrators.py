"""Access of platform administrators to careered's administration: requested, approved, removed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.db.upsert import insert_if_new
from careered.roster.tables import AdministratorAccess, Person, SchoolClass

_administrators, _people = AdministratorAccess.__table__, Person.__table__
_classes = SchoolClass.__table__
_KEY = ("organisation_id", "person_id")


@dataclass(frozen=True)
class AdministratorView:
    """A person who has requested access, or was approved. name: the platform's `sub` where it shares no name."""

    person_id: str
    name: str
    platform: str
    is_approved: bool


def request_access(db: Connection, organisation_id: str, person_id: str) -> None:
    """Store a request for access; repeating it changes nothing."""
    row = {"organisation_id": organisation_id, "person_id": person_id, "approved": False, "requested_at": now()}
    insert_if_new(db, _administrators, row, key=_KEY)


def access_state(db: Connection, organisation_id: str, person_id: str) -> bool | None:
    """Whether a person is approved; None where they have not requested access."""
    where = where_equal(_administrators, organisation_id=organisation_id, person_id=person_id)
    is_approved: bool | None = db.execute(select(_administrators.c.approved).where(where)).scalar()
    return is_approved


def approve(db: Connection, organisation_id: str, person_id: str) -> bool:
    """Approve a person's access; returns whether there was a request."""
    where = where_equal(_administrators, organisation_id=organisation_id, person_id=person_id)
    return bool(db.execute(update(_administrators).where(where).values(approved=True)).rowcount)


def remove(db: Connection, organisation_id: str, person_id: str) -> bool:
    """Decline a request or remove access; returns whether there was any."""
    where = where_equal(_administrators, organisation_id=organisation_id, person_id=person_id)
    return bool(db.execute(delete(_administrators).where(where)).rowcount)


def list_administrators(db: Connection, organisation_id: str) -> Sequence[AdministratorView]:
    """Open requests first, then those approved, by name."""
    same_person = (_people.c.organisation_id == _administrators.c.organisation_id) & (
        _people.c.id == _administrators.c.person_id
    )
    columns = (
        _administrators.c.person_id,
        _people.c.name,
        _people.c.sub,
        _people.c.platform_id,
        _administrators.c.approved,
    )
    statement = (
        select(*columns).join(_people, same_person).where(where_equal(_administrators, organisation_id=organisation_id))
    )
    names = platform_names(db, organisation_id)
    rows = db.execute(statement.order_by(_administrators.c.approved, _people.c.name)).mappings()
    return [
        AdministratorView(
            row["person_id"], row["name"] or row["sub"], names.get(row["platform_id"], ""), row["approved"]
        )
        for row in rows
    ]


def platform_names(db: Connection, organisation_id: str) -> dict[str, str]:
    """The names of the platforms that classes came from, by id."""
    columns = (_classes.c.platform_id, _classes.c.platform_name)
    rows = db.execute(select(*columns).where(where_equal(_classes, organisation_id=organisation_id)).distinct())
    return {row[0]: row[1] for row in rows}
