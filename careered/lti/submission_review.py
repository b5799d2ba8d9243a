"""Submission review (LtiSubmissionReviewRequest): a teacher opens one pupil's work from the platform's gradebook."""

from sqlalchemy import Connection

from careered.lti import launch_session
from careered.lti.claims import Launch
from careered.lti.platform import Registration
from careered.roster import members
from careered.web.app_state import AppState
from careered.web.errors import RequestError
from careered.web.permissions import Role
from careered.web.viewer import Viewer

_STAFF_ROLES = {Role.TEACHER, Role.ASSISTANT}


def start_review(db: Connection, app_state: AppState, registration: Registration, launch: Launch) -> tuple[Viewer, str]:
    """Open a session on one pupil's record; returns the viewer and the first path. Pupils may open only their own.

    Raises RequestError not_allowed, or pupil_unknown if the pupil is not in this class.
    """
    is_own = launch.for_user == launch.sub
    if launch_session.session_role(launch) not in _STAFF_ROLES and not is_own:
        raise RequestError("not_allowed")
    session = launch_session.start_session(db, app_state, registration, launch)
    if not session.viewer.is_staff:
        return session.viewer, launch_session.landing_path(db, session)
    person_id = members.find_person_id(db, registration.person_key(launch.deployment_id, launch.for_user))
    if not person_id or not members.get_pupil(db, registration.organisation_id, session.viewer.class_id, person_id):
        raise RequestError("pupil_unknown")
    return session.viewer, f"/teacher/pupil/{person_id}"
