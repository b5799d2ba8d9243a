"""Whether what a session rests on still holds: asked with each request, so that a right ends in every tab at once.

The tables belong to packages above this one, so only the columns that are needed are named here.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import column, func, select, table

from careered.web.permissions import Role
from careered.web.tables import SessionRow

_ENROLLED_ROLES = {role.value for role in Role} - {Role.OFFICER, Role.LEADER, Role.ADMIN}
_STAFF_ROLES = {Role.TEACHER, Role.ASSISTANT}
_sessions = SessionRow.__table__
PEOPLE = table(
    "person", *map(column, ("organisation_id", "id", "blocked", "deployment_id", "reads_easy", "given_name"))
)
_platforms = table("platform", *map(column, ("organisation_id", "id", "status")))
CLASSES = table("school_class", *map(column, ("organisation_id", "id", "deployment_id")))
_deployments = table("deployment", *map(column, ("organisation_id", "platform_id", "deployment_id", "status")))
_enrolments = table(
    "enrolment",
    *map(column, ("organisation_id", "class_id", "person_id", "role", "role_source", "status", "listed_at")),
)
_OPEN = {"approved", "former"}  # the latter waits to be recognised: who is in the middle of something goes on
_deployment_id = func.coalesce(CLASSES.c.deployment_id, PEOPLE.c.deployment_id)

SESSIONS = select(
    _sessions,
    PEOPLE.c.blocked.label("is_blocked"),
    PEOPLE.c.reads_easy.label("reads_easy"),
    PEOPLE.c.given_name.label("given_name"),
    _platforms.c.status.label("platform_status"),
    _deployment_id.label("deployment_id"),
    _deployments.c.status.label("deployment_status"),
    _enrolments.c.role.label("enrolled_role"),
    ((_enrolments.c.status == "left") & _enrolments.c.listed_at.is_not(None)).label("has_left"),
    (_enrolments.c.role_source == "joined").label("is_joined"),
    (_enrolments.c.role_source == "teacher").label("is_excluded"),
).select_from(
    _sessions.outerjoin(
        PEOPLE, (PEOPLE.c.organisation_id == _sessions.c.organisation_id) & (PEOPLE.c.id == _sessions.c.person_id)
    )
    .outerjoin(
        _platforms,
        (_platforms.c.organisation_id == _sessions.c.organisation_id) & (_platforms.c.id == _sessions.c.platform_id),
    )
    .outerjoin(
        CLASSES, (CLASSES.c.organisation_id == _sessions.c.organisation_id) & (CLASSES.c.id == _sessions.c.class_id)
    )
    .outerjoin(
        _deployments,
        (_deployments.c.organisation_id == _sessions.c.organisation_id)
        & (_deployments.c.platform_id == _sessions.c.platform_id)
        & (_deployments.c.deployment_id == _deployment_id),
    )
    .outerjoin(
        _enrolments,
        (_enrolments.c.organisation_id == _sessions.c.organisation_id)
        & (_enrolments.c.class_id == _sessions.c.class_id)
        & (_enrolments.c.person_id == _sessions.c.person_id),
    )
)


def has_ended(row: Mapping[str, Any]) -> bool:
    """Whether a row of SESSIONS has lost its ground: person, platform, deployment, role, or a place among the staff."""
    is_platform_closed = row["platform_status"] not in {None, "active"}
    # A platform without a row is none of ours (an administrator's link); "" is a class from before migration 0009.
    is_deployment_closed = (
        bool(row["platform_status"] and row["deployment_id"]) and row["deployment_status"] not in _OPEN
    )
    return bool(row["is_blocked"]) or is_platform_closed or is_deployment_closed or _has_lost_role(row)


def _has_lost_role(row: Mapping[str, Any]) -> bool:
    """Opened again with another role, or staff whom the platform's list no longer has.

    Not a pupil whom staff have said to be none: the account goes on, and nothing counts.
    """
    if row["role"] in _STAFF_ROLES and row["has_left"]:
        return True
    if row["role"] == Role.PUPIL and row["is_excluded"]:
        return False
    return row["role"] in _ENROLLED_ROLES and row["enrolled_role"] not in {None, row["role"]}
