"""Registrations of platforms in the database; their deployments are in deployment_store.py."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from sqlalchemy import Connection, RowMapping, select, update

from careered.clock import new_id, now
from careered.db.queries import select_by, where_equal
from careered.db.upsert import upsert
from careered.lti import deployment_store
from careered.lti.former_deployments import FORMER
from careered.lti.platform import Registration
from careered.lti.quirks import quirks_of
from careered.lti.registration_version import change_version
from careered.lti.tables import Deployment, Platform
from careered.web.errors import RequestError

_platforms, _deployments = Platform.__table__, Deployment.__table__
_SELECT_PLATFORMS = select(_platforms)
_SELECT_DEPLOYMENTS = select(_deployments.c.deployment_id, _deployments.c.status)
_SELECT_BY_AGE = _SELECT_PLATFORMS.order_by(_platforms.c.created_at, _platforms.c.id)
_UPDATABLE_COLUMNS = ("name", "auth_url", "token_url", "jwks_url", "family", "country", "status")
_LIST_COLUMNS = ("scopes", "hosts", "service_hosts")


def save(db: Connection, registration: Registration, deployments: Sequence[str]) -> str:
    """Insert or update (by issuer and client id) a registration and approve deployments; returns its id.

    Raises RequestError already_registered where another organisation has it: nothing of theirs is changed.
    """
    change_version(db)
    row = {name: getattr(registration, name) for name in ("organisation_id", "issuer", "client_id", "audience")}
    row |= {name: getattr(registration, name) for name in _UPDATABLE_COLUMNS}
    row |= {name: list(getattr(registration, name)) for name in _LIST_COLUMNS}
    row |= {"id": new_id(), "registration_method": registration.registration_method, "created_at": now()}
    stored = upsert(
        db,
        _platforms,
        row,
        key=("issuer", "client_id"),
        update_columns=(*_UPDATABLE_COLUMNS, "scopes", "hosts", "audience", "registration_method"),
        returning=("organisation_id", "id"),
    )
    if stored["organisation_id"] != registration.organisation_id:
        raise RequestError("already_registered")
    for deployment_id in deployments:
        deployment_store.approve(db, stored["organisation_id"], stored["id"], deployment_id)
    return str(stored["id"])


def takes_name(registration: Registration, name: str) -> bool:
    """Whether a platform takes the name that a verified launch gives it: one that has no name but its host."""
    return bool(name) and registration.name == urlsplit(registration.issuer).hostname


def name_from_launch(db: Connection, registration: Registration, name: str) -> Registration:
    """A platform that has no name but its host gets the one that a verified launch gives it."""
    if not takes_name(registration, name):
        return registration
    _set(db, registration.organisation_id, registration.platform_id, name=name)
    return replace(registration, name=name)


def set_status(db: Connection, organisation_id: str, platform_id: str, status: str) -> None:
    """Switch a platform on ("active") or off ("off")."""
    _set(db, organisation_id, platform_id, status=status)


def _set(db: Connection, organisation_id: str, platform_id: str, **values: str) -> None:
    change_version(db)
    where = where_equal(_platforms, organisation_id=organisation_id, id=platform_id)
    db.execute(update(_platforms).where(where).values(**values))


def require_by_issuer(db: Connection, issuer: str, client_id: str) -> Registration:
    """The active registration of a login (SEC 5.1.1.1). Without a client id, the first of the issuer's active ones.

    The first stays the first, whoever registers the same issuer later; a launch of another's is refused by its `aud`.
    Raises RequestError platform_not_active or unknown_platform; the latter for every unknown combination, so that it
    does not reveal which platforms are registered.
    """
    client = {"client_id": client_id} if client_id else {}
    rows = select_by(db, _SELECT_BY_AGE, _platforms, issuer=issuer, **client).mappings().all()
    if not rows:
        raise RequestError("unknown_platform")
    first_active = next((row for row in rows if row["status"] == "active"), rows[0])
    return _checked_active(_registration(db, first_active))


def find_by_issuer(db: Connection, issuer: str, client_id: str) -> Registration | None:
    """A registration by issuer and client id, with any status."""
    row = select_by(db, _SELECT_PLATFORMS, _platforms, issuer=issuer, client_id=client_id).mappings().first()
    return _registration(db, row) if row else None


def same_platforms(db: Connection, registration: Registration) -> list[Registration]:
    """The organisation's other registrations of the same platform (it registered twice), the oldest first.

    A hosted platform's schools share one issuer, so there the account's name must be the same, too.
    """
    where = where_equal(_platforms, organisation_id=registration.organisation_id, issuer=registration.issuer)
    where &= _platforms.c.id != registration.platform_id
    if quirks_of(registration.family).return_hosts:
        where &= _platforms.c.name == registration.name
    rows = db.execute(_SELECT_PLATFORMS.where(where).order_by(_platforms.c.created_at)).mappings()
    return [_registration(db, row) for row in rows.all()]


def find_by_id(db: Connection, organisation_id: str, platform_id: str) -> Registration | None:
    """A registration by our own id, with any status."""
    row = (
        select_by(db, _SELECT_PLATFORMS, _platforms, organisation_id=organisation_id, id=platform_id).mappings().first()
    )
    return _registration(db, row) if row else None


def require_active(db: Connection, organisation_id: str, platform_id: str) -> Registration:
    """An active registration by our own id. Raises RequestError unknown_platform or platform_not_active."""
    registration = find_by_id(db, organisation_id, platform_id)
    if registration is None:
        raise RequestError("unknown_platform")
    return _checked_active(registration)


def _checked_active(registration: Registration) -> Registration:
    if registration.status != "active":
        raise RequestError("platform_not_active")
    return registration


def all_platforms(db: Connection, **organisation: str) -> list[Registration]:
    """Every registration by name; with organisation_id those of one organisation. Two statements."""
    rows = db.execute(select(_platforms).filter_by(**organisation).order_by(_platforms.c.name))
    statuses: dict[tuple[str, str], dict[str, str]] = {}
    for one in db.execute(select(_deployments).filter_by(**organisation)).all():
        statuses.setdefault((one.organisation_id, one.platform_id), {})[one.deployment_id] = one.status
    return [_from_rows(row, statuses.get((row["organisation_id"], row["id"]), {})) for row in rows.mappings()]


def _registration(db: Connection, row: RowMapping) -> Registration:
    return _from_rows(
        row, dict(_deployment_statuses(db, organisation_id=row["organisation_id"], platform_id=row["id"]))
    )


def _from_rows(row: RowMapping, statuses: Mapping[str, str]) -> Registration:
    """statuses: of the platform's deployments."""
    deployments = frozenset(name for name, status in statuses.items() if status == "approved")
    fields = {name: row[name] for name in ("organisation_id", "issuer", "client_id", "audience")}
    fields |= {name: row[name] for name in ("registration_method", "deployment_kind")}
    fields |= {name: row[name] for name in _UPDATABLE_COLUMNS} | {name: tuple(row[name]) for name in _LIST_COLUMNS}
    is_matching = FORMER in statuses.values()
    return Registration(platform_id=row["id"], deployments=deployments, is_matching=is_matching, **fields)


def _deployment_statuses(db: Connection, **place: str) -> list[tuple[str, str]]:
    rows = select_by(db, _SELECT_DEPLOYMENTS, _deployments, **place).all()
    return [(row.deployment_id, row.status) for row in rows]
