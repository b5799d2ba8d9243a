"""From a verified launch to a visit: role, class, language, session, and the page where it lands."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Connection

from careered.lti.claims import Launch
from careered.lti.registration import Registration
from careered.lti.roles import Role as LtiRole
from careered.packs.models import Pack
from careered.packs.store import Shelf
from careered.roster.arrive import Arrival, Arrived, arrive
from careered.roster.sync import ask_for_roster
from careered.web.i18n import choose
from careered.web.refusals import Refused
from careered.web.sessions import open_session
from careered.web.viewer import Role, Viewer

LESSON_PARAMETER, GRADE_PARAMETER, COUNTRY_PARAMETER = "careered_lesson", "careered_grade", "careered_country"
_ROLES = {LtiRole.PUPIL: Role.PUPIL, LtiRole.TEACHER: Role.TEACHER, LtiRole.ASSISTANT: Role.ASSISTANT}


@dataclass(frozen=True)
class Visit:
    """An open session and where it came from."""

    viewer: Viewer
    pack: Pack
    lesson_id: str
    link_id: str


def receive(db: Connection, shelf: Shelf, registration: Registration, found: Launch) -> Visit:
    """Person, class, enrolment and session. Custom values never give rights (CLM-22): the role is from `roles`."""
    pack = _pack(db, shelf, registration, found)
    arrived = arrive(db, _arrival(registration, found, pack))
    if arrived.blocked:
        raise Refused("account_blocked")
    lesson_id = _lesson(found, pack)
    viewer = open_session(db, _viewer(registration, found, pack, arrived, lesson_id))
    if viewer.is_staff:
        ask_for_roster(db, viewer.organisation_id, viewer.class_id)
    return Visit(viewer, pack, lesson_id, found.resource_link.id)


def _pack(db: Connection, shelf: Shelf, registration: Registration, found: Launch) -> Pack:
    """The pack of the platform's country, or of another country that the activity names (a school abroad)."""
    named = found.custom.get(COUNTRY_PARAMETER, "")
    pack = shelf.pack_of_country(db, named) if named else None
    pack = pack or shelf.pack_of_country(db, registration.country)
    if pack is None:
        raise Refused("no_pack")
    return pack


def role_of(found: Launch) -> Role:
    """What somebody is here. Test users and unknown roles see the pupil's pages and leave no trace."""
    if found.roles.test_user:
        return Role.GUEST
    return _ROLES.get(found.roles.role, Role.GUEST)


def _arrival(registration: Registration, found: Launch, pack: Pack) -> Arrival:
    context = found.context
    title = (context.title or context.label) if context else found.resource_link.title
    return Arrival(
        organisation_id=registration.organisation_id,
        platform_id=registration.platform_id,
        platform_name=registration.name,
        sub=found.sub,
        name=found.name or "",
        role=role_of(found).value,
        context_id=context.id if context else "",
        class_title=(title or "")[:255],
        pack_id=pack.id,
        grade=_grade(found, pack),
    )


def _grade(found: Launch, pack: Pack) -> int | None:
    """The class's grade, where the activity says one that the pack has; else the whole programme is in scope."""
    given = found.custom.get(GRADE_PARAMETER, "")
    grade = int(given) if given.isdecimal() and len(given) < 3 else None
    return grade if grade in pack.grades else None


def _lesson(found: Launch, pack: Pack) -> str:
    """The lesson that the activity is bound to, by its custom value or by the signed target address."""
    path = urlsplit(found.target_link_uri).path
    given = found.custom.get(LESSON_PARAMETER) or path.removeprefix("/lessons/")
    return given if any(lesson.id == given for lesson in pack.playable_lessons()) else ""


def _viewer(registration: Registration, found: Launch, pack: Pack, arrived: Arrived, lesson_id: str) -> Viewer:
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
        saves=role is not Role.GUEST,
        name=found.name or "",
        lang=choose([found.locale], pack.languages, pack.default_language),
        lesson_id=lesson_id,
        origins=found.platform_origins,
        languages=pack.languages,
    )


def lands_on(visit: Visit) -> str:
    """The first page of a visit."""
    if visit.viewer.is_staff:
        return f"/teacher/class/{visit.viewer.class_id}"
    return f"/lessons/{visit.lesson_id}" if visit.lesson_id else "/lessons"
