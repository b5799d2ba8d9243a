"""Who came to a class and who left it, by its membership lists: what one list says that the one before did not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.roster.enrolment_upsert import ACTIVE, IS_JOINED
from careered.roster.members import Pupil
from careered.roster.tables import Enrolment, SchoolClass

TOLD_FOR = timedelta(days=14)
"""For how long the class's page says that somebody came or left."""
_enrolments, _classes = Enrolment.__table__, SchoolClass.__table__
Listed = Mapping[str, str]
"""Whether a list has a member (ACTIVE) or not, by person id; nobody whom no list has had."""


@dataclass(frozen=True)
class Moves:
    """Ids of the pupils who came, and of those who left, each with when; the latest first."""

    came: list[tuple[str, datetime]]
    left: list[tuple[str, datetime]]


def recent_moves(pupils: Iterable[Pupil]) -> Moves:
    """The moves of the last TOLD_FOR."""
    moved = sorted(
        ((pupil.moved_at, pupil) for pupil in pupils if pupil.moved_at and pupil.moved_at > now() - TOLD_FOR),
        key=lambda one: one[0],
        reverse=True,
    )
    return Moves(
        [(pupil.id, moment) for moment, pupil in moved if pupil.status == ACTIVE],
        [(pupil.id, moment) for moment, pupil in moved if pupil.status != ACTIVE],
    )


def load_listed(db: Connection, organisation_id: str, class_id: str) -> Listed | None:
    """What the lists have said so far; None before the class's first one, which brings everybody."""
    of_class = where_equal(_classes, organisation_id=organisation_id, id=class_id)
    if db.execute(select(_classes.c.roster_updated_at).where(of_class)).scalar_one_or_none() is None:
        return None
    return _statuses(db, organisation_id, class_id)


def note_moves(db: Connection, organisation_id: str, class_id: str, before: Listed | None) -> None:
    """Note who has come or left since `before` (`load_listed`)."""
    if before is None:
        return
    after = _statuses(db, organisation_id, class_id)
    moved = [key for key, status in after.items() if before.get(key) != status and (key in before or status == ACTIVE)]
    where = where_equal(_enrolments, organisation_id=organisation_id, class_id=class_id)
    db.execute(update(_enrolments).where(where & _enrolments.c.person_id.in_(moved)).values(moved_at=now()))


def _statuses(db: Connection, organisation_id: str, class_id: str) -> Listed:
    where = where_equal(_enrolments, organisation_id=organisation_id, class_id=class_id)
    where &= _enrolments.c.listed_at.is_not(None) & ~IS_JOINED
    rows = db.execute(select(_enrolments.c.person_id, _enrolments.c.status).where(where))
    return {row.person_id: row.status for row in rows}
