"""What a platform offers for a class, kept from launches: gradebook, members, notices."""

from sqlalchemy import Connection, update

from careered.clock import now
from careered.db.lookup import same
from careered.db.upsert import upsert
from careered.lti.claims import Launch
from careered.lti.registration import Registration
from careered.lti.tables import ClassService, Deployment

_services, _deployments = ClassService.__table__, Deployment.__table__


def keep_services(db: Connection, registration: Registration, found: Launch, class_id: str) -> None:
    """Keep the addresses of the newest launch. A message that brings no gradebook claim takes none away."""
    row: dict[str, object] = {
        "organisation_id": registration.organisation_id,
        "class_id": class_id,
        "platform_id": registration.platform_id,
        "deployment_id": found.deployment_id,
        "scopes": sorted(found.ags.scopes) if found.ags else [],
        "line_items_url": (found.ags.lineitems if found.ags else "") or "",
        "roster_url": found.nrps_url or "",
        "differences_url": "",
        "link_id": found.resource_link.id,
        "updated_at": now(),
    }
    upsert(db, _services, row, key=("organisation_id", "class_id"), change=_changed(found))
    if found.notices_url:
        _keep_notices(db, registration, found)


def _changed(found: Launch) -> list[str]:
    """A deep linking launch has no members and no activity (Moodle, measured): what is known of them stays."""
    always = ["platform_id", "deployment_id", "updated_at"]
    if not found.resource_link.id:
        return always + (["scopes", "line_items_url"] if found.ags else [])
    return [*always, "scopes", "line_items_url", "roster_url", "link_id"]


def _keep_notices(db: Connection, registration: Registration, found: Launch) -> None:
    """Where to ask for notices; asked for again only where the address is a new one."""
    where = same(
        _deployments,
        organisation_id=registration.organisation_id,
        platform_id=registration.platform_id,
        deployment_id=found.deployment_id,
    )
    new = where & (_deployments.c.notices_url != found.notices_url)
    db.execute(update(_deployments).where(new).values(notices_url=found.notices_url, notices_at=None))
