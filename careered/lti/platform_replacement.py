"""A platform that comes again: deleted and added anew, or moved to another address. See docs/decisions/0020.

Its new connection takes the place of the former one, so classes, people and scores stay what they are. The two rows
exchange their connections; the former one is kept, switched off, so that the exchange can be undone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.lti import former_deployments
from careered.lti.platform import Registration
from careered.lti.registration_version import change_version
from careered.lti.tables import ConnectionEventRow, Deployment, Platform
from careered.roster.tables import SchoolClass

UNDO_PERIOD = timedelta(days=30)
_platforms, _deployments, _classes = Platform.__table__, Deployment.__table__, SchoolClass.__table__
_events = ConnectionEventRow.__table__
_CONNECTION = (
    *("name", "issuer", "client_id", "auth_url", "token_url", "jwks_url", "audience", "family"),
    *("registration_method", "scopes", "hosts", "service_hosts"),
)


@dataclass(frozen=True)
class EarlierPlatform:
    """A platform with classes, which a new registration may be."""

    platform_id: str
    name: str
    issuer: str
    classes: int


def earlier_platforms(db: Connection, new: Registration) -> Sequence[EarlierPlatform]:
    """What a registration without a class may be the same as, the same issuer first."""
    if _class_count(db, new.organisation_id, new.platform_id):
        return ()
    of_organisation = where_equal(_platforms, organisation_id=new.organisation_id, family=new.family)
    rows = db.execute(select(_platforms).where(of_organisation & (_platforms.c.id != new.platform_id))).all()
    found = [_earlier(row, _class_count(db, new.organisation_id, row.id)) for row in rows]
    with_classes = [earlier for earlier in found if earlier.classes]
    return sorted(with_classes, key=lambda earlier: (earlier.issuer != new.issuer, earlier.name))


def _earlier(row: Any, classes: int) -> EarlierPlatform:
    return EarlierPlatform(row.id, row.name, row.issuer, classes)


def _class_count(db: Connection, organisation_id: str, platform_id: str) -> int:
    where = where_equal(_classes, organisation_id=organisation_id, platform_id=platform_id)
    return int(db.execute(select(func.count()).where(where)).scalar_one())


def take_over(db: Connection, organisation_id: str, platform_id: str, new_id: str) -> None:
    """A platform gets the connection of a new registration, which keeps the former one and is switched off.

    Which deployment is which: `former_deployments.set_aside`.
    """
    place = organisation_id, platform_id
    change_version(db)
    _exchange(db, organisation_id, platform_id, new_id)
    _release_courses(db, place)
    former_deployments.set_aside(db, place)
    if len(former_deployments.former_deployments(db, place)) > 1 and not _kind(db, place):
        _set(db, organisation_id, platform_id, {"deployment_kind": "school"})  # they have been apart
    _set(db, organisation_id, new_id, {"status": "off", "replaced_by": platform_id, "replaced_at": now()})
    _set(db, organisation_id, platform_id, {"status": "active"})


def can_undo(db: Connection, organisation_id: str, platform_id: str) -> bool:
    """Whether a registration holds a connection that was replaced within UNDO_PERIOD."""
    return bool(_replaced_by(db, organisation_id, platform_id))


def undo(db: Connection, organisation_id: str, former_id: str) -> str:
    """The platform has its former connection again, and the new one waits for an answer. Returns the platform's id.

    Returns "" where there is nothing to undo.
    """
    platform_id = _replaced_by(db, organisation_id, former_id)
    if platform_id:
        place = organisation_id, platform_id
        change_version(db)
        names = former_deployments.names_before(db, place)
        _exchange(db, organisation_id, platform_id, former_id)
        _release_courses(db, place)
        former_deployments.put_back(db, place, names)
        _set(db, organisation_id, former_id, {"status": "pending", "replaced_by": "", "replaced_at": None})
    return platform_id


def _replaced_by(db: Connection, organisation_id: str, platform_id: str) -> str:
    recent = _platforms.c.replaced_at > now() - UNDO_PERIOD
    where = where_equal(_platforms, organisation_id=organisation_id, id=platform_id) & recent
    return str(db.execute(select(_platforms.c.replaced_by).where(where)).scalar() or "")


def _exchange(db: Connection, organisation_id: str, first_id: str, second_id: str) -> None:
    columns = [_platforms.c[name] for name in _CONNECTION]
    first, second = (
        dict(db.execute(select(*columns).where(_of(organisation_id, platform_id))).mappings().one())
        for platform_id in (first_id, second_id)
    )
    courses = where_equal(_classes, organisation_id=organisation_id, platform_id=first_id)
    db.execute(update(_classes).where(courses).values(course_address=""))  # of the other site: the next launch says it
    _set(db, organisation_id, first_id, {"client_id": f"exchanged-{first_id}"})  # issuer and client are unique
    _set(db, organisation_id, second_id, first)
    _set(db, organisation_id, first_id, second)
    for source, target in ((first_id, "exchanged"), (second_id, first_id), ("exchanged", second_id)):
        where = where_equal(_deployments, organisation_id=organisation_id, platform_id=source)
        db.execute(update(_deployments).where(where).values(platform_id=target))
    for platform_id in (first_id, second_id):
        db.execute(
            delete(_events).where(where_equal(_events, organisation_id=organisation_id, platform_id=platform_id))
        )


def _release_courses(db: Connection, place: former_deployments.Place) -> None:
    if _kind(db, place) == "course":
        former_deployments.release_contexts(db, place)


def _kind(db: Connection, place: former_deployments.Place) -> str:
    return str(db.execute(select(_platforms.c.deployment_kind).where(_of(*place))).scalar_one())


def _of(organisation_id: str, platform_id: str) -> Any:
    return where_equal(_platforms, organisation_id=organisation_id, id=platform_id)


def _set(db: Connection, organisation_id: str, platform_id: str, values: Mapping[str, Any]) -> None:
    db.execute(update(_platforms).where(_of(organisation_id, platform_id)).values(**values))
