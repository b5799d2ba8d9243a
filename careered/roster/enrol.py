"""Enrol whoever launches from a platform: find or create the person, the class and the enrolment."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from careered.clock import new_id, now
from careered.db.queries import where_equal
from careered.db.upsert import upsert
from careered.roster.keys import ClassKey, PersonKey
from careered.roster.school_matching import ClassRecord
from careered.roster.schools import assign_school
from careered.roster.tables import Enrolment, Person, SchoolClass
from careered.roster.withdrawn_names import withdraw_names_after_launch

ACTIVE, LEFT = "active", "left"
PREVIEW = "preview"  # role_source of staff who came as a learner: still known as staff at the next launch
_UPDATED_COLUMNS, _RETURNED_COLUMNS = (
    ("title", "label", "school_code", "platform_name"),
    ("id", "grade", "grade_set_at"),
)
_CLASS_KEY = ("organisation_id", "platform_id", "deployment_id", "context_id")
_PERSON_KEY = ("organisation_id", "platform_id", "deployment_id", "sub")


@dataclass(frozen=True)
class LaunchIdentity:
    """What a launch says about a person and a class. role: as enrolled ("pupil", "teacher", "assistant", "guest").

    is_preview: staff who come as a learner (see `is_staff_as_learner`); role is then "guest".
    class_label: the course's short name. school_code: the custom parameter careered_school, or "".
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
    is_preview: bool = False


@dataclass(frozen=True)
class EnrolmentResult:
    """The person and class of a launch. is_blocked: the person was not enrolled."""

    person_id: str
    class_id: str
    is_blocked: bool


def enrol_from_launch(db: Connection, identity: LaunchIdentity) -> EnrolmentResult:
    """Three upserts. A new name or title, also "", replaces the old one; the pack of an existing class stays."""
    person = upsert_person(db, identity.person_key, identity.name)
    class_id = _upsert_class(db, identity)
    if not person["blocked"]:
        _upsert_enrolment(db, identity, class_id, person["id"])
        if not identity.name:
            withdraw_names_after_launch(db, identity.class_key.organisation_id, class_id)
    return EnrolmentResult(person["id"], class_id, bool(person["blocked"]))


def is_staff_as_learner(db: Connection, class_key: ClassKey, person_key: PersonKey) -> bool:
    """Whether somebody who launches a class as a learner is its staff: "switch role" lets a teacher try it."""
    classes, people, enrolments = SchoolClass.__table__, Person.__table__, Enrolment.__table__
    joined = (
        select(enrolments.c.role, enrolments.c.role_source)
        .join(
            classes,
            (classes.c.organisation_id == enrolments.c.organisation_id) & (classes.c.id == enrolments.c.class_id),
        )
        .join(
            people, (people.c.organisation_id == enrolments.c.organisation_id) & (people.c.id == enrolments.c.person_id)
        )
    )
    where = where_equal(classes, **class_key.columns()) & where_equal(people, **person_key.columns())
    row = db.execute(joined.where(where)).first()
    if row is None:
        return False
    return row.role_source == PREVIEW or (row.role in {"teacher", "assistant"} and row.role_source == "launch")


def upsert_person(db: Connection, key: PersonKey, name: str) -> dict[str, Any]:
    """Find or create the person of a platform's `sub`; returns `id` and `blocked`."""
    values = {**key.columns(), "id": new_id(), "name": name, "blocked": False, "created_at": now()}
    return upsert(db, Person.__table__, values, key=_PERSON_KEY, update_columns=["name"], returning=["id", "blocked"])


def _upsert_class(db: Connection, identity: LaunchIdentity) -> str:
    values = {
        **identity.class_key.columns(),
        "id": new_id(),
        "platform_name": identity.platform_name,
        "title": identity.class_title,
        "label": identity.class_label,
        "school_code": identity.school_code,
        "school_id": "",
        "pack_id": identity.pack_id,
        "grade": identity.grade,
        "roster_state": "unknown",
        "roster_error": "",
        "created_at": now(),
    }
    row = upsert(
        db, SchoolClass.__table__, values, key=_CLASS_KEY, update_columns=_UPDATED_COLUMNS, returning=_RETURNED_COLUMNS
    )
    class_id = str(row["id"])
    if identity.grade not in {None, row["grade"]} and row["grade_set_at"] is None:
        where = where_equal(SchoolClass.__table__, organisation_id=identity.class_key.organisation_id, id=class_id)
        db.execute(update(SchoolClass.__table__).where(where).values(grade=identity.grade))
    if class_id == values["id"] and identity.class_key.context_id:
        record = ClassRecord(class_id, identity.class_title, identity.class_label, identity.school_code, "")
        assign_school(db, identity.class_key.organisation_id, record)
    return class_id


def _upsert_enrolment(db: Connection, identity: LaunchIdentity, class_id: str, person_id: str) -> None:
    timestamp = now()
    values = {
        "organisation_id": identity.class_key.organisation_id,
        "class_id": class_id,
        "person_id": person_id,
        "role": identity.role,
        "role_source": PREVIEW if identity.is_preview else "launch",
        "status": ACTIVE,
        "launched_at": timestamp,
        "updated_at": timestamp,
    }
    key = ("organisation_id", "class_id", "person_id")
    let_in = where_equal(Enrolment.__table__, **{name: values[name] for name in key}, status=LEFT)
    db.execute(
        update(Enrolment.__table__).where(let_in).values(listed_at=None)
    )  # the platform knows better than its list
    upsert(
        db,
        Enrolment.__table__,
        values,
        key=key,
        update_columns=["role", "role_source", "status", "launched_at", "updated_at"],
    )
