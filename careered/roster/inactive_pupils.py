"""Which pupils have been inactive since a day: retention erases what was theirs."""

from datetime import datetime

from sqlalchemy import Connection, Exists, or_, select

from careered.db.queries import where_equal
from careered.roster.enrolment_upsert import EXCLUDED
from careered.roster.tables import Enrolment, SchoolClass

_classes, _enrolments = SchoolClass.__table__, Enrolment.__table__


def pupils_inactive_since(db: Connection, organisation_id: str, day: datetime, person_id: str = "") -> list[str]:
    """Ids of pupils who are in no running class and, since a day, have neither launched nor left one.

    A membership list that still has them in an ended class does not count. Nor do staff who say that an account is no
    pupil's: it ends as others do. person_id: consider this one only.
    """
    of_person = {"person_id": person_id} if person_id else {}
    wanted = where_equal(_enrolments, organisation_id=organisation_id, **of_person)
    is_pupil = or_(_enrolments.c.role == "pupil", _enrolments.c.role_source == EXCLUDED)
    inactive = select(_enrolments.c.person_id).where(wanted & is_pupil & ~_has_been_active(day)).distinct()
    return sorted(db.execute(inactive).scalars())


def _has_been_active(day: datetime) -> Exists:
    """Whether the person of an enrolment is, by any of theirs, in a running class or has been active since a day.

    Not "not in a list of ids": PostgreSQL compares each pupil with the whole list where that outgrows its memory.
    """
    theirs = _enrolments.alias("theirs")
    in_running_class = (theirs.c.status == "active") & _classes.c.id.is_not(None) & _classes.c.ended_at.is_(None)
    recently_left = (theirs.c.status != "active") & (theirs.c.updated_at >= day)
    is_active = or_(in_running_class, recently_left, theirs.c.launched_at >= day, _classes.c.ended_at >= day)
    same_class = (_classes.c.organisation_id == theirs.c.organisation_id) & (_classes.c.id == theirs.c.class_id)
    same_person = [theirs.c[name] == _enrolments.c[name] for name in ("organisation_id", "person_id")]
    found = select(theirs.c.person_id).select_from(theirs.outerjoin(_classes, same_class))
    return found.where(*same_person, is_active).exists()
