"""Somebody comes in from a platform: the person, the class and the enrolment are found or made."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, update

from careered.clock import new_id, now
from careered.db.lookup import same
from careered.db.upsert import upsert
from careered.roster.school_rules import Course
from careered.roster.schools import place_new
from careered.roster.tables import Enrolment, Person, SchoolClass

ACTIVE, LEFT = "active", "left"
_CHANGE, _KNOWN = ("title", "label", "school_code", "platform_name"), ("id", "grade", "grade_set_at")
_CLASS_KEY = ("organisation_id", "platform_id", "context_id")


@dataclass(frozen=True)
class Arrival:
    """What is known of somebody at the door. role: as enrolled ("pupil", "teacher", "assistant", "guest").

    class_label: the course's short name. school_code: the school that the course says it belongs to.
    """

    organisation_id: str
    platform_id: str
    platform_name: str
    sub: str
    name: str
    role: str
    context_id: str
    class_title: str
    pack_id: str
    grade: int | None
    class_label: str = ""
    school_code: str = ""


@dataclass(frozen=True)
class Arrived:
    """The person and class that an arrival led to."""

    person_id: str
    class_id: str
    blocked: bool


def arrive(db: Connection, arrival: Arrival) -> Arrived:
    """Three upserts. A new name or title replaces the old one; a pack once chosen for a class stays."""
    person = know(db, arrival.organisation_id, arrival.platform_id, arrival.sub, arrival.name)
    class_id = _class(db, arrival)
    if not person["blocked"]:
        _enrol(db, arrival, class_id, person["id"])
    return Arrived(person["id"], class_id, bool(person["blocked"]))


def know(db: Connection, organisation_id: str, platform_id: str, sub: str, name: str) -> dict[str, Any]:
    """The person of a platform's `sub`, made where new: `id` and `blocked`."""
    values = {
        "organisation_id": organisation_id,
        "id": new_id(),
        "platform_id": platform_id,
        "sub": sub,
        "name": name,
        "blocked": False,
        "created_at": now(),
    }
    key = ("organisation_id", "platform_id", "sub")
    return upsert(db, Person.__table__, values, key=key, change=["name"], returning=["id", "blocked"])


def _class(db: Connection, arrival: Arrival) -> str:
    values = {
        "organisation_id": arrival.organisation_id,
        "id": new_id(),
        "platform_id": arrival.platform_id,
        "platform_name": arrival.platform_name,
        "context_id": arrival.context_id,
        "title": arrival.class_title,
        "label": arrival.class_label,
        "school_code": arrival.school_code,
        "school_id": "",
        "pack_id": arrival.pack_id,
        "grade": arrival.grade,
        "roster_state": "unknown",
        "roster_problem": "",
        "created_at": now(),
    }
    row = upsert(db, SchoolClass.__table__, values, key=_CLASS_KEY, change=_CHANGE, returning=_KNOWN)
    found = str(row["id"])
    if arrival.grade not in {None, row["grade"]} and row["grade_set_at"] is None:
        where = same(SchoolClass.__table__, organisation_id=arrival.organisation_id, id=found)
        db.execute(update(SchoolClass.__table__).where(where).values(grade=arrival.grade))
    if found == values["id"] and arrival.context_id:
        course = Course(found, arrival.class_title, arrival.class_label, arrival.school_code, "")
        place_new(db, arrival.organisation_id, course)
    return found


def _enrol(db: Connection, arrival: Arrival, class_id: str, person_id: str) -> None:
    at = now()
    values = {
        "organisation_id": arrival.organisation_id,
        "class_id": class_id,
        "person_id": person_id,
        "role": arrival.role,
        "role_from": "launch",
        "status": ACTIVE,
        "launched_at": at,
        "updated_at": at,
    }
    key = ("organisation_id", "class_id", "person_id")
    upsert(
        db, Enrolment.__table__, values, key=key, change=["role", "role_from", "status", "launched_at", "updated_at"]
    )
