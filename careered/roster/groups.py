"""Groups of a class that staff make: a name and the pupils in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert

from careered.clock import new_id
from careered.db.locks import lock_for_transaction
from careered.db.prefetch import Row, TablePrefetch, select_rows
from careered.db.queries import where_equal
from careered.db.upsert import upsert
from careered.roster.tables import ClassGroup, GroupMember

_groups, _members = ClassGroup.__table__, GroupMember.__table__
_OF_CLASS = (("organisation_id", "organisation_id"), ("class_id", "class_id"))
GROUPS = (
    TablePrefetch(_groups, ("id", "name"), _OF_CLASS),
    TablePrefetch(_members, ("group_id", "person_id"), _OF_CLASS),
)
MAX_NAME_LENGTH = 60
_KEY = ("organisation_id", "class_id", "id")


@dataclass(frozen=True)
class Group:
    """A group of a class, with the ids of its pupils."""

    id: str
    name: str
    person_ids: frozenset[str]


def load_groups(db: Connection, organisation_id: str, class_id: str) -> Sequence[Group]:
    """The groups of a class by name."""
    return groups_from_row(select_rows(db, GROUPS, organisation_id=organisation_id, class_id=class_id))


def groups_from_row(row: Row) -> Sequence[Group]:
    """The groups by name, out of a row with GROUPS."""
    groups, members = (prefetch.read(row) for prefetch in GROUPS)
    by_name = sorted((group["name"], group["id"]) for group in groups)
    return [
        Group(id_, name, frozenset(member["person_id"] for member in members if member["group_id"] == id_))
        for name, id_ in by_name
    ]


def save_group(
    db: Connection, organisation_id: str, class_id: str, group_id: str, name: str, person_ids: Collection[str]
) -> str:
    """Create or replace a group; returns its id. group_id: "" for a new one. The caller checks membership."""
    lock_for_transaction(db, organisation_id, class_id)
    row = {"organisation_id": organisation_id, "class_id": class_id, "id": group_id or new_id(), "name": name}
    upsert(db, _groups, row, key=_KEY, update_columns=("name",))
    group_key = {"organisation_id": organisation_id, "class_id": class_id, "group_id": row["id"]}
    db.execute(delete(_members).where(where_equal(_members, **group_key)))
    if person_ids:
        db.execute(insert(_members), [{**group_key, "person_id": person_id} for person_id in person_ids])
    return row["id"]


def delete_group(db: Connection, organisation_id: str, class_id: str, group_id: str) -> None:
    """Delete a group; its pupils stay in the class."""
    class_key = {"organisation_id": organisation_id, "class_id": class_id}
    db.execute(delete(_members).where(where_equal(_members, **class_key, group_id=group_id)))
    db.execute(delete(_groups).where(where_equal(_groups, **class_key, id=group_id)))
