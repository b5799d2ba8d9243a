"""A copied course gets the curriculum pack and grade of its original. Pupils' progress is not copied."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from careered.clock import new_id, now
from careered.db.queries import select_by, where_equal
from careered.db.upsert import insert_if_new
from careered.roster.tables import Enrolment, SchoolClass

MAX_ORIGINS = 20
_classes, _enrolments = SchoolClass.__table__, Enrolment.__table__
_SETUP = select(_classes.c.pack_id, _classes.c.grade, _classes.c.platform_name)


@dataclass(frozen=True)
class ClassSetup:
    """The setup of a class that a copy takes over."""

    pack_id: str
    grade: int | None
    platform_name: str


def load_class_setup(db: Connection, organisation_id: str, platform_id: str, context_id: str) -> ClassSetup | None:
    """The setup of a course's class; None where nobody has launched from the course yet."""
    context_key = {"organisation_id": organisation_id, "platform_id": platform_id, "context_id": context_id}
    row = select_by(db, _SETUP, _classes, **context_key).mappings().first()
    return ClassSetup(**row) if row else None


def setup_from_origin(
    db: Connection, organisation_id: str, platform_id: str, context_id: str, origins: Sequence[str]
) -> ClassSetup | None:
    """The setup of the nearest known original of a new class. origins: context ids, the nearest first (CORE B.2)."""
    if not origins or load_class_setup(db, organisation_id, platform_id, context_id):
        return None
    setups = (load_class_setup(db, organisation_id, platform_id, origin) for origin in origins[:MAX_ORIGINS])
    return next((setup for setup in setups if setup), None)


def apply_course_copy(
    db: Connection, organisation_id: str, platform_id: str, context_id: str, origins: Sequence[str]
) -> bool:
    """Create the class of a copied course (copy notice) with the setup of its original; returns whether it is new."""
    setup = setup_from_origin(db, organisation_id, platform_id, context_id, origins)
    if setup is None:
        return False
    row = {
        "organisation_id": organisation_id,
        "id": new_id(),
        "platform_id": platform_id,
        "platform_name": setup.platform_name,
        "context_id": context_id,
        "title": "",
        "pack_id": setup.pack_id,
        "grade": setup.grade,
        "roster_state": "unknown",
        "roster_error": "",
        "created_at": now(),
    }
    return insert_if_new(db, _classes, row, key=("organisation_id", "platform_id", "context_id"))


def choose_pack(db: Connection, organisation_id: str, class_id: str, pack_id: str) -> bool:
    """Give a class another curriculum pack; returns False, and changes nothing, once a pupil has launched."""
    is_pupil = where_equal(_enrolments, organisation_id=organisation_id, class_id=class_id, role="pupil")
    launched = db.execute(
        select(_enrolments.c.person_id).where(is_pupil, _enrolments.c.launched_at.is_not(None)).limit(1)
    )
    if launched.first():
        return False
    where = where_equal(_classes, organisation_id=organisation_id, id=class_id)
    db.execute(update(_classes).where(where).values(pack_id=pack_id, grade=None))
    return True
