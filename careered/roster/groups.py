"""Groups of a class that staff make: a name and the pupils in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from careered.clock import new_id
from careered.db.lookup import lookup, same
from careered.db.turns import take_turn
from careered.db.upsert import upsert
from careered.roster.tables import ClassGroup, GroupMember

_groups, _members = ClassGroup.__table__, GroupMember.__table__
_GROUPS = select(_groups.c.id, _groups.c.name).order_by(_groups.c.name, _groups.c.id)
_MEMBERS = select(_members.c.group_id, _members.c.person_id)
LONGEST_NAME = 60
_KEY = ("organisation_id", "class_id", "id")


@dataclass(frozen=True)
class Group:
    """A group of a class, with the ids of its pupils."""

    id: str
    name: str
    people: frozenset[str]


def groups_of(db: Connection, organisation_id: str, class_id: str) -> Sequence[Group]:
    """The groups of a class by name."""
    here = {"organisation_id": organisation_id, "class_id": class_id}
    named = lookup(db, _GROUPS, _groups, **here).all()
    rows = lookup(db, _MEMBERS, _members, **here).all() if named else []
    return [
        Group(one.id, one.name, frozenset(row.person_id for row in rows if row.group_id == one.id)) for one in named
    ]


def keep(db: Connection, organisation_id: str, class_id: str, group_id: str, name: str, people: Collection[str]) -> str:
    """A group as it is from now on. group_id: "" for a new one. The caller knows that the people are of the class."""
    take_turn(db, organisation_id, class_id)
    row = {"organisation_id": organisation_id, "class_id": class_id, "id": group_id or new_id(), "name": name}
    upsert(db, _groups, row, key=_KEY, change=("name",))
    here = {"organisation_id": organisation_id, "class_id": class_id, "group_id": row["id"]}
    db.execute(delete(_members).where(same(_members, **here)))
    if people:
        db.execute(insert(_members), [{**here, "person_id": person} for person in people])
    return row["id"]


def remove(db: Connection, organisation_id: str, class_id: str, group_id: str) -> None:
    """The group is no more; its pupils stay in the class."""
    here = {"organisation_id": organisation_id, "class_id": class_id}
    db.execute(delete(_members).where(same(_members, **here, group_id=group_id)))
    db.execute(delete(_groups).where(same(_groups, **here, id=group_id)))
