"""Fetching the lists of members that are wanted, and handing them to the roster room."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, select, update

from careered.clock import now
from careered.db.engine import Database
from careered.db.lookup import same
from careered.lti import notes, platforms
from careered.lti.client import ServiceClient
from careered.lti.nrps import Member, NoRoster, Roster, read_differences, read_roster
from careered.lti.quirks import quirks_of
from careered.lti.registration import Registration
from careered.lti.roles import Role as LtiRole
from careered.lti.tables import ClassService
from careered.roster.sync import Listed, set_roster_state, take_changes, take_over
from careered.roster.tables import SchoolClass

WHOLE_LIST_EVERY = timedelta(days=1)
_classes, _services = SchoolClass.__table__, ClassService.__table__
_ROLES = {LtiRole.PUPIL: "pupil", LtiRole.TEACHER: "teacher", LtiRole.ASSISTANT: "assistant"}
_STEP = "roster"


def due_classes(db: Connection, *, busy: Collection[str], limit: int = 5) -> list[RowMapping]:
    """Classes whose list is wanted now, with where to fetch it."""
    offered = (_services.c.roster_url, _services.c.differences_url, _services.c.listed_at, _services.c.link_id)
    known = (_classes.c.organisation_id, _classes.c.id, _classes.c.platform_id)
    joined = select(*known, *offered).join(
        _services,
        (_services.c.organisation_id == _classes.c.organisation_id) & (_services.c.class_id == _classes.c.id),
    )
    where = (_classes.c.roster_due <= now()) & _classes.c.platform_id.not_in(list(busy))
    return list(db.execute(joined.where(where).limit(limit)).mappings())


def fetch(database: Database, client: ServiceClient, wanted: RowMapping) -> None:
    """Fetch one list, or only what has changed. A partial or failed list changes nobody's enrolment."""
    with database.read() as db:
        registration = platforms.by_id(db, wanted["organisation_id"], wanted["platform_id"])
    if registration is None or not wanted["roster_url"]:
        return _failed(database, wanted, NoRoster("nrps_refused"))
    if _may_ask_for_changes(wanted["differences_url"], wanted["listed_at"]):
        changes = read_differences(client, registration, wanted["differences_url"])
        if isinstance(changes, Roster):
            return _keep(database, registration, wanted, changes, whole=False)
    found = read_roster(client, registration, wanted["roster_url"], wanted["link_id"])
    if isinstance(found, Roster):
        return _keep(database, registration, wanted, found, whole=True)
    return _failed(database, wanted, found)


def _may_ask_for_changes(url: str, last: datetime | None) -> bool:
    """Changes build on a whole list, and once a day the whole list is read again: errors must not pile up."""
    return bool(url) and last is not None and now() - last < WHOLE_LIST_EVERY


def _keep(database: Database, registration: Registration, wanted: RowMapping, found: Roster, *, whole: bool) -> None:
    listed = [_listed(member) for member in found.members]
    where = wanted["organisation_id"], wanted["id"], registration.platform_id
    doubted = quirks_of(registration.family).listed_learner_may_be_staff
    with database.write() as db:
        (take_over if whole else take_changes)(db, *where, listed, doubted=doubted)
        here = same(_services, organisation_id=wanted["organisation_id"], class_id=wanted["id"])
        read = {"listed_at": now()} if whole else {}
        db.execute(update(_services).where(here).values(differences_url=found.differences, **read))
        notes.put(db, wanted["organisation_id"], registration.platform_id, _STEP, notes.OK, {"skipped": found.skipped})


def _failed(database: Database, wanted: RowMapping, found: NoRoster) -> None:
    state = "refused" if found.problem in {"nrps_refused", "token_refused"} else "failed"
    with database.write() as db:
        set_roster_state(db, wanted["organisation_id"], wanted["id"], state, found.problem)
        notes.put(db, wanted["organisation_id"], wanted["platform_id"], _STEP, found.problem, {})


def _listed(member: Member) -> Listed:
    role = "guest" if member.roles.test_user else _ROLES.get(member.roles.role, "guest")
    return Listed(member.user_id, member.name or "", role, member.active)
