"""From a verified launch in a course to a visit: role, class, language, session, and the page where it lands."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sqlalchemy import Connection

from careered.lti.claims import Launch
from careered.lti.class_services import keep_services
from careered.lti.registration import Registration
from careered.lti.roles import Role as LtiRole
from careered.packs.models import Pack
from careered.packs.store import Shelf
from careered.roster.arrive import Arrival, Arrived, arrive
from careered.roster.copies import inherited, set_up_of
from careered.roster.read import pupils_named
from careered.roster.sync import ask_for_roster
from careered.web.edge import House
from careered.web.i18n import choose
from careered.web.permissions import Role
from careered.web.refusals import Refused
from careered.web.sessions import open_session
from careered.web.viewer import Viewer

LESSON, GRADE, COUNTRY = "careered_lesson", "careered_grade", "careered_country"
SCHOOL = "careered_school"
ACTIVITY, COLUMN, HISTORY = "careered_activity", "careered_column", "careered_context_history"
_ROLES = {
    LtiRole.PUPIL: Role.PUPIL,
    LtiRole.TEACHER: Role.TEACHER,
    LtiRole.ASSISTANT: Role.ASSISTANT,
    LtiRole.AUTHOR: Role.AUTHOR,
    LtiRole.MENTOR: Role.MENTOR,
}
_SAVING = {Role.PUPIL, Role.TEACHER, Role.ASSISTANT}


@dataclass(frozen=True)
class Visit:
    """An open session and where it came from.

    activity_id: our own id of the activity, given when it was chosen; it stays the same when a course is copied.
    column: which column the activity's own line item is: "programme", "lesson", or "" where nobody said.
    """

    viewer: Viewer
    pack: Pack
    lesson_id: str
    link_id: str
    activity_id: str
    column: str


def receive(db: Connection, house: House, registration: Registration, found: Launch) -> Visit:
    """Person, class, enrolment and session. Custom values never give rights (CLM-22): the role is from `roles`."""
    pack = _pack(db, house.get(Shelf), registration, found)
    arrived = arrive(db, _arrival(registration, found, pack, _grade(db, registration, found, pack)))
    if arrived.blocked:
        raise Refused("account_blocked")
    lesson_id = _lesson(found, pack)
    viewer = open_session(db, _viewer(db, registration, found, pack, arrived, lesson_id))
    if viewer.is_staff:
        ask_for_roster(db, viewer.organisation_id, viewer.class_id)
    keep_services(db, registration, found, viewer.class_id)
    activity, column = (found.custom.get(name, "")[:64] for name in (ACTIVITY, COLUMN))
    return Visit(viewer, pack, lesson_id, found.resource_link.id, activity, column)


def _pack(db: Connection, shelf: Shelf, registration: Registration, found: Launch) -> Pack:
    """The pack that the class began with; for a new one that of the country which the activity names (a school
    abroad), else of the course it was copied from, else of the platform's country.
    """
    known = set_up_of(db, registration.organisation_id, registration.platform_id, _context_id(found))
    pack = shelf.pack(db, known.pack_id) if known else None
    named = found.custom.get(COUNTRY, "")
    pack = pack or (shelf.pack_of_country(db, named) if named else None)
    pack = pack or shelf.pack(db, _original(db, registration, found)[0])
    pack = pack or shelf.pack_of_country(db, registration.country)
    if pack is None:
        raise Refused("no_pack")
    return shelf.local(db, registration.organisation_id, pack.id) or pack


def _original(db: Connection, registration: Registration, found: Launch) -> tuple[str, int | None]:
    """Pack and grade of the course that this new one was copied from, where the platform tells its history."""
    if found.context is None or not found.custom.get(HISTORY):
        return "", None
    where = registration.organisation_id, registration.platform_id, found.context.id
    like = inherited(db, *where, _history(found.custom[HISTORY]))
    return (like.pack_id, like.grade) if like else ("", None)


def _context_id(found: Launch) -> str:
    return found.context.id if found.context else ""


def _history(value: str) -> list[str]:
    """The ids of the courses before, the nearest first: a comma list, each URL-encoded (CORE B.2)."""
    return [unquote(one.strip()) for one in value[:4096].split(",") if one.strip()]


def role_of(found: Launch) -> Role:
    """What somebody is here. Test users and unknown roles see the pupil's pages and leave no trace."""
    if found.roles.test_user:
        return Role.GUEST
    return _ROLES.get(found.roles.role, Role.GUEST)


def _arrival(registration: Registration, found: Launch, pack: Pack, grade: int | None) -> Arrival:
    context = found.context
    title = (context.title or context.label) if context else found.resource_link.title
    return Arrival(
        organisation_id=registration.organisation_id,
        platform_id=registration.platform_id,
        platform_name=registration.name,
        sub=found.sub,
        name=found.name or "",
        role=role_of(found).value,
        context_id=_context_id(found),
        class_title=(title or "")[:255],
        pack_id=pack.id,
        grade=grade,
        class_label=((context.label or "") if context else "")[:255],
        school_code=found.custom.get(SCHOOL, "").strip()[:64],
    )


def _grade(db: Connection, registration: Registration, found: Launch, pack: Pack) -> int | None:
    """The class's grade: what the activity says, else the copied course's; else the whole programme is in scope."""
    given = found.custom.get(GRADE, "")
    grade = int(given) if given.isdecimal() and len(given) < 3 else _original(db, registration, found)[1]
    return grade if grade in pack.grades else None


def _lesson(found: Launch, pack: Pack) -> str:
    """The lesson that the activity is bound to, by its custom value or by the signed target address."""
    path = urlsplit(found.target_link_uri).path
    given = found.custom.get(LESSON) or path.removeprefix("/lessons/")
    return given if any(lesson.id == given for lesson in pack.playable_lessons()) else ""


def _viewer(
    db: Connection, registration: Registration, found: Launch, pack: Pack, arrived: Arrived, lesson_id: str
) -> Viewer:
    role = role_of(found)
    return Viewer(
        token="",
        cookies=True,
        organisation_id=registration.organisation_id,
        platform_id=registration.platform_id,
        platform_name=registration.name,
        person_id=arrived.person_id,
        class_id=arrived.class_id,
        role=role,
        saves=role in _SAVING,
        name=found.name or "",
        lang=choose([found.locale], pack.languages, pack.default_language),
        lesson_id=lesson_id,
        origins=found.platform_origins,
        languages=pack.languages,
        platform_admin=found.roles.platform_admin,
        sees=_mentees(db, registration, found.mentees, arrived) if role is Role.MENTOR else (),
    )


def _mentees(db: Connection, registration: Registration, subs: Sequence[str], arrived: Arrived) -> tuple[str, ...]:
    """A mentor sees those pupils of this class whom the platform names (CORE 5.4.3), and nobody where it names none."""
    return tuple(pupils_named(db, registration.organisation_id, arrived.class_id, subs)) if subs else ()


def lands_on(visit: Visit) -> str:
    """The first page of a visit."""
    if visit.viewer.is_staff or visit.viewer.role is Role.MENTOR:
        return visit.viewer.home
    return f"/lessons/{visit.lesson_id}" if visit.lesson_id else "/lessons"
