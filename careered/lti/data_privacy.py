"""A data privacy launch (DataPrivacyLaunchRequest): somebody comes to see, copy or erase one person's data."""

from sqlalchemy import Connection

from careered.lti.claims import Launch
from careered.lti.registration import Registration
from careered.roster import read
from careered.roster.arrive import know
from careered.web.i18n import LANGUAGES, choose
from careered.web.permissions import Role
from careered.web.refusals import Refused
from careered.web.sessions import open_session
from careered.web.viewer import Viewer


def receive(db: Connection, registration: Registration, found: Launch) -> Viewer:
    """A visit that sees one person's data and nothing else. For the platform's administrators, and for oneself."""
    if not found.roles.platform_admin and found.for_user != found.sub:
        raise Refused("not_allowed")
    about = read.person_of(db, registration.organisation_id, registration.platform_id, found.for_user)
    if about is None:
        raise Refused("person_unknown")
    return open_session(db, _viewer(db, registration, found, about))


def _viewer(db: Connection, registration: Registration, found: Launch, about: str) -> Viewer:
    known = know(db, registration.organisation_id, registration.platform_id, found.sub, found.name or "")
    return Viewer(
        token="",
        cookies=True,
        organisation_id=registration.organisation_id,
        platform_id=registration.platform_id,
        platform_name=registration.name,
        person_id=known["id"],
        class_id="",
        role=Role.OFFICER,
        saves=False,
        name=found.name or "",
        lang=choose([found.locale], LANGUAGES, "en"),
        lesson_id="",
        origins=found.platform_origins,
        languages=tuple(LANGUAGES),
        sees=(about,),
    )
