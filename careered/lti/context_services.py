"""Stores the service URLs of a launch for its class: line items, memberships, notices."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, select, update

from careered.clock import now
from careered.db.prefetch import Row
from careered.db.queries import select_by, where_equal
from careered.db.upsert import upsert
from careered.lti.claims import Launch
from careered.lti.platform import Registration
from careered.lti.tables import ContextService, Deployment

NOTED_EVERY = timedelta(days=1)
_services, _deployments = ContextService.__table__, Deployment.__table__
_STORED, _KEY = select(_services), ("organisation_id", "class_id")
_NAMED = ("platform_id", "deployment_id", "scopes", "line_items_url", "roster_url", "resource_link_id")


def store_context_services(db: Connection, registration: Registration, launch: Launch, class_id: str) -> None:
    """Store the URLs of the newest launch where they differ from the stored ones, and once in NOTED_EVERY.

    A deep linking launch without an AGS claim removes nothing.
    """
    key = {"organisation_id": registration.organisation_id, "class_id": class_id}
    named, updated = _named_services(registration, launch), _updated_columns(launch)
    stored = select_by(db, _STORED, _services, **key).mappings().first()
    if stored is None or not _is_stored(named, updated, stored):
        row = {**key, **named, "nrps_differences_url": "", "updated_at": now()}
        upsert(db, _services, row, key=tuple(key), update_columns=[*updated, "updated_at"])
    if launch.notices_url:
        _store_notices_url(db, registration, launch)


def stored_services(statement: Select[Any]) -> Select[Any]:
    """A statement about stored classes with what `names_stored_services` asks for, without classes that have none."""
    is_same = and_(*[_services.c[name] == statement.selected_columns[name] for name in _KEY])
    columns = [_services.c[name].label(f"service_{name}") for name in (*_NAMED, "updated_at")]
    its_deployment = [_deployments.c[name] == _services.c[name] for name in ("organisation_id", "platform_id")]
    its_deployment.append(_deployments.c.deployment_id == _services.c.deployment_id)
    notices_url = select(_deployments.c.notices_url).where(*its_deployment).scalar_subquery()
    return statement.join(_services, is_same).add_columns(*columns, notices_url.label("notices_url"))


def names_stored_services(registration: Registration, launch: Launch, row: Row) -> bool:
    """Whether `store_context_services` would change nothing. row: of `stored_services`."""
    stored = {name: row[f"service_{name}"] for name in (*_NAMED, "updated_at")}
    is_stored = _is_stored(_named_services(registration, launch), _updated_columns(launch), stored)
    return is_stored and launch.notices_url in {"", row["notices_url"]}


def _named_services(registration: Registration, launch: Launch) -> dict[str, object]:
    return {
        "platform_id": registration.platform_id,
        "deployment_id": launch.deployment_id,
        "scopes": sorted(launch.ags.scopes) if launch.ags else [],
        "line_items_url": (launch.ags.lineitems if launch.ags else "") or "",
        "roster_url": launch.nrps_url or "",
        "resource_link_id": launch.resource_link.id,
    }


def _is_stored(named: Mapping[str, object], updated: list[str], stored: Row) -> bool:
    """Whether storing would change nothing but when that was done, and it was done lately."""
    return now() - stored["updated_at"] <= NOTED_EVERY and all(stored[name] == named[name] for name in updated)


def _updated_columns(launch: Launch) -> list[str]:
    """A deep linking launch has no NRPS claim and no resource link (Moodle, measured): the stored ones stay."""
    always = ["platform_id", "deployment_id"]
    if not launch.resource_link.id:
        return always + (["scopes", "line_items_url"] if launch.ags else [])
    return [*always, "scopes", "line_items_url", "roster_url", "resource_link_id"]


def _store_notices_url(db: Connection, registration: Registration, launch: Launch) -> None:
    """Store where to subscribe to notices; a new URL is subscribed to again."""
    where = where_equal(
        _deployments,
        organisation_id=registration.organisation_id,
        platform_id=registration.platform_id,
        deployment_id=launch.deployment_id,
    )
    is_new_url = where & (_deployments.c.notices_url != launch.notices_url)
    db.execute(
        update(_deployments).where(is_new_url).values(notices_url=launch.notices_url, notices_subscribed_at=None)
    )
