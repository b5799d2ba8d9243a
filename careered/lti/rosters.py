"""Fetching the lists of members that are wanted, and handing them to the roster room."""

from collections.abc import Collection

from sqlalchemy import Connection, RowMapping, select

from careered.clock import now
from careered.db.engine import Database
from careered.lti import platforms
from careered.lti.client import Later, ServiceClient, Turned
from careered.lti.nrps import Member, Roster, read_roster
from careered.lti.roles import Role as LtiRole
from careered.lti.tables import ClassService
from careered.roster.sync import Listed, set_roster_state, take_over
from careered.roster.tables import SchoolClass

_classes, _services = SchoolClass.__table__, ClassService.__table__
_ROLES = {LtiRole.PUPIL: "pupil", LtiRole.TEACHER: "teacher", LtiRole.ASSISTANT: "assistant"}


def due_classes(db: Connection, *, busy: Collection[str], limit: int = 5) -> list[RowMapping]:
    """Classes whose list is wanted now, with where to fetch it."""
    joined = select(_classes.c.organisation_id, _classes.c.id, _classes.c.platform_id, _services.c.roster_url).join(
        _services,
        (_services.c.organisation_id == _classes.c.organisation_id) & (_services.c.class_id == _classes.c.id),
    )
    where = (_classes.c.roster_due <= now()) & _classes.c.platform_id.not_in(list(busy))
    return list(db.execute(joined.where(where).limit(limit)).mappings())


def fetch(database: Database, client: ServiceClient, wanted: RowMapping) -> None:
    """Fetch one list. A partial or failed list changes nobody's enrolment; the state says what happened."""
    organisation_id, class_id = wanted["organisation_id"], wanted["id"]
    with database.read() as db:
        registration = platforms.by_id(db, organisation_id, wanted["platform_id"])
    if registration is None or not wanted["roster_url"]:
        return _note(database, organisation_id, class_id, "refused")
    answer = read_roster(client, registration, wanted["roster_url"])
    if isinstance(answer, Roster) and answer.complete:
        listed = [_listed(member) for member in answer.members]
        with database.write() as db:
            take_over(db, organisation_id, class_id, registration.platform_id, listed)
        return None
    state = "refused" if isinstance(answer, Turned) else "failed"
    return _note(database, organisation_id, class_id, state if not isinstance(answer, Later) else "failed")


def _note(database: Database, organisation_id: str, class_id: str, state: str) -> None:
    with database.write() as db:
        set_roster_state(db, organisation_id, class_id, state)


def _listed(member: Member) -> Listed:
    role = "guest" if member.roles.test_user else _ROLES.get(member.roles.role, "guest")
    return Listed(member.user_id, member.name or "", role, member.active)
