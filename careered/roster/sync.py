"""Taking over a platform's list of members, so that those who never opened anything are in the class too."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from careered.clock import new_id, now
from careered.db.lookup import same
from careered.db.upsert import upsert
from careered.roster.arrive import ACTIVE, LEFT
from careered.roster.tables import Enrolment, Person, SchoolClass

_enrolments, _classes, _people = Enrolment.__table__, SchoolClass.__table__, Person.__table__


@dataclass(frozen=True)
class Listed:
    """One member of a platform's list."""

    sub: str
    name: str
    role: str
    active: bool


def take_over(
    db: Connection,
    organisation_id: str,
    class_id: str,
    platform_id: str,
    listed: Sequence[Listed],
    *,
    doubted: bool = False,
) -> None:
    """Enrol the listed, mark the missing as left. A complete list only: a partial one must not get here.

    doubted: the platform is known to list staff as learners.
    """
    here = {member.sub: _enrol(db, organisation_id, class_id, platform_id, member) for member in listed}
    present = {person_id for member, person_id in zip(listed, here.values(), strict=False) if member.active}
    gone = [row for row in _enrolled(db, organisation_id, class_id) if row not in present]
    for person_id in gone:
        where = same(_enrolments, organisation_id=organisation_id, class_id=class_id, person_id=person_id)
        db.execute(update(_enrolments).where(where).values(status=LEFT, updated_at=now()))
    if doubted:
        _known_as_staff_elsewhere(db, organisation_id, class_id)
    set_roster_state(db, organisation_id, class_id, "fresh")


def take_changes(
    db: Connection,
    organisation_id: str,
    class_id: str,
    platform_id: str,
    listed: Sequence[Listed],
    *,
    doubted: bool = False,
) -> None:
    """Only those whom the platform names have changed; everybody else stays as they are. doubted: see `take_over`."""
    for member in listed:
        _enrol(db, organisation_id, class_id, platform_id, member)
    if doubted:
        _known_as_staff_elsewhere(db, organisation_id, class_id)
    set_roster_state(db, organisation_id, class_id, "fresh")


def _known_as_staff_elsewhere(db: Connection, organisation_id: str, class_id: str) -> None:
    """Who only the list calls a pupil, and came as staff to another class, is no pupil here.

    Moodle lists teachers who may not edit as learners (measured); at the door it calls them instructors.
    """
    staff = select(_enrolments.c.person_id).where(
        _enrolments.c.organisation_id == organisation_id,
        _enrolments.c.role.in_(("teacher", "assistant")),
        _enrolments.c.role_from == "launch",
    )
    where = same(_enrolments, organisation_id=organisation_id, class_id=class_id, role="pupil", role_from="roster")
    db.execute(update(_enrolments).where(where & _enrolments.c.person_id.in_(staff)).values(role="assistant"))


def not_a_pupil(db: Connection, organisation_id: str, class_id: str, person_id: str, *, undo: bool = False) -> bool:
    """A teacher says that somebody who never came is no pupil, or takes it back; whether that was possible.

    The list does not overturn it; when the person comes, the platform says what they are.
    """
    listed = {"role": "pupil", "role_from": "roster"}
    said = {"role": "assistant", "role_from": "teacher"}
    before, after = (said, listed) if undo else (listed, said)
    where = same(_enrolments, organisation_id=organisation_id, class_id=class_id, person_id=person_id, **before)
    where &= _enrolments.c.launched_at.is_(None)
    values = {**after, "updated_at": now()}
    return bool(db.execute(update(_enrolments).where(where).values(**values)).rowcount)


def _enrolled(db: Connection, organisation_id: str, class_id: str) -> Sequence[str]:
    where = same(_enrolments, organisation_id=organisation_id, class_id=class_id, status=ACTIVE)
    return db.execute(select(_enrolments.c.person_id).where(where)).scalars().all()


def _enrol(db: Connection, organisation_id: str, class_id: str, platform_id: str, member: Listed) -> str:
    at = now()
    person = {
        "organisation_id": organisation_id,
        "id": new_id(),
        "platform_id": platform_id,
        "sub": member.sub,
        "name": member.name,
        "blocked": False,
        "created_at": at,
    }
    key = ("organisation_id", "platform_id", "sub")
    # A list without names must not wipe a name that a launch has brought.
    row = upsert(db, _people, person, key=key, change=["name" if member.name else "platform_id"], returning=["id"])
    person_id = str(row["id"])
    enrolment = {
        "organisation_id": organisation_id,
        "class_id": class_id,
        "person_id": person_id,
        "role": member.role,
        "role_from": "roster",
        "status": ACTIVE if member.active else LEFT,
        "updated_at": at,
    }
    upsert(
        db, _enrolments, enrolment, key=("organisation_id", "class_id", "person_id"), change=["status", "updated_at"]
    )
    _role_from_list(db, enrolment)
    return person_id


def _role_from_list(db: Connection, enrolment: dict[str, object]) -> None:
    """A launch knows the role better than a list: only roles that came from lists follow the list."""
    key = {name: enrolment[name] for name in ("organisation_id", "class_id", "person_id")}
    where = same(_enrolments, **key, role_from="roster") & (_enrolments.c.role != enrolment["role"])
    db.execute(update(_enrolments).where(where).values(role=enrolment["role"]))


def ask_for_roster(db: Connection, organisation_id: str, class_id: str) -> None:
    """The list is wanted now; the worker fetches it (no page ever waits for a platform)."""
    where = same(_classes, organisation_id=organisation_id, id=class_id)
    db.execute(update(_classes).where(where).values(roster_due=now()))


def set_roster_state(db: Connection, organisation_id: str, class_id: str, state: str, problem: str = "") -> None:
    """How the last attempt to fetch the list ended. problem: why not, as a code."""
    values: dict[str, object] = {"roster_state": state, "roster_problem": problem, "roster_due": None}
    if state == "fresh":
        values["roster_at"] = now()
    where = same(_classes, organisation_id=organisation_id, id=class_id)
    db.execute(update(_classes).where(where).values(**values))
