"""Enrol whoever launches from a platform: find or create the person, the class and the enrolment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from careered.clock import new_id, now
from careered.db.prefetch import Row
from careered.db.queries import select_by, where_equal
from careered.db.upsert import upsert
from careered.roster.enrolment_upsert import ACTIVE, store_enrolment
from careered.roster.keys import ClassKey, PersonKey
from careered.roster.school_matching import ClassRecord
from careered.roster.schools import assign_school
from careered.roster.tables import Enrolment, Person, SchoolClass
from careered.roster.withdrawn_names import withdraw_names_after_launch

_NAMES_NOBODY = re.compile(r"[^?]+(\?id=\d+)?")
"""An address without a query, or with a course's number alone."""
PREVIEW = "preview"  # role_source of staff who came as a learner: still known as staff at the next launch
_UPDATED_COLUMNS, _RETURNED_COLUMNS = (
    ("title", "label", "school_code", "platform_name"),
    ("id", "grade", "grade_set_at", "course_address"),
)
_CLASS_KEY = ("organisation_id", "platform_id", "deployment_id", "context_id")
_PERSON_KEY = ("organisation_id", "platform_id", "deployment_id", "sub")
_NAMES = ("name", "given_name")
_people, _classes, _enrolments = Person.__table__, SchoolClass.__table__, Enrolment.__table__
# On PostgreSQL neither person nor class can be deleted before the enrolment is stored.
_PERSON = select(_people.c.id, _people.c.blocked, *(_people.c[name] for name in _NAMES)).with_for_update(
    read=True, key_share=True
)
_CLASS = select(*[_classes.c[name] for name in (*_RETURNED_COLUMNS, *_UPDATED_COLUMNS)]).with_for_update(
    read=True, key_share=True
)
_ROLE_OF_PERSON = (
    select(_enrolments.c.role, _enrolments.c.role_source)
    .select_from(_classes)
    .join(
        _enrolments,
        (_classes.c.organisation_id == _enrolments.c.organisation_id) & (_classes.c.id == _enrolments.c.class_id),
    )
    .join(
        _people,
        (_people.c.organisation_id == _enrolments.c.organisation_id) & (_people.c.id == _enrolments.c.person_id),
    )
    .where(where_equal(_people, **{name: bindparam(f"person_{name}") for name in _PERSON_KEY}))
)


@dataclass(frozen=True)
class LaunchIdentity:
    """What a launch says about a person and a class. role: as enrolled ("pupil", "teacher", "assistant", "guest").

    is_preview: staff who come as a learner (see `is_staff_as_learner`); role is then "guest".
    class_label: the course's short name. school_code: the custom parameter careered_school, or "". course_address: of
    the course on the platform, or "". given_name: what is kept of it (`names.given_name_to_keep`).
    """

    class_key: ClassKey
    person_key: PersonKey
    platform_name: str
    name: str
    role: str
    class_title: str
    pack_id: str
    grade: int | None
    class_label: str = ""
    school_code: str = ""
    course_address: str = ""
    is_preview: bool = False
    given_name: str | None = None


@dataclass(frozen=True)
class EnrolmentResult:
    """The person and class of a launch. is_blocked: the person was not enrolled."""

    person_id: str
    class_id: str
    is_blocked: bool


def enrol_from_launch(db: Connection, identity: LaunchIdentity) -> EnrolmentResult:
    """Store what a launch says where it differs from what is stored; the enrolment's time always.

    A new name or title, also "", replaces the old one; the pack of an existing class stays.
    """
    stored = select_by(db, _PERSON, _people, **identity.person_key.columns()).mappings().one_or_none()
    names = (identity.name, identity.given_name)
    is_same = stored is not None and names == tuple(stored[name] for name in _NAMES)
    person = stored if stored and is_same else upsert_person(db, identity.person_key, *names)
    class_id = _upsert_class(db, identity)
    if not person["blocked"]:
        store_enrolment(db, launch_enrolment(identity, class_id, person["id"]), is_renamed=not is_same)
        if not identity.name:
            withdraw_names_after_launch(db, identity.class_key.organisation_id, class_id)
    return EnrolmentResult(person["id"], class_id, bool(person["blocked"]))


