"""One handler for each message type, all inside the launch's transaction; and the fast path of the usual message."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.lti import data_privacy, launch_session, submission_review
from careered.lti.claims import Launch
from careered.lti.deep_linking.picker_session import start_picker
from careered.lti.launch_hooks import LaunchHooks
from careered.lti.launch_session import session_role
from careered.lti.platform import Registration
from careered.lti.platform_store import takes_name
from careered.lti.returning_pupil import come_back
from careered.lti.service_hosts import knows_service_hosts
from careered.web.app_state import AppState
from careered.web.errors import RequestError
from careered.web.permissions import Role
from careered.web.sessions import is_used
from careered.web.viewer import Viewer

_RESOURCE_LINK = "LtiResourceLinkRequest"


@dataclass(frozen=True)
class LaunchResult:
    """An open session, and the path of its first page."""

    viewer: Viewer
    path: str


MessageHandler = Callable[[Connection, AppState, Registration, Launch], LaunchResult]


def is_usual(registration: Registration, launch: Launch) -> bool:
    """Whether the fast path may be tried: it is a pupil's, and the platform says nothing new of itself."""
    is_pupils = launch.message_type == _RESOURCE_LINK and session_role(launch) is Role.PUPIL
    is_known = launch.deployment_id in registration.deployments and knows_service_hosts(registration, launch)
    return is_pupils and is_known and not takes_name(registration, launch.platform_name)


def dispatch_usual(
    db: Connection, app_state: AppState, registration: Registration, launch: Launch, former: Sequence[str]
) -> LaunchResult | None:
    """Handle a verified message that `is_usual` by the fast path; None where it must take the ordinary one.

    former: the tokens of the sessions that the browser has.
    """
    known = come_back(db, app_state, registration, launch, app_state.get(LaunchHooks).after_launch, former)
    return LaunchResult(*known) if known else None


def dispatch(db: Connection, app_state: AppState, registration: Registration, launch: Launch) -> LaunchResult:
    """Handle a verified message. Its type is one that verify.py accepts.

    Raises RequestError nonce_used: on the ordinary paths before anything else is said of a message that comes again. Of
    two that come at once, the session that they open refuses one.
    """
    if is_used(db, registration.organisation_id, registration.platform_id, launch.nonce):
        raise RequestError("nonce_used")
    return _HANDLERS[launch.message_type](db, app_state, registration, launch)


def _resource_link(db: Connection, app_state: AppState, registration: Registration, launch: Launch) -> LaunchResult:
    hooks = app_state.get(LaunchHooks).after_launch
    session = launch_session.start_session(db, app_state, registration, launch)
    for hook in hooks:
        hook.on_launch(db, registration, launch, session)
    return LaunchResult(session.viewer, launch_session.landing_path(db, session))


def _review(db: Connection, app_state: AppState, registration: Registration, launch: Launch) -> LaunchResult:
    return LaunchResult(*submission_review.start_review(db, app_state, registration, launch))


def _deep_linking(db: Connection, app_state: AppState, registration: Registration, launch: Launch) -> LaunchResult:
    return LaunchResult(*start_picker(db, app_state, registration, launch))


def _data_privacy(db: Connection, app_state: AppState, registration: Registration, launch: Launch) -> LaunchResult:
    return LaunchResult(data_privacy.start_privacy_session(db, registration, launch), "/privacy")


_HANDLERS: Mapping[str, MessageHandler] = {
    _RESOURCE_LINK: _resource_link,
    "LtiDeepLinkingRequest": _deep_linking,
    "LtiSubmissionReviewRequest": _review,
    "DataPrivacyLaunchRequest": _data_privacy,
}
