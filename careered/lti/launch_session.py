"""From a verified launch in a course to a visit: role, class, language, session, and the page where it lands."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sqlalchemy import Connection

from careered.lti.claims import Launch
from careered.lti.context_services import store_context_services
from careered.lti.platform import Registration
from careered.lti.roles import Role as LtiRole
from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.roster.course_copy import load_class_setup, setup_from_origin
from careered.roster.enrol import EnrolmentResult, LaunchIdentity, enrol_from_launch
from careered.roster.queries import pupil_ids_by_sub
from careered.roster.roster_sync import request_roster
from careered.web.errors import RequestError
from careered.web.i18n import choose_language
from careered.web.permissions import Role
from careered.web.request import AppState
from careered.web.sessions import open_session
from careered.web.viewer import Viewer

CUSTOM_LESSON, CUSTOM_GRADE, CUSTOM_COUNTRY = "careered_lesson", "careered_grade", "careered_country"
CUSTOM_SCHOOL = "careered_school"
CUSTOM_ACTIVITY, CUSTOM_LINE_ITEM, CUSTOM_CONTEXT_HISTORY = (
    "careered_activity",
    "careered_column",
    "careered_context_history",
)
_SESSION_ROLES = {
    LtiRole.PUPIL: Role.PUPIL,
    LtiRole.TEACHER: Role.TEACHER,
    LtiRole.ASSISTANT: Role.ASSISTANT,
    LtiRole.AUTHOR: Role.AUTHOR,
    LtiRole.MENTOR: Role.MENTOR,
}
_PERSISTING_ROLES = {Role.PUPIL, Role.TEACHER, Role.ASSISTANT}


@dataclass(frozen=True)
class LaunchSession:
    """An open session and where it came from.

    activity_id: our own id of the activity, given when it was chosen; it stays the same when a course is copied.
    column: which column the activity's own line item is: "programme", "lesson", or "" where nobody said.
    """

    viewer: Viewer
    pack: Pack
    lesson_id: str
    resource_link_id: str
    activity_id: str
    line_item_kind: str


def start_session(db: Connection, app_state: AppState, registration: Registration, launch: Launch) -> LaunchSession:
    """Person, class, enrolment and session. Custom values never give rights (CLM-22): the role is from `roles`."""
    pack = _choose_pack(db, app_state.get(PackStore), registration, launch)
    enrolment = enrol_from_launch(
        db, _launch_identity(registration, launch, pack, _grade(db, registration, launch, pack))
    )
    if enrolment.is_blocked:
        raise RequestError("account_blocked")
    lesson_id = _lesson_id(launch, pack)
    viewer = open_session(db, _viewer(db, registration, launch, pack, enrolment, lesson_id))
    if viewer.is_staff:
        request_roster(db, viewer.organisation_id, viewer.class_id)
    store_context_services(db, registration, launch, viewer.class_id)
    activity_id, line_item_kind = (launch.custom.get(name, "")[:64] for name in (CUSTOM_ACTIVITY, CUSTOM_LINE_ITEM))
    return LaunchSession(viewer, pack, lesson_id, launch.resource_link.id, activity_id, line_item_kind)


def _choose_pack(db: Connection, pack_store: PackStore, registration: Registration, launch: Launch) -> Pack:
    """The pack that the class began with; for a new one that of the country which the activity names (a school
    abroad), else of the course it was copied from, else of the platform's country.
    """
    setup = load_class_setup(db, registration.organisation_id, registration.platform_id, _context_id(launch))
    pack = pack_store.pack(db, setup.pack_id) if setup else None
    country = launch.custom.get(CUSTOM_COUNTRY, "")
    pack = pack or (pack_store.pack_of_country(db, country) if country else None)
    pack = pack or pack_store.pack(db, _origin_setup(db, registration, launch)[0])
    pack = pack or pack_store.pack_of_country(db, registration.country)
    if pack is None:
        raise RequestError("no_pack")
    return pack_store.effective_pack(db, registration.organisation_id, pack.id) or pack


def _origin_setup(db: Connection, registration: Registration, launch: Launch) -> tuple[str, int | None]:
    """Pack and grade of the course that this new one was copied from, where the platform tells its history."""
    if launch.context is None or not launch.custom.get(CUSTOM_CONTEXT_HISTORY):
        return "", None
    class_key = registration.organisation_id, registration.platform_id, launch.context.id
    origin = setup_from_origin(db, *class_key, _previous_context_ids(launch.custom[CUSTOM_CONTEXT_HISTORY]))
    return (origin.pack_id, origin.grade) if origin else ("", None)


def _context_id(launch: Launch) -> str:
    return launch.context.id if launch.context else ""


def _previous_context_ids(value: str) -> list[str]:
    """The ids of the courses before, the nearest first: a comma list, each URL-encoded (CORE B.2)."""
    return [unquote(context_id.strip()) for context_id in value[:4096].split(",") if context_id.strip()]


def session_role(launch: Launch) -> Role:
    """What somebody is here. Test users and unknown roles see the pupil's pages and leave no trace."""
    if launch.roles.is_test_user:
        return Role.GUEST
    return _SESSION_ROLES.get(launch.roles.role, Role.GUEST)


