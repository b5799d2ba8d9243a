"""Stores the service URLs of a launch for its class: line items, memberships, notices."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection, select, update

from careered.clock import now
from careered.db.queries import select_by, where_equal
from careered.db.upsert import upsert
from careered.lti.claims import Launch
from careered.lti.platform import Registration
from careered.lti.tables import ContextService, Deployment

NOTED_EVERY = timedelta(days=1)
_services, _deployments = ContextService.__table__, Deployment.__table__
_STORED, _KEY = select(_services), ("organisation_id", "class_id")


def store_context_services(db: Connection, registration: Registration, launch: Launch, class_id: str) -> None:
    """Store the URLs of the newest launch where they differ from the stored ones, and once in NOTED_EVERY.

    A deep linking launch without an AGS claim removes nothing.
    """
    row: dict[str, object] = {
        "organisation_id": registration.organisation_id,
        "class_id": class_id,
        "platform_id": registration.platform_id,
        "deployment_id": launch.deployment_id,
        "scopes": sorted(launch.ags.scopes) if launch.ags else [],
        "line_items_url": (launch.ags.lineitems if launch.ags else "") or "",
        "roster_url": launch.nrps_url or "",
        "nrps_differences_url": "",
        "resource_link_id": launch.resource_link.id,
        "updated_at": now(),
    }
    updated = _updated_columns(launch)
    if not _is_stored(db, row, updated):
        upsert(db, _services, row, key=_KEY, update_columns=updated)
    if launch.notices_url:
        _store_notices_url(db, registration, launch)


def _is_stored(db: Connection, row: Mapping[str, object], updated: list[str]) -> bool:
    """Whether storing a row would change nothing but when it was stored, and that was lately."""
    stored = select_by(db, _STORED, _services, **{name: row[name] for name in _KEY}).mappings().first()
    if stored is None or now() - stored["updated_at"] > NOTED_EVERY:
        return False
    return all(stored[name] == row[name] for name in updated if name != "updated_at")


def _updated_columns(launch: Launch) -> list[str]:
    """A deep linking launch has no NRPS claim and no resource link (Moodle, measured): the stored ones stay."""
    always = ["platform_id", "deployment_id", "updated_at"]
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
