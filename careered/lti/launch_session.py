"""Turn a verified launch in a context into a session: person, role, class, language, and the landing page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.lti.claims import Launch
from careered.lti.context_services import store_context_services
from careered.lti.custom_parameters import CUSTOM_ACTIVITY, CUSTOM_COLUMN_OF, CUSTOM_LINE_ITEM, CUSTOM_SCHOOL
from careered.lti.launch_pack import bound_lesson_id, choose_grade, choose_pack, class_key_of
from careered.lti.platform import Registration
from careered.lti.roles import Role as LtiRole
from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.roster.deployments import take_over_class
from careered.roster.enrol import EnrolmentResult, LaunchIdentity, enrol_from_launch, is_staff_as_learner
from careered.roster.members import pupil_ids_by_sub
from careered.roster.names import given_name_to_keep
from careered.roster.roster_sync import request_roster
from careered.roster.staff_classes import staff_classes
from careered.web.app_state import AppState
from careered.web.errors import RequestError
from careered.web.i18n import choose_language
from careered.web.permissions import Role
from careered.web.sessions import open_session
from careered.web.viewer import Viewer

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
    """An open session and the launch it came from.

    activity_id: our own id of the activity, set by deep linking; it stays the same when a course is copied.
    line_item_kind: what the activity's own line item counts: "programme", "lesson", or "" if not set.
    column_of: id of the activity that carries the one column of the programme; "" if this one does, or none.
    """

    viewer: Viewer
    pack: Pack
    lesson_id: str
    resource_link_id: str
    activity_id: str
    line_item_kind: str
    column_of: str


def start_session(db: Connection, app_state: AppState, registration: Registration, launch: Launch) -> LaunchSession:
    """Store person, class and enrolment, and open a session.

    The role comes from the `roles` claim only: custom parameters are set by teachers and never give rights. Raises
    RequestError account_blocked or no_pack.
    """
    take_over_class(db, class_key_of(registration, launch), shares_people=registration.deployment_kind == "course")
    pack = choose_pack(db, app_state.get(PackStore), registration, launch)
    grade = choose_grade(db, registration, launch, pack)
    role, is_preview = _role_in_class(db, registration, launch)
    enrolment = enrol_from_launch(db, launch_identity(registration, launch, pack, grade, role, is_preview=is_preview))
    if enrolment.is_blocked:
        raise RequestError("account_blocked")
    lesson_id = bound_lesson_id(launch, pack)
    viewer = launch_viewer(db, registration, launch, pack, enrolment, lesson_id, role)
    viewer = open_session(db, viewer, nonce=launch.nonce)
    if viewer.is_staff:
        request_roster(db, viewer.organisation_id, viewer.class_id)
    store_context_services(db, registration, launch, viewer.class_id)
    return session_of_launch(launch, viewer, pack, lesson_id)


def session_of_launch(launch: Launch, viewer: Viewer, pack: Pack, lesson_id: str) -> LaunchSession:
    """A viewer's session with what the launch says of its activity."""
    names = (CUSTOM_ACTIVITY, CUSTOM_LINE_ITEM, CUSTOM_COLUMN_OF)
    return LaunchSession(
        viewer, pack, lesson_id, launch.resource_link.id, *(launch.custom.get(name, "")[:64] for name in names)
    )


def session_role(launch: Launch) -> Role:
    """The session's role. Test users and unknown roles get GUEST: the pupil's pages, nothing stored."""
    if launch.roles.is_test_user:
        return Role.GUEST
    return _SESSION_ROLES.get(launch.roles.role, Role.GUEST)


def _role_in_class(db: Connection, registration: Registration, launch: Launch) -> tuple[Role, bool]:
    """The session's role, and whether it is a preview: staff who come as a learner are never counted as a pupil."""
    role = session_role(launch)
    person_key = registration.person_key(launch.deployment_id, launch.sub)
    if role is Role.PUPIL and is_staff_as_learner(db, class_key_of(registration, launch), person_key):
        return Role.GUEST, True
    return role, False


def launch_identity(
    registration: Registration, launch: Launch, pack: Pack, grade: int | None, role: Role, *, is_preview: bool
) -> LaunchIdentity:
    """What a launch says about person and class, as it is stored."""
    context = launch.context
    title = (context.title or context.label) if context else launch.resource_link.title
    return LaunchIdentity(
        class_key=class_key_of(registration, launch),
        person_key=registration.person_key(launch.deployment_id, launch.sub),
        platform_name=registration.name,
        name=launch.name or "",
        given_name=given_name_to_keep(launch.name or "", launch.given_name),
        role=role.value,
        is_preview=is_preview,
        class_title=(title or "")[:255],
        pack_id=pack.id,
        grade=grade,
        class_label=((context.label or "") if context else "")[:255],
        school_code=launch.custom.get(CUSTOM_SCHOOL, "").strip()[:64],
        course_address=launch.return_url,
    )


def launch_viewer(
    db: Connection,
    registration: Registration,
    launch: Launch,
    pack: Pack,
    enrolment: EnrolmentResult,
    lesson_id: str,
    role: Role,
) -> Viewer:
    """Whom a launch's session is opened for; the token comes with the session."""
    return Viewer(
        token="",
        keeps_cookies=True,
        organisation_id=registration.organisation_id,
        platform_id=registration.platform_id,
        platform_name=registration.name,
        person_id=enrolment.person_id,
        class_id=enrolment.class_id,
        role=role,
        persists=role in _PERSISTING_ROLES,
        name=launch.name or "",
        lang=choose_language([launch.locale], pack.languages, pack.default_language),
        lesson_id=lesson_id,
        origins=launch.platform_origins,
        return_url=launch.return_url,
        languages=pack.languages,
        is_platform_admin=launch.roles.is_platform_admin,
        visible_person_ids=_visible_mentees(db, registration, launch.mentees, enrolment) if role is Role.MENTOR else (),
    )


def _visible_mentees(
    db: Connection, registration: Registration, mentee_subs: Sequence[str], enrolment: EnrolmentResult
) -> tuple[str, ...]:
    """Ids of the pupils of this class that a mentor may see: those in the launch's mentees (CORE 5.4.3)."""
    return (
        tuple(pupil_ids_by_sub(db, registration.organisation_id, enrolment.class_id, mentee_subs))
        if mentee_subs
        else ()
    )


def landing_path(db: Connection, session: LaunchSession) -> str:
    """Path of the first page: for staff of several classes the desk; the class for other staff and mentors; else the
    bound lesson or the list of lessons."""
    if session.viewer.is_staff and len(staff_classes(db, *session.viewer.owner)) > 1:
        return "/desk"
    if session.viewer.is_staff or session.viewer.role is Role.MENTOR:
        return session.viewer.home_url
    return f"/lessons/{session.lesson_id}" if session.lesson_id else "/lessons"
