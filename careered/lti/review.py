"""A submission review (LtiSubmissionReviewRequest): a teacher opens one pupil's work from the platform's gradebook."""

from sqlalchemy import Connection

from careered.lti import arrival
from careered.lti.claims import Launch
from careered.lti.registration import Registration
from careered.roster import read
from careered.web.edge import House
from careered.web.permissions import Role
from careered.web.refusals import Refused
from careered.web.viewer import Viewer

_STAFF = {Role.TEACHER, Role.ASSISTANT}


def receive(db: Connection, house: House, registration: Registration, found: Launch) -> tuple[Viewer, str]:
    """A visit to one pupil's record. Who is not staff may open only what is about themselves.

    Refuses with not_allowed, and with pupil_unknown where careered has never met the pupil in this class.
    """
    own = found.for_user == found.sub
    if arrival.role_of(found) not in _STAFF and not own:
        raise Refused("not_allowed")
    visit = arrival.receive(db, house, registration, found)
    if not visit.viewer.is_staff:
        return visit.viewer, arrival.lands_on(visit)
    person_id = read.person_of(db, registration.organisation_id, registration.platform_id, found.for_user)
    if not person_id or not read.pupil(db, registration.organisation_id, visit.viewer.class_id, person_id):
        raise Refused("pupil_unknown")
    return visit.viewer, f"/teacher/pupil/{person_id}"
