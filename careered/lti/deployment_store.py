"""Deployments of a platform in the database: those that are approved, and those that wait for approval."""

from sqlalchemy import Connection, select, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.db.upsert import insert_if_new, upsert
from careered.lti.registration_version import change_version
from careered.lti.tables import Deployment, Platform
from careered.roster.deployments import may_share_people, share_people
from careered.web.errors import RequestError

_platforms, _deployments = Platform.__table__, Deployment.__table__
_SELECT_IDS = select(_deployments.c.deployment_id)
_KEY = ("organisation_id", "platform_id", "deployment_id")
MAX_PENDING_DEPLOYMENTS = 100


def approve(db: Connection, organisation_id: str, platform_id: str, deployment_id: str) -> None:
    """Approve a deployment, whether it waits or is new."""
    change_version(db)
    row = _row(organisation_id, platform_id, deployment_id, "approved")
    upsert(db, _deployments, row, key=_KEY, update_columns=["status"])


def request_approval(db: Connection, organisation_id: str, platform_id: str, deployment_id: str) -> None:
    """Store an unknown deployment that a launch came from as pending, up to MAX_PENDING_DEPLOYMENTS."""
    pending = pending_deployments(db, organisation_id, platform_id)
    if len(pending) < MAX_PENDING_DEPLOYMENTS:
        row = _row(organisation_id, platform_id, deployment_id, "pending")
        insert_if_new(db, _deployments, row, key=_KEY)


def pending_deployments(db: Connection, organisation_id: str, platform_id: str) -> list[str]:
    """Ids of the deployments that wait for approval, the oldest first."""
    where = where_equal(_deployments, organisation_id=organisation_id, platform_id=platform_id, status="pending")
    return list(db.execute(_SELECT_IDS.where(where).order_by(_deployments.c.created_at)).scalars())


def pending_by_platform(db: Connection, organisation_id: str) -> dict[str, list[str]]:
    """As `pending_deployments`, of each platform that has any."""
    where = where_equal(_deployments, organisation_id=organisation_id, status="pending")
    found: dict[str, list[str]] = {}
    for one in db.execute(select(_deployments).where(where).order_by(_deployments.c.created_at)):
        found.setdefault(one.platform_id, []).append(one.deployment_id)
    return found


def set_kind(db: Connection, organisation_id: str, platform_id: str, kind: str) -> None:
    """Store what a deployment of a platform is: a "school", or a "course"; the latter approves those that wait.

    Raises RequestError people_are_separate where deployments have been schools of their own already.
    """
    change_version(db)
    if kind == "course":
        if not may_share_people(db, organisation_id, platform_id):
            raise RequestError("people_are_separate")
        share_people(db, organisation_id, platform_id)
        for deployment_id in pending_deployments(db, organisation_id, platform_id):
            approve(db, organisation_id, platform_id, deployment_id)
    where = where_equal(_platforms, organisation_id=organisation_id, id=platform_id)
    db.execute(update(_platforms).where(where).values(deployment_kind=kind))


def _row(organisation_id: str, platform_id: str, deployment_id: str, status: str) -> dict[str, object]:
    row = dict(zip(_KEY, (organisation_id, platform_id, deployment_id), strict=True))
    return {**row, "status": status, "notices_url": "", "created_at": now()}