def is_staff_as_learner(db: Connection, class_key: ClassKey, person_key: PersonKey) -> bool:
    """Whether somebody who launches a class as a learner is its staff: "switch role" lets a teacher try it."""
    of_person = {f"person_{name}": value for name, value in person_key.columns().items()}
    row = select_by(db, _ROLE_OF_PERSON, _classes, of_person, **class_key.columns()).first()
    if row is None:
        return False
    return row.role_source == PREVIEW or (row.role in {"teacher", "assistant"} and row.role_source == "launch")


def upsert_person(db: Connection, key: PersonKey, name: str, given_name: str | None) -> dict[str, Any]:
    """Find or create the person of a platform's `sub`; returns `id` and `blocked`. given_name: what is kept of it."""
    names = {"name": name, "given_name": given_name}
    values = {**key.columns(), **names, "id": new_id(), "blocked": False, "created_at": now()}
    return upsert(db, _people, values, key=_PERSON_KEY, update_columns=_NAMES, returning=["id", "blocked"])


def class_values(identity: LaunchIdentity) -> dict[str, str]:
    """What a launch changes of a stored class, but for its grade and its course's address."""
    return {
        "title": identity.class_title,
        "label": identity.class_label,
        "school_code": identity.school_code,
        "platform_name": identity.platform_name,
    }


def changes_grade(identity: LaunchIdentity, row: Row) -> bool:
    """Whether a launch changes the grade of a stored class: not once an administrator has set it."""
    return identity.grade not in {None, row["grade"]} and row["grade_set_at"] is None


def changes_address(identity: LaunchIdentity, row: Row) -> bool:
    """Whether a launch changes the address of a stored class's course: staff's, or a pupil's where there is none.

    A pupil's is taken only where it can name nobody. Later ones of pupils are not: a platform may have another address
    for each activity, and a class that begins together would write them in turns.
    """
    is_first = row["course_address"] == "" and _NAMES_NOBODY.fullmatch(identity.course_address) is not None
    is_known = is_first or identity.role in {"teacher", "assistant"}
    return is_known and identity.course_address not in {"", row["course_address"]}


def _upsert_class(db: Connection, identity: LaunchIdentity) -> str:
    values = _new_class(identity)
    row = _same_class(db, identity.class_key, values) or upsert(
        db, SchoolClass.__table__, values, key=_CLASS_KEY, update_columns=_UPDATED_COLUMNS, returning=_RETURNED_COLUMNS
    )
    class_id = str(row["id"])
    _update_class(db, identity, row)
    if class_id == values["id"] and identity.class_key.context_id:
        record = ClassRecord(class_id, identity.class_title, identity.class_label, identity.school_code, "")
        assign_school(db, identity.class_key.organisation_id, record)
    return class_id


def _new_class(identity: LaunchIdentity) -> dict[str, Any]:
    return {
        **identity.class_key.columns(),
        **class_values(identity),
        "id": new_id(),
        "school_id": "",
        "pack_id": identity.pack_id,
        "grade": identity.grade,
        "roster_state": "unknown",
        "roster_error": "",
        "course_address": identity.course_address if changes_address(identity, {"course_address": ""}) else "",
        "created_at": now(),
    }


def _update_class(db: Connection, identity: LaunchIdentity, row: Row) -> None:
    """Store the grade and the course's address, where the launch changes them. row: the stored class."""
    changes: dict[str, Any] = {"grade": identity.grade} if changes_grade(identity, row) else {}
    if changes_address(identity, row):
        changes |= {"course_address": identity.course_address}
    if changes:
        where = where_equal(_classes, organisation_id=identity.class_key.organisation_id, id=row["id"])
        db.execute(update(_classes).where(where).values(**changes))


def _same_class(db: Connection, key: ClassKey, values: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The stored class, if an upsert of the values would change nothing."""
    row = select_by(db, _CLASS, _classes, **key.columns()).mappings().one_or_none()
    return dict(row) if row and all(row[name] == values[name] for name in _UPDATED_COLUMNS) else None


def launch_enrolment(identity: LaunchIdentity, class_id: str, person_id: str) -> dict[str, Any]:
    """The enrolment that a launch of now says, for `store_enrolment`."""
    timestamp = now()
    return {
        "organisation_id": identity.class_key.organisation_id,
        "class_id": class_id,
        "person_id": person_id,
        "role": identity.role,
        "role_source": PREVIEW if identity.is_preview else "launch",
        "status": ACTIVE,
        "launched_at": timestamp,
        "updated_at": timestamp,
    }
