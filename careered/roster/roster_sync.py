"""Store a platform's membership list (NRPS), so that a class also has the members who never launched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from careered.clock import new_id, now
from careered.db.queries import where_equal
from careered.db.upsert import upsert
from careered.roster import moves
from careered.roster.doubtful import active_subs, doubt_roster, is_doubtful
from careered.roster.enrolment_upsert import ACTIVE, KEY, LEFT
from careered.roster.joined_enrolment import keep_joined
from careered.roster.keys import PersonKey
from careered.roster.names import given_name_to_keep
from careered.roster.tables import Enrolment, Person, SchoolClass
from careered.roster.withdrawn_names import roster_has_names, set_roster_has_names

_enrolments, _classes, _people = Enrolment.__table__, SchoolClass.__table__, Person.__table__


@dataclass(frozen=True)
class RosterMember:
    """One member of a platform's membership list. is_active: NRPS status Active. given_name: "" where it has none."""

    sub: str
    name: str
    role: str
    is_active: bool
    given_name: str = ""


def store_roster(
    db: Connection,
    organisation_id: str,
    class_id: str,
    platform_id: str,
    deployment_id: str,
    members: Sequence[RosterMember],
    *,
    is_complete: bool,
    roles_unreliable: bool = False,
) -> bool:
    """Enrol the listed members, and set those to left who are listed as inactive.

    is_complete: whoever a list of all members lacks has left too; after one of differences they stay as they are.
    deployment_id: of a PersonKey. roles_unreliable: the platform is known to list staff as learners. Returns False for
    a doubtful list: its active members are enrolled, and nobody has left.
    """
    place = organisation_id, class_id, platform_id, deployment_id
    listed = [member for member in members if member.is_active]
    if _is_doubtful(db, organisation_id, class_id, members, is_complete=is_complete):
        return _enrol_and_doubt(db, *place, listed)
    if is_complete and members:
        set_roster_has_names(db, organisation_id, class_id, has_names=any(member.name for member in members))
    person_ids = _upsert_members(db, *place, members)
    if is_complete:
        _leave_all_but(db, organisation_id, class_id, {person_ids[member.sub] for member in listed})
    if roles_unreliable:
        _reclassify_known_staff(db, organisation_id, class_id)
    set_roster_state(db, organisation_id, class_id, "fresh")
    return True


def _is_doubtful(
    db: Connection, organisation_id: str, class_id: str, members: Sequence[RosterMember], *, is_complete: bool
) -> bool:
    pupils = active_subs(db, organisation_id, class_id)
    active = {member.sub for member in members if member.is_active}
    gone = pupils - active if is_complete else pupils & {member.sub for member in members} - active
    return is_doubtful(db, organisation_id, class_id, pupils, gone)


def _leave_all_but(db: Connection, organisation_id: str, class_id: str, listed_ids: set[str]) -> None:
    of_class, moment = where_equal(_enrolments, organisation_id=organisation_id, class_id=class_id), now()
    leaver = _enrolments.c.person_id == bindparam("leaver")
    leave = update(_enrolments).where(of_class, leaver).values(status=LEFT, moved_at=moment, updated_at=moment)
    leavers = sorted({*_active_person_ids(db, organisation_id, class_id)} - listed_ids)
    if leavers:
        db.execute(leave, [{"leaver": person_id} for person_id in leavers])


def _enrol_and_doubt(
    db: Connection,
    organisation_id: str,
    class_id: str,
    platform_id: str,
    deployment_id: str,
    listed: Sequence[RosterMember],
) -> bool:
    """Who is on a doubtful list is enrolled all the same."""
    doubt_roster(db, organisation_id, class_id)
    _upsert_members(db, organisation_id, class_id, platform_id, deployment_id, listed)
    return False


def _reclassify_known_staff(db: Connection, organisation_id: str, class_id: str) -> None:
    """Whoever only the list calls a pupil, and has launched as staff in another class, becomes an assistant.

    Moodle lists non-editing teachers as learners (measured); in a launch it calls them instructors.
    """
    known_staff = select(_enrolments.c.person_id).where(
        _enrolments.c.organisation_id == organisation_id,
        _enrolments.c.role.in_(("teacher", "assistant")),
        _enrolments.c.role_source == "launch",
    )
    where = where_equal(
        _enrolments, organisation_id=organisation_id, class_id=class_id, role="pupil", role_source="roster"
    )
    db.execute(update(_enrolments).where(where & _enrolments.c.person_id.in_(known_staff)).values(role="assistant"))