def _launch_identity(registration: Registration, launch: Launch, pack: Pack, grade: int | None) -> LaunchIdentity:
    context = launch.context
    title = (context.title or context.label) if context else launch.resource_link.title
    return LaunchIdentity(
        organisation_id=registration.organisation_id,
        platform_id=registration.platform_id,
        platform_name=registration.name,
        sub=launch.sub,
        name=launch.name or "",
        role=session_role(launch).value,
        context_id=_context_id(launch),
        class_title=(title or "")[:255],
        pack_id=pack.id,
        grade=grade,
        class_label=((context.label or "") if context else "")[:255],
        school_code=launch.custom.get(CUSTOM_SCHOOL, "").strip()[:64],
    )


def _grade(db: Connection, registration: Registration, launch: Launch, pack: Pack) -> int | None:
    """The class's grade: what the activity says, else the copied course's; else the whole programme is in scope."""
    value = launch.custom.get(CUSTOM_GRADE, "")
    grade = int(value) if value.isdecimal() and len(value) < 3 else _origin_setup(db, registration, launch)[1]
    return grade if grade in pack.grades else None


def _lesson_id(launch: Launch, pack: Pack) -> str:
    """The lesson that the activity is bound to, by its custom value or by the signed target address."""
    path = urlsplit(launch.target_link_uri).path
    lesson_id = launch.custom.get(CUSTOM_LESSON) or path.removeprefix("/lessons/")
    return lesson_id if any(lesson.id == lesson_id for lesson in pack.playable_lessons()) else ""


def _viewer(
    db: Connection, registration: Registration, launch: Launch, pack: Pack, enrolment: EnrolmentResult, lesson_id: str
) -> Viewer:
    role = session_role(launch)
    return Viewer(
        token="",
        keeps_cookies=True,
        organisation_id=registration.organisation_id,
        platform_id=registration.platform_id,
        platform_name=registration.name,
        person_id=enrolment.person_id,
        class_id=enrolment.class_id,
        role=role,
        saves=role in _PERSISTING_ROLES,
        name=launch.name or "",
        lang=choose_language([launch.locale], pack.languages, pack.default_language),
        lesson_id=lesson_id,
        origins=launch.platform_origins,
        languages=pack.languages,
        platform_admin=launch.roles.is_platform_admin,
        sees=_visible_mentees(db, registration, launch.mentees, enrolment) if role is Role.MENTOR else (),
    )


def _visible_mentees(
    db: Connection, registration: Registration, mentee_subs: Sequence[str], enrolment: EnrolmentResult
) -> tuple[str, ...]:
    """A mentor sees those pupils of this class whom the platform names (CORE 5.4.3), and nobody where it names none."""
    return (
        tuple(pupil_ids_by_sub(db, registration.organisation_id, enrolment.class_id, mentee_subs))
        if mentee_subs
        else ()
    )


def landing_path(session: LaunchSession) -> str:
    """The first page of a visit."""
    if session.viewer.is_staff or session.viewer.role is Role.MENTOR:
        return session.viewer.home_url
    return f"/lessons/{session.lesson_id}" if session.lesson_id else "/lessons"
