"""A copied course begins as its original was set up: same curriculum pack and grade. Pupils' progress stays behind."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from careered.clock import new_id, now
from careered.db.lookup import lookup, same
from careered.db.upsert import insert_if_new
from careered.roster.tables import Enrolment, SchoolClass

MOST_ORIGINS = 20
_classes, _enrolments = SchoolClass.__table__, Enrolment.__table__
_SET_UP = select(_classes.c.pack_id, _classes.c.grade, _classes.c.platform_name)


@dataclass(frozen=True)
class SetUp:
    """How a class is set up."""

    pack_id: str
    grade: int | None
    platform_name: str


def set_up_of(db: Connection, organisation_id: str, platform_id: str, context_id: str) -> SetUp | None:
    """How the class of a course is set up; None where nobody has opened it yet."""
    where = {"organisation_id": organisation_id, "platform_id": platform_id, "context_id": context_id}
    row = lookup(db, _SET_UP, _classes, **where).mappings().first()
    return SetUp(**row) if row else None


def inherited(
    db: Connection, organisation_id: str, platform_id: str, context_id: str, origins: Sequence[str]
) -> SetUp | None:
    """How the nearest known original of a new class is set up. origins: course ids, the nearest first (CORE B.2)."""
    if not origins or set_up_of(db, organisation_id, platform_id, context_id):
        return None
    found = (set_up_of(db, organisation_id, platform_id, origin) for origin in origins[:MOST_ORIGINS])
    return next((one for one in found if one), None)


def copied(db: Connection, organisation_id: str, platform_id: str, context_id: str, origins: Sequence[str]) -> bool:
    """The platform says that a course was copied: its class is made, set up like the original; whether it was new."""
    like = inherited(db, organisation_id, platform_id, context_id, origins)
    if like is None:
        return False
    row = {
        "organisation_id": organisation_id,
        "id": new_id(),
        "platform_id": platform_id,
        "platform_name": like.platform_name,
        "context_id": context_id,
        "title": "",
        "pack_id": like.pack_id,
        "grade": like.grade,
        "roster_state": "unknown",
        "roster_problem": "",
        "created_at": now(),
    }
    return insert_if_new(db, _classes, row, key=("organisation_id", "platform_id", "context_id"))


def choose_pack(db: Connection, organisation_id: str, class_id: str, pack_id: str) -> bool:
    """Give a class another curriculum pack, as long as no pupil has begun with the one it has; whether it was given."""
    pupils = same(_enrolments, organisation_id=organisation_id, class_id=class_id, role="pupil")
    begun = db.execute(select(_enrolments.c.person_id).where(pupils, _enrolments.c.launched_at.is_not(None)).limit(1))
    if begun.first():
        return False
    where = same(_classes, organisation_id=organisation_id, id=class_id)
    db.execute(update(_classes).where(where).values(pack_id=pack_id, grade=None))
    return True
