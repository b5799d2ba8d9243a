"""Registrations in the database: added, listed, and found by issuer and client id."""

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, delete, select, update

from careered.clock import new_id, now
from careered.db.lookup import lookup, same
from careered.db.upsert import insert_if_new, upsert
from careered.lti.registration import Registration
from careered.lti.tables import Deployment, Platform
from careered.web.refusals import Refused

_platforms, _deployments = Platform.__table__, Deployment.__table__
_PLATFORMS, _PLACES = select(_platforms), select(_deployments.c.deployment_id)
_CHANGEABLE = ("name", "auth_url", "token_url", "jwks_url", "family", "country", "status")
_LISTS = ("scopes", "hosts")
_PLACE = ("organisation_id", "platform_id", "deployment_id")
MOST_PENDING = 100


def add(db: Connection, registration: Registration, deployments: Sequence[str]) -> str:
    """Store a registration; the same issuer and client id again changes it and keeps its id. The id comes back."""
    row = {name: getattr(registration, name) for name in ("organisation_id", "issuer", "client_id", "audience")}
    row |= {name: getattr(registration, name) for name in _CHANGEABLE}
    row |= {name: list(getattr(registration, name)) for name in _LISTS}
    row |= {"id": new_id(), "registered": registration.registered, "created_at": now()}
    stored = upsert(
        db,
        _platforms,
        row,
        key=("issuer", "client_id"),
        change=(*_CHANGEABLE, *_LISTS, "audience", "registered"),
        returning=("organisation_id", "id"),
    )
    for deployment_id in deployments:
        approve(db, stored["organisation_id"], stored["id"], deployment_id)
    return str(stored["id"])


def approve(db: Connection, organisation_id: str, platform_id: str, deployment_id: str) -> None:
    """Allow a place on the platform to use the tool."""
    row = _place(organisation_id, platform_id, deployment_id, "approved")
    upsert(db, _deployments, row, key=_PLACE, change=["status"])


def ask_for_approval(db: Connection, organisation_id: str, platform_id: str, deployment_id: str) -> None:
    """Note a place that the platform has launched from and nobody has approved; an administrator decides."""
    known = pending_places(db, organisation_id, platform_id)
    if len(known) < MOST_PENDING:
        insert_if_new(db, _deployments, _place(organisation_id, platform_id, deployment_id, "pending"), key=_PLACE)


def forget_place(db: Connection, organisation_id: str, platform_id: str, deployment_id: str) -> None:
    """A place may not use the tool any more; when it tries, it waits for approval again."""
    where = same(_deployments, organisation_id=organisation_id, platform_id=platform_id, deployment_id=deployment_id)
    db.execute(delete(_deployments).where(where))


def pending_places(db: Connection, organisation_id: str, platform_id: str) -> list[str]:
    """The places that wait for approval."""
    where = same(_deployments, organisation_id=organisation_id, platform_id=platform_id, status="pending")
    return list(db.execute(_PLACES.where(where).order_by(_deployments.c.created_at)).scalars())


def _place(organisation_id: str, platform_id: str, deployment_id: str, status: str) -> dict[str, object]:
    row = dict(zip(_PLACE, (organisation_id, platform_id, deployment_id), strict=True))
    return {**row, "status": status, "notices_url": "", "created_at": now()}


def set_status(db: Connection, organisation_id: str, platform_id: str, status: str) -> None:
    """Switch a platform on ("active") or off ("off")."""
    where = same(_platforms, organisation_id=organisation_id, id=platform_id)
    db.execute(update(_platforms).where(where).values(status=status))


def find(db: Connection, issuer: str, client_id: str) -> Registration:
    """The active registration of a login (SEC 5.1.1.1). Without a client id only where the issuer has just one.

    Unknown issuer, unknown client and a client of another issuer get one answer: it must not tell who is connected.
    """
    named = {"client_id": client_id} if client_id else {}
    rows = lookup(db, _PLATFORMS, _platforms, issuer=issuer, **named).mappings().all()
    if len(rows) != 1:
        raise Refused("unknown_platform")
    return _active(_registration(db, rows[0]))


def known(db: Connection, issuer: str, client_id: str) -> Registration | None:
    """A registration by what the platform calls itself and us, whatever its status."""
    row = lookup(db, _PLATFORMS, _platforms, issuer=issuer, client_id=client_id).mappings().first()
    return _registration(db, row) if row else None


def by_id(db: Connection, organisation_id: str, platform_id: str) -> Registration | None:
    """A registration by our own id, whatever its status."""
    row = lookup(db, _PLATFORMS, _platforms, organisation_id=organisation_id, id=platform_id).mappings().first()
    return _registration(db, row) if row else None


def active_by_id(db: Connection, organisation_id: str, platform_id: str) -> Registration:
    """A registration by our own id; refuses when it has gone or is switched off."""
    found = by_id(db, organisation_id, platform_id)
    if found is None:
        raise Refused("unknown_platform")
    return _active(found)


def _active(registration: Registration) -> Registration:
    if registration.status != "active":
        raise Refused("platform_not_active")
    return registration


def all_platforms(db: Connection) -> list[Registration]:
    """Every registration, for the command line."""
    rows = db.execute(select(_platforms).order_by(_platforms.c.name)).mappings()
    return [_registration(db, row) for row in rows.all()]


def _registration(db: Connection, row: RowMapping) -> Registration:
    place = {"organisation_id": row["organisation_id"], "platform_id": row["id"], "status": "approved"}
    deployments = frozenset(lookup(db, _PLACES, _deployments, **place).scalars())
    fields = {name: row[name] for name in ("organisation_id", "issuer", "client_id", "audience", "registered")}
    fields |= {name: row[name] for name in _CHANGEABLE} | {name: tuple(row[name]) for name in _LISTS}
    return Registration(platform_id=row["id"], deployments=deployments, **fields)
