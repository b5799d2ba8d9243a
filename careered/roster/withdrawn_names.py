"""Names that a platform no longer sends: of one person (protected identity), or of a class (docs/decisions/0021)."""

from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from careered.db.queries import where_equal
from careered.roster.tables import Enrolment, Person, SchoolClass

_enrolments, _people, _classes = Enrolment.__table__, Person.__table__, SchoolClass.__table__
LAUNCHES_WITHOUT_NAMES = 2  # one is a person with a protected identity; the next says that the platform has stopped


def roster_has_names(db: Connection, organisation_id: str, class_id: str) -> bool:
    """Whether the last roster of the class had names, so that a missing one means something."""
    where = where_equal(_classes, organisation_id=organisation_id, id=class_id)
    return bool(db.execute(select(_classes.c.roster_has_names).where(where)).scalar())


def set_roster_has_names(db: Connection, organisation_id: str, class_id: str, *, has_names: bool) -> None:
    """Note whether the roster has names. Where the last one had and this one has not, the class's are withdrawn."""
    if not has_names and roster_has_names(db, organisation_id, class_id):
        withdraw_names(db, organisation_id, class_id)
    where = where_equal(_classes, organisation_id=organisation_id, id=class_id)
    db.execute(update(_classes).where(where).values(roster_has_names=has_names))


def withdraw_names_after_launch(db: Connection, organisation_id: str, class_id: str) -> None:
    """Withdraw the class's names if its last launches had none, unless its rosters have: these tell one from all."""
    if roster_has_names(db, organisation_id, class_id):
        return
    names = _latest_names(db, organisation_id, class_id)
    if len(names) == LAUNCHES_WITHOUT_NAMES and not any(names):
        withdraw_names(db, organisation_id, class_id)


def _latest_names(db: Connection, organisation_id: str, class_id: str) -> Sequence[str]:
    """The names of those who launched last, each person once."""
    joined = select(_people.c.name).join(
        _enrolments,
        (_enrolments.c.organisation_id == _people.c.organisation_id) & (_enrolments.c.person_id == _people.c.id),
    )
    where = where_equal(_enrolments, organisation_id=organisation_id, class_id=class_id)
    where &= _enrolments.c.launched_at.is_not(None)
    latest = joined.where(where).order_by(_enrolments.c.launched_at.desc()).limit(LAUNCHES_WITHOUT_NAMES)
    return db.execute(latest).scalars().all()


def withdraw_names(db: Connection, organisation_id: str, class_id: str) -> None:
    """Forget the names of everybody in a class, also of those who have left."""
    members = select(_enrolments.c.person_id).where(
        where_equal(_enrolments, organisation_id=organisation_id, class_id=class_id)
    )
    where = where_equal(_people, organisation_id=organisation_id) & _people.c.id.in_(members) & (_people.c.name != "")
    db.execute(update(_people).where(where).values(name="", given_name=None))
