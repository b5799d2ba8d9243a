"""Registrations in the database: added, listed, and found by issuer and client id."""

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, select

from careered.clock import new_id, now
from careered.db.lookup import lookup
from careered.db.upsert import insert_if_new, upsert
from careered.lti.registration import Registration
from careered.lti.tables import Deployment, Platform
from careered.web.refusals import Refused

_platforms, _deployments = Platform.__table__, Deployment.__table__
_PLATFORMS, _PLACES = select(_platforms), select(_deployments.c.deployment_id)
_CHANGEABLE = ("name", "auth_url", "token_url", "jwks_url", "family", "country", "status")


def add(db: Connection, registration: Registration, deployments: Sequence[str]) -> str:
    """Store a registration; the same issuer and client id again changes it and keeps its id. The id comes back."""
    row = {name: getattr(registration, name) for name in ("organisation_id", "issuer", "client_id", "audience")}
    row |= {name: getattr(registration, name) for name in _CHANGEABLE}
    row |= {"id": new_id(), "created_at": now()}
    stored = upsert(
        db, _platforms, row, key=("issuer", "client_id"), change=_CHANGEABLE, returning=("organisation_id", "id")
    )
    for deployment_id in deployments:
        approve(db, stored["organisation_id"], stored["id"], deployment_id)
    return str(stored["id"])


def approve(db: Connection, organisation_id: str, platform_id: str, deployment_id: str) -> bool:
    """Allow a place on the platform to use the tool; whether it is new."""
    key = ("organisation_id", "platform_id", "deployment_id")
    row = dict(zip(key, (organisation_id, platform_id, deployment_id), strict=True))
    return insert_if_new(db, _deployments, {**row, "created_at": now()}, key=key)


def find(db: Connection, issuer: str, client_id: str) -> Registration:
    """The active registration of a login (SEC 5.1.1.1). Without a client id only where the issuer has just one.

    Unknown issuer, unknown client and a client of another issuer get one answer: it must not tell who is connected.
    """
    named = {"client_id": client_id} if client_id else {}
    rows = lookup(db, _PLATFORMS, _platforms, issuer=issuer, **named).mappings().all()
    if len(rows) != 1:
        raise Refused("unknown_platform")
    return _active(_registration(db, rows[0]))


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
    places = lookup(db, _PLACES, _deployments, organisation_id=row["organisation_id"], platform_id=row["id"])
    deployments = frozenset(places.scalars())
    fields = {name: row[name] for name in ("organisation_id", "issuer", "client_id", "audience", *_CHANGEABLE)}
    return Registration(platform_id=row["id"], deployments=deployments, **fields)
