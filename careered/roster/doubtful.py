"""A membership list that loses most of a class at once is doubted: it is asked for again before anybody has left.

Platforms give such lists between two terms, or when a right of the tool was withdrawn, and mean nothing by it.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select, update

from careered.clock import now
from careered.db.queries import select_by, where_equal
from careered.roster.enrolment_upsert import ACTIVE, LEFT
from careered.roster.tables import Enrolment, Person, SchoolClass

MIN_PUPILS = 6
ASK_AGAIN_AFTER = timedelta(hours=1)
_enrolments, _people, _classes = Enrolment.__table__, Person.__table__, SchoolClass.__table__
_DOUBTED_SINCE = select(_classes.c.roster_doubted_at)


def active_subs(db: Connection, organisation_id: str, class_id: str) -> set[str]:
    """The `sub` of each pupil who is in the class now."""
    is_same_person = (_people.c.organisation_id == _enrolments.c.organisation_id) & (
        _people.c.id == _enrolments.c.person_id
    )
    of_class = where_equal(_enrolments, organisation_id=organisation_id, class_id=class_id, role="pupil", status=ACTIVE)
    return set(db.execute(select(_people.c.sub).join(_enrolments, is_same_person).where(of_class)).scalars())


def is_doubtful(
    db: Connection, organisation_id: str, class_id: str, pupils: Collection[str], leaving: Collection[str]
) -> bool:
    """Whether more than half of at least MIN_PUPILS pupils would leave at once. pupils: see `active_subs`.

    Not where such a list was doubted ASK_AGAIN_AFTER ago or earlier: what a later list says again is so.
    """
    if len(pupils) < MIN_PUPILS or 2 * len(leaving) <= len(pupils):
        return False
    since = _doubted_at(db, organisation_id, class_id)
    return since is None or now() - since < ASK_AGAIN_AFTER


def doubt_roster(db: Connection, organisation_id: str, class_id: str) -> None:
    """Nobody leaves; a full list is due again after ASK_AGAIN_AFTER."""
    moment = now()
    values = {"roster_state": "doubtful", "roster_error": "", "roster_due_at": moment + ASK_AGAIN_AFTER}
    if _doubted_at(db, organisation_id, class_id) is None:
        values["roster_doubted_at"] = moment
    where = where_equal(_classes, organisation_id=organisation_id, id=class_id)
    db.execute(update(_classes).where(where).values(**values))


def confirm_leavers(db: Connection, organisation_id: str, class_id: str) -> int:
    """A teacher says that the pupils whom the doubted list lacked have left; returns how many. 0 where none is doubted.

    Whoever has opened careered since then is there.
    """
    since = _doubted_at(db, organisation_id, class_id)
    if since is None:
        return 0
    of_class = where_equal(_enrolments, organisation_id=organisation_id, class_id=class_id, role="pupil", status=ACTIVE)
    unseen = [or_(column.is_(None), column < since) for column in (_enrolments.c.listed_at, _enrolments.c.launched_at)]
    values = {"status": LEFT, "moved_at": since, "updated_at": now()}
    left = db.execute(update(_enrolments).where(of_class, *unseen).values(**values)).rowcount
    accepted = {"roster_state": "fresh", "roster_error": "", "roster_updated_at": since, "roster_doubted_at": None}
    db.execute(
        update(_classes).where(where_equal(_classes, organisation_id=organisation_id, id=class_id)).values(**accepted)
    )
    return left


def _doubted_at(db: Connection, organisation_id: str, class_id: str) -> datetime | None:
    return select_by(db, _DOUBTED_SINCE, _classes, organisation_id=organisation_id, id=class_id).scalar()
