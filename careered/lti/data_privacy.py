"""Data privacy launch (DataPrivacyLaunchRequest): a session to see, export or erase one person's data."""

from sqlalchemy import Connection

from careered.lti.claims import Launch
from careered.lti.platform import Registration
from careered.roster import members
from careered.roster.enrol import upsert_person
from careered.roster.names import given_name_to_keep
from careered.web.errors import RequestError
from careered.web.i18n import LANGUAGES, choose_language
from careered.web.permissions import Role
from careered.web.sessions import open_session
from careered.web.viewer import Viewer


def start_privacy_session(db: Connection, registration: Registration, launch: Launch) -> Viewer:
    """Open a session that sees one person's data only. For the deployment's administrators, and for the person.

    Raises RequestError not_allowed or person_unknown.
    """
    if not launch.roles.is_platform_admin and launch.for_user != launch.sub:
        raise RequestError("not_allowed")
    subject_id = members.find_person_id(db, registration.person_key(launch.deployment_id, launch.for_user))
    if subject_id is None:
        raise RequestError("person_unknown")
    return open_session(db, _viewer(db, registration, launch, subject_id), nonce=launch.nonce)


def _viewer(db: Connection, registration: Registration, launch: Launch, subject_id: str) -> Viewer:
    key, name = registration.person_key(launch.deployment_id, launch.sub), launch.name or ""
    visitor = upsert_person(db, key, name, given_name_to_keep(name, launch.given_name))
    return Viewer(
        token="",
        keeps_cookies=True,
        organisation_id=registration.organisation_id,
        platform_id=registration.platform_id,
        platform_name=registration.name,
        person_id=visitor["id"],
        class_id="",
        role=Role.OFFICER,
        persists=False,
        name=name,
        lang=choose_language([launch.locale], LANGUAGES, "en"),
        lesson_id="",
        origins=launch.platform_origins,
        return_url=launch.return_url,
        languages=tuple(LANGUAGES),
        visible_person_ids=(subject_id,),
    )
