"""The members of a class: its pupils, its staff and who is excluded, always by organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from careered.db.prefetch import Row, SelectPrefetch, Value
from careered.db.queries import select_by, where_equal
from careered.roster.enrolment_upsert import ACTIVE, EXCLUDED, JOINED
from careered.roster.keys import PersonKey
from careered.roster.tables import Enrolment, Person

_enrolments, _people = Enrolment.__table__, Person.__table__
IS_ACTIVE_PUPIL = (_enrolments.c.role == "pupil") & (_enrolments.c.status == ACTIVE)
_MEMBERS = (
    select(_people.c.id, _people.c.sub, _people.c.name, _enrolments.c.status, _enrolments.c.role)
    .add_columns(_enrolments.c.launched_at, _enrolments.c.role_source, _enrolments.c.moved_at, _people.c.given_name)
    .join(
        _people,
        (_people.c.organisation_id == _enrolments.c.organisation_id) & (_people.c.id == _enrolments.c.person_id),
    )
)
_MEMBERS_BY_NAME = _MEMBERS.order_by(_people.c.name, _people.c.id)
_STAFF = frozenset({"teacher", "assistant"})
_MEMBER_IDS = _MEMBERS.with_only_columns(_people.c.id)
_PERSON_ID = select(_people.c.id)


@dataclass(frozen=True)
class Pupil:
    """A pupil of a class. name: "" where the platform shares none. has_launched: whether they ever opened careered.

    given_name: see `tables.Person`. moved_at: when a list brought or lost them (`tables.Enrolment`). launched_at: when
    they last opened it, to the hour; a visit ends within eight. is_joined: an earlier account of somebody in the class.
    """

    id: str
    sub: str
    name: str
    status: str
    has_launched: bool
    moved_at: datetime | None = None
    given_name: str | None = None
    launched_at: datetime | None = None
    is_joined: bool = False

    @property
    def left_at(self) -> datetime | None:
        """When a list no longer had a pupil who has left; None for others, and where no list has told."""
        return self.moved_at if self.status != ACTIVE and not self.is_joined else None


@dataclass(frozen=True)
class Members:
    """Everybody in a class, by name.

    pupils: also those who left. staff: the names of those who are active, "" where the platform shares none.
    excluded: members whom staff have excluded from the pupils although the platform calls them so.
    """

    pupils: Sequence[Pupil]
    staff: Sequence[str]
    excluded: Sequence[Pupil]


def _members_of_class(value: Value) -> Select[Any]:
    of_class: dict[str, Any] = {name: value(name) for name in ("organisation_id", "class_id")}
    return _MEMBERS.where(where_equal(_enrolments, **of_class))


MEMBERS = SelectPrefetch(
    "members",
    ("id", "sub", "name", "status", "role", "launched_at", "role_source", "moved_at", "given_name"),
    (_enrolments, _people),
    _members_of_class,
)
"""Everybody in a class, for `members_from_rows`."""


def list_pupils(db: Connection, organisation_id: str, class_id: str) -> Sequence[Pupil]:
    """The pupils of a class by name, also those who left; no staff, no guests."""
    of_class = {"organisation_id": organisation_id, "class_id": class_id}
    rows = select_by(db, _MEMBERS_BY_NAME, _enrolments, **of_class, role="pupil").mappings()
    return [_pupil(row) for row in rows]


def get_pupil(db: Connection, organisation_id: str, class_id: str, person_id: str) -> Pupil | None:
    """One pupil of a class, or None."""
    key = {"organisation_id": organisation_id, "class_id": class_id, "person_id": person_id}
    row = select_by(db, _MEMBERS, _enrolments, **key, role="pupil").mappings().first()
    return _pupil(row) if row else None


def _pupil(row: Row) -> Pupil:
    return Pupil(
        row["id"],
        row["sub"],
        row["name"],
        row["status"],
        has_launched=row["launched_at"] is not None,
        moved_at=row["moved_at"],
        given_name=row["given_name"],
        launched_at=row["launched_at"],
        is_joined=row["role_source"] == JOINED and row["status"] != ACTIVE,
    )


def load_members(db: Connection, organisation_id: str, class_id: str) -> Members:
    """Everybody in a class. One statement."""
    of_class = {"organisation_id": organisation_id, "class_id": class_id}
    return members_from_rows(select_by(db, _MEMBERS, _enrolments, **of_class).mappings())


def members_from_rows(members: Iterable[Row]) -> Members:
    """Pupils, staff, and those whom a teacher has excluded, by the rows of MEMBERS."""
    rows = sorted(members, key=lambda row: (row["name"], row["id"]))
    return Members(
        pupils=[_pupil(row) for row in rows if row["role"] == "pupil"],
        staff=[row["name"] for row in rows if row["role"] in _STAFF and row["status"] == "active"],
        excluded=[_pupil(row) for row in rows if row["role_source"] == EXCLUDED],
    )


def person_names(db: Connection, organisation_id: str, person_ids: Iterable[str]) -> dict[str, str]:
    """The names of people by id, "" where the platform shares none."""
    where = (_people.c.organisation_id == organisation_id) & _people.c.id.in_(sorted(person_ids))
    return {row.id: row.name for row in db.execute(select(_people.c.id, _people.c.name).where(where))}


def find_person_id(db: Connection, key: PersonKey) -> str | None:
    """The id of the person with a platform's `sub`, or None."""
    return select_by(db, _PERSON_ID, _people, **key.columns()).scalar_one_or_none()


def pupil_ids_by_sub(db: Connection, organisation_id: str, class_id: str, subs: Sequence[str]) -> list[str]:
    """The ids of the pupils of a class with one of these `sub`s."""
    where = where_equal(_enrolments, organisation_id=organisation_id, class_id=class_id, role="pupil")
    return list(db.execute(_MEMBER_IDS.where(where & _people.c.sub.in_(list(subs)))).scalars())
