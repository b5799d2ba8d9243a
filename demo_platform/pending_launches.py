"""Launches that have started and not yet arrived at the authorization endpoint."""

from dataclasses import dataclass

from demo_platform.registration import CLIENT_ID
from demo_platform.vocabulary import RESOURCE_LINK

STUDENT_VIEW = "student view"  # a resource link request as Canvas's test user, not a message type of its own


@dataclass(frozen=True)
class PendingLaunch:
    """Who opened what. target: iframe or window. message: the message type that the tool gets, or STUDENT_VIEW.

    course_id: of a deep linking request. about_id: the person whom a submission review or a data privacy launch is
    about. data: the opaque value of a deep linking request, which the tool must return.
    """

    person_id: str
    activity_id: str
    target: str
    message: str = RESOURCE_LINK
    course_id: str = ""
    client_id: str = CLIENT_ID
    about_id: str = ""
    data: str = ""
