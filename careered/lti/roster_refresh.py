"""Roster refresh: fetches due rosters from platforms and passes them to roster.roster_sync."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, select, update

from careered.clock import now
from careered.db.engine import Database
from careered.db.faults import StorageFault
from careered.db.queries import where_equal
from careered.lti import connection_log, platform_store
from careered.lti.client import ServiceClient
from careered.lti.nrps import Member, Roster, RosterFailure, read_differences, read_roster
from careered.lti.platform import Registration
from careered.lti.quirks import quirks_of
from careered.lti.roles import Role as LtiRole
from careered.lti.tables import ContextService
from careered.lti.time_limit import time_limit
from careered.roster.classes import NO_LIST
from careered.roster.roster_sync import RosterMember, set_roster_state, store_roster
from careered.roster.tables import SchoolClass
from careered.web.logs import log, where

FULL_REFRESH_INTERVAL = timedelta(days=1)
FAILED_INTERVAL, REFUSED_INTERVAL = timedelta(hours=1), timedelta(hours=12)
ROSTER_SECONDS = 180  # of one list with all its pages
_classes, _services = SchoolClass.__table__, ContextService.__table__
_ENROLMENT_ROLES = {LtiRole.PUPIL: "pupil", LtiRole.TEACHER: "teacher", LtiRole.ASSISTANT: "assistant"}
_STEP = "roster"


def due_classes(db: Connection, *, excluded_platforms: Collection[str], limit: int = 5) -> list[RowMapping]:
    """Classes whose roster is due now, with their service URLs."""
    service_columns = (
        _services.c.roster_url,
        _services.c.nrps_differences_url,
        _services.c.roster_fetched_at,
        _services.c.resource_link_id,
    )
    class_columns = (_classes.c.organisation_id, _classes.c.id, _classes.c.platform_id, _classes.c.deployment_id)
    joined = select(*class_columns, *service_columns).join(
        _services,
        (_services.c.organisation_id == _classes.c.organisation_id) & (_services.c.class_id == _classes.c.id),
    )
    where = (_classes.c.roster_due_at <= now()) & _classes.c.platform_id.not_in(list(excluded_platforms))
    longest_waiting = _classes.c.roster_due_at
    return list(db.execute(joined.where(where).order_by(longest_waiting).limit(limit)).mappings())


def refresh_roster(database: Database, client: ServiceClient, class_row: RowMapping) -> None:
    """Fetch one roster, or its differences, and store it. A partial or failed roster changes no enrolment.

    Whatever happens, the class gets a state, a reason and a later time; only a fault of the database is raised.
    """
    try:
        with time_limit(ROSTER_SECONDS):
            _refresh(database, client, class_row)
    except StorageFault:
        raise
    except Exception as error:
        log.error("roster_fault", **where(error))
        _record_failure(database, class_row, RosterFailure("nrps_bad"))


def _refresh(database: Database, client: ServiceClient, class_row: RowMapping) -> None:
    with database.reading() as db:
        registration = platform_store.find_by_id(db, class_row["organisation_id"], class_row["platform_id"])
    if registration is None or not class_row["roster_url"]:
        return _record_failure(database, class_row, RosterFailure("nrps_refused"), roster_error=NO_LIST)
    if _may_fetch_differences(class_row["nrps_differences_url"], class_row["roster_fetched_at"]):
        differences = read_differences(client, registration, class_row["nrps_differences_url"])
        if isinstance(differences, Roster):
            return _store_roster(database, registration, class_row, differences, is_full_list=False)
    result = read_roster(client, registration, class_row["roster_url"], class_row["resource_link_id"])
    if isinstance(result, Roster):
        return _store_roster(database, registration, class_row, result, is_full_list=True)
    return _record_failure(database, class_row, result)


def _may_fetch_differences(url: str, refreshed_at: datetime | None) -> bool:
    """Differences need a full roster, which is read again once a day so that errors do not accumulate."""
    return bool(url) and refreshed_at is not None and now() - refreshed_at < FULL_REFRESH_INTERVAL


def _store_roster(
    database: Database, registration: Registration, class_row: RowMapping, roster: Roster, *, is_full_list: bool
) -> None:
    members = [_roster_member(member) for member in roster.members]
    deployment_id = registration.person_key(class_row["deployment_id"], "").deployment_id
    class_key = class_row["organisation_id"], class_row["id"], registration.platform_id, deployment_id
    learner_may_be_staff = quirks_of(registration.family).listed_learner_may_be_staff
    with database.transaction() as db:
        is_stored = store_roster(
            db, *class_key, members, is_complete=is_full_list, roles_unreliable=learner_may_be_staff
        )
        where = where_equal(_services, organisation_id=class_row["organisation_id"], class_id=class_row["id"])
        values: dict[str, object] = {"nrps_differences_url": roster.differences_url}
        if is_full_list or not is_stored:  # after a doubtful list, the next one is a full one too
            values["roster_fetched_at"] = now() if is_stored else None
        db.execute(update(_services).where(where).values(**values))
        connection_log.record(
            db,
            class_row["organisation_id"],
            registration.platform_id,
            _STEP,
            connection_log.OK,
            {"skipped": roster.skipped},
        )


def _record_failure(
    database: Database, class_row: RowMapping, failure: RosterFailure, *, roster_error: str = ""
) -> None:
    """roster_error: what the class remembers, by default the failure's code."""
    state = "refused" if failure.code in {"nrps_refused", "token_refused"} else "failed"
    due_at = now() + (REFUSED_INTERVAL if state == "refused" else FAILED_INTERVAL)
    with database.transaction() as db:
        set_roster_state(db, class_row["organisation_id"], class_row["id"], state, roster_error or failure.code, due_at)
        connection_log.record(db, class_row["organisation_id"], class_row["platform_id"], _STEP, failure.code, {})


def _roster_member(member: Member) -> RosterMember:
    role = "guest" if member.roles.is_test_user else _ENROLMENT_ROLES.get(member.roles.role, "guest")
    return RosterMember(member.user_id, member.name or "", role, member.active, member.given_name)
