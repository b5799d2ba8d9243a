"""Deployments of a platform: whose classes and people are whose (docs/decisions/0019)."""

from sqlalchemy import Connection, bindparam, func, select, update

from careered.db.queries import where_equal
from careered.roster.keys import ClassKey
from careered.roster.tables import Enrolment, Person, SchoolClass

_classes, _people, _enrolments = SchoolClass.__table__, Person.__table__, Enrolment.__table__
_TAKE_CLASS = (
    update(_classes)
    .where(_classes.c.organisation_id == bindparam("organisation"), _classes.c.platform_id == bindparam("platform"))
    .where(_classes.c.deployment_id == "", _classes.c.context_id == bindparam("context"))
    .values(deployment_id=bindparam("deployment"))
    .returning(_classes.c.id)
)


def take_over_class(db: Connection, key: ClassKey, *, shares_people: bool) -> None:
    """Give a class that no deployment owns to the one that launches it, with its people.

    It was stored before migration 0009, or its platform's connection was replaced. shares_people: with the platform's
    other deployments; then they stay as they are, like a person whom the deployment already knows by the same `sub`.
    """
    values = {name.removesuffix("_id"): value for name, value in key.columns().items()}
    class_id = db.execute(_TAKE_CLASS, values).scalar_one_or_none()
    if class_id is not None and not shares_people:
        _take_people(db, key, class_id)


def _take_people(db: Connection, key: ClassKey, class_id: str) -> None:
    members = where_equal(_enrolments, organisation_id=key.organisation_id, class_id=class_id)
    of_platform = where_equal(_people, organisation_id=key.organisation_id, platform_id=key.platform_id)
    known = select(_people.c.sub).where(of_platform, _people.c.deployment_id == key.deployment_id)
    moving = (_people.c.deployment_id == "") & _people.c.sub.not_in(known.scalar_subquery())
    moving &= _people.c.id.in_(select(_enrolments.c.person_id).where(members))
    db.execute(update(_people).where(of_platform, moving).values(deployment_id=key.deployment_id))


def may_share_people(db: Connection, organisation_id: str, platform_id: str) -> bool:
    """Whether no `sub` has been two people yet: then the platform's deployments can still be courses of one school."""
    of_platform = where_equal(_people, organisation_id=organisation_id, platform_id=platform_id)
    twice = select(_people.c.sub).where(of_platform).group_by(_people.c.sub).having(func.count() > 1)
    return db.execute(twice.limit(1)).first() is None


def share_people(db: Connection, organisation_id: str, platform_id: str) -> None:
    """From now on a platform's people are the same in all its deployments. Only if `may_share_people`."""
    of_platform = where_equal(_people, organisation_id=organisation_id, platform_id=platform_id)
    db.execute(update(_people).where(of_platform).values(deployment_id=""))
