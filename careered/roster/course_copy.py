"""A copied course gets the curriculum pack and grade of its original. Pupils' progress is not copied."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select, update

from careered.clock import new_id, now
from careered.db.queries import select_by, where_equal
from careered.db.upsert import insert_if_new
from careered.roster.keys import ClassKey
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


def load_class_setup(db: Connection, key: ClassKey) -> ClassSetup | None:
    """The setup of a course's class; None where nobody has launched from the course yet."""
    row = select_by(db, _SETUP, _classes, **key.columns()).mappings().first()
    return ClassSetup(**row) if row else None


def _load_origin_setup(db: Connection, key: ClassKey, *, any_deployment: bool) -> ClassSetup | None:
    """Canvas gives a copied course a deployment of its own: the original is then in another one of the platform."""
    columns = key.columns()
    if any_deployment:
        del columns["deployment_id"]
    row = select_by(db, _SETUP, _classes, **columns).mappings().first()
    return ClassSetup(**row) if row else None


def setup_from_origin(
    db: Connection, key: ClassKey, origins: Sequence[str], *, any_deployment: bool
) -> ClassSetup | None:
    """The setup of the nearest known original of a new class. origins: context ids, the nearest first (CORE B.2).

    any_deployment: whether the platform's deployments are courses of one school, so that an original may be in another.
    """
    if not origins or load_class_setup(db, key):
        return None
    origin_keys = (replace(key, context_id=origin) for origin in origins[:MAX_ORIGINS])
    setups = (_load_origin_setup(db, origin_key, any_deployment=any_deployment) for origin_key in origin_keys)
    return next((setup for setup in setups if setup), None)


def apply_course_copy(db: Connection, key: ClassKey, origins: Sequence[str], *, any_deployment: bool) -> bool:
    """Create the class of a copied course (copy notice) with the setup of its original; returns whether it is new."""
    setup = setup_from_origin(db, key, origins, any_deployment=any_deployment)
    if setup is None:
        return False
    row = {
        **key.columns(),
        "id": new_id(),
        "platform_name": setup.platform_name,
        "title": "",
        "pack_id": setup.pack_id,
        "grade": setup.grade,
        "roster_state": "unknown",
        "roster_error": "",
        "created_at": now(),
    }
    return insert_if_new(db, _classes, row, key=tuple(key.columns()))


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
