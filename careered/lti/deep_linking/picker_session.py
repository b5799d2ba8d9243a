"""The session of a deep linking launch: the platform's settings are stored with it until the response is sent."""

from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select, update

from careered.clock import now
from careered.db.queries import select_by, where_equal
from careered.lti import launch_session
from careered.lti.claims import Launch
from careered.lti.deep_linking.return_url import check_return_url
from careered.lti.deep_linking.settings import read_settings
from careered.lti.platform import Registration
from careered.lti.tables import DeepLinkingSession
from careered.packs.models import Pack
from careered.roster.classes import get_class
from careered.roster.course_copy import choose_pack
from careered.web.app_state import AppState
from careered.web.errors import RequestError
from careered.web.permissions import Role
from careered.web.sessions import SESSION_TTL, hash_token, set_languages
from careered.web.viewer import Viewer

_table = DeepLinkingSession.__table__
_SELECT_SESSIONS = select(_table)
_PICKER_ROLES = {Role.TEACHER, Role.ASSISTANT, Role.AUTHOR}


def start_picker(db: Connection, app_state: AppState, registration: Registration, launch: Launch) -> tuple[Viewer, str]:
    """Open a session on the picker; returns the viewer and the first path.

    Raises RequestError not_allowed for users who may not add activities, and return_url_untrusted; nothing is written
    before both checks.
    """
    if launch_session.session_role(launch) not in _PICKER_ROLES:
        raise RequestError("not_allowed")
    check_return_url(read_settings(launch.deep_linking).return_url, registration)
    session = launch_session.start_session(db, app_state, registration, launch)
    class_info = get_class(db, registration.organisation_id, session.viewer.class_id)
    row = {
        "organisation_id": registration.organisation_id,
        "token_hash": hash_token(session.viewer.token),
        "platform_id": registration.platform_id,
        "deployment_id": launch.deployment_id,
        "grade": class_info.grade if class_info else None,
        "pack_id": class_info.pack_id if class_info else session.pack.id,
        "settings": dict(launch.deep_linking),
        "created_at": now(),
    }
    db.execute(insert(_table).values(**row))
    return session.viewer, "/deeplink"


def load_session(db: Connection, viewer: Viewer) -> DeepLinkingSession:
    """The stored request of this session. Raises RequestError already_answered once the response has been sent."""
    session_key = {"organisation_id": viewer.organisation_id, "token_hash": hash_token(viewer.token)}
    row = select_by(db, _SELECT_SESSIONS, _table, **session_key).mappings().first()
    if row is None:
        raise RequestError("already_answered")
    return DeepLinkingSession(**row)


def change_pack(db: Connection, viewer: Viewer, row: DeepLinkingSession, pack: Pack) -> None:
    """Give the class another country's pack, unless pupils have begun lessons of its own."""
    if not choose_pack(db, row.organisation_id, viewer.class_id, pack.id):
        return
    where = where_equal(_table, organisation_id=row.organisation_id, token_hash=row.token_hash)
    db.execute(update(_table).where(where).values(pack_id=pack.id, grade=None))
    set_languages(db, viewer.token, pack.languages, pack.default_language)


def end_session(db: Connection, row: DeepLinkingSession) -> None:
    """Delete the request, as its response is sent. Raises RequestError already_answered the second time."""
    where = where_equal(_table, organisation_id=row.organisation_id, token_hash=row.token_hash)
    if not db.execute(delete(_table).where(where)).rowcount:
        raise RequestError("already_answered")


def prune_sessions(db: Connection, max_age: timedelta = SESSION_TTL) -> None:
    """Delete requests that were never answered."""
    db.execute(delete(_table).where(_table.c.created_at < now() - max_age))
