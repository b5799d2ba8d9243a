"""Who sees the figures of one school: requested by the person, given and taken by an administrator of careered.

No role of a platform gives it: platforms have none for it, and call many people administrators of something.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from careered.clock import now
from careered.db.queries import select_by, where_equal
from careered.db.upsert import insert_if_new
from careered.roster.administrators import platform_names
from careered.roster.tables import Person, SchoolLeader

_leaders, _people = SchoolLeader.__table__, Person.__table__
_KEY = ("organisation_id", "person_id")
_LEADER = select(_leaders.c.approved, _leaders.c.school_id)


@dataclass(frozen=True)
class LeaderView:
    """Somebody who leads a school, or has asked. name: the platform's `sub` where it shares no name. school_id: as in
    the table.
    """

    person_id: str
    name: str
    platform: str
    school_id: str
    is_approved: bool


def request_school(db: Connection, organisation_id: str, person_id: str) -> None:
    """Store a request; repeating it changes nothing."""
    row = {"organisation_id": organisation_id, "person_id": person_id, "school_id": "", "approved": False}
    insert_if_new(db, _leaders, {**row, "requested_at": now()}, key=_KEY)


def access_state(db: Connection, organisation_id: str, person_id: str) -> bool | None:
    """Whether a person has been given a school; None where they have not asked."""
    row = select_by(db, _LEADER, _leaders, organisation_id=organisation_id, person_id=person_id).first()
    return row.approved if row else None


def led_school(db: Connection, organisation_id: str, person_id: str) -> str | None:
    """The id of the school that a person leads, "" for the classes without one; None for whom none was given to."""
    row = select_by(db, _LEADER, _leaders, organisation_id=organisation_id, person_id=person_id).first()
    return row.school_id if row and row.approved else None


def give_school(db: Connection, organisation_id: str, person_id: str, school_id: str) -> bool:
    """Give a person who has asked a school, in place of another one; returns whether they had asked."""
    where = where_equal(_leaders, organisation_id=organisation_id, person_id=person_id)
    return bool(db.execute(update(_leaders).where(where).values(approved=True, school_id=school_id)).rowcount)


def remove(db: Connection, organisation_id: str, person_id: str) -> bool:
    """Decline a request or take the school away; returns whether there was any."""
    where = where_equal(_leaders, organisation_id=organisation_id, person_id=person_id)
    return bool(db.execute(delete(_leaders).where(where)).rowcount)


def list_leaders(db: Connection, organisation_id: str) -> Sequence[LeaderView]:
    """Open requests first, then those who lead, by name."""
    same_person = (_people.c.organisation_id == _leaders.c.organisation_id) & (_people.c.id == _leaders.c.person_id)
    columns = (*_leaders.c, _people.c.name, _people.c.sub, _people.c.platform_id)
    statement = (
        select(*columns).join(_people, same_person).where(where_equal(_leaders, organisation_id=organisation_id))
    )
    names = platform_names(db, organisation_id)
    rows = db.execute(statement.order_by(_leaders.c.approved, _people.c.name)).mappings()
    return [
        LeaderView(
            row["person_id"],
            row["name"] or row["sub"],
            names.get(row["platform_id"], ""),
            row["school_id"],
            row["approved"],
        )
        for row in rows
    ]