def _active_person_ids(db: Connection, organisation_id: str, class_id: str) -> Sequence[str]:
    where = where_equal(_enrolments, organisation_id=organisation_id, class_id=class_id, status=ACTIVE)
    return db.execute(select(_enrolments.c.person_id).where(where)).scalars().all()


def _upsert_members(
    db: Connection,
    organisation_id: str,
    class_id: str,
    platform_id: str,
    deployment_id: str,
    members: Sequence[RosterMember],
) -> dict[str, str]:
    """Person ids by sub."""
    place = organisation_id, class_id, platform_id, deployment_id
    has_names = any(member.name for member in members) or roster_has_names(db, organisation_id, class_id)
    before = moves.load_listed(db, organisation_id, class_id)
    person_ids = {member.sub: _upsert_member(db, *place, member, has_names=has_names) for member in members}
    keep_joined(db, organisation_id, class_id)
    moves.note_moves(db, organisation_id, class_id, before)
    return person_ids


def _upsert_member(
    db: Connection,
    organisation_id: str,
    class_id: str,
    platform_id: str,
    deployment_id: str,
    member: RosterMember,
    *,
    has_names: bool,
) -> str:
    """has_names: the platform's rosters have names, so that a member without one has a protected identity."""
    key = PersonKey(organisation_id, platform_id, deployment_id, member.sub).columns()
    name = {"name": member.name, "given_name": given_name_to_keep(member.name, member.given_name)}
    person = {**key, **name, "id": new_id(), "blocked": False, "created_at": now()}
    # A platform whose rosters never have names must not overwrite the names from launches.
    updated_columns = list(name) if has_names else ["platform_id"]
    row = upsert(db, _people, person, key=tuple(key), update_columns=updated_columns, returning=["id"])
    person_id = str(row["id"])
    _upsert_enrolment(db, {"organisation_id": organisation_id, "class_id": class_id, "person_id": person_id}, member)
    return person_id


def _upsert_enrolment(db: Connection, key: Mapping[str, str], member: RosterMember) -> None:
    timestamp = now()
    status = ACTIVE if member.is_active else LEFT
    as_listed = {"role": member.role, "role_source": "roster", "status": status}
    enrolment = {**key, **as_listed, "listed_at": timestamp, "updated_at": timestamp}
    upsert(db, _enrolments, enrolment, key=KEY, update_columns=["status", "listed_at", "updated_at"])
    _update_role_from_roster(db, enrolment)


def _update_role_from_roster(db: Connection, enrolment: dict[str, object]) -> None:
    """Update the role only if it came from a list: a launch is the better source."""
    key = {name: enrolment[name] for name in ("organisation_id", "class_id", "person_id")}
    where = where_equal(_enrolments, **key, role_source="roster") & (_enrolments.c.role != enrolment["role"])
    db.execute(update(_enrolments).where(where).values(role=enrolment["role"]))


def request_roster(db: Connection, organisation_id: str, class_id: str) -> None:
    """Make the membership list due now; the worker fetches it (no page waits for a platform)."""
    where = where_equal(_classes, organisation_id=organisation_id, id=class_id)
    db.execute(update(_classes).where(where).values(roster_due_at=now()))


def set_roster_state(
    db: Connection, organisation_id: str, class_id: str, state: str, error: str = "", due_at: datetime | None = None
) -> None:
    """Store how fetching the list ended. state: see `tables.SchoolClass`. error: a code, "" for success."""
    values: dict[str, object] = {"roster_state": state, "roster_error": error, "roster_due_at": due_at}
    if state == "fresh":
        values |= {"roster_updated_at": now(), "roster_doubted_at": None}
    where = where_equal(_classes, organisation_id=organisation_id, id=class_id)
    db.execute(update(_classes).where(where).values(**values))
