"""Launches other than a pupil's or a teacher's, really signed by the platform: only the claims are changed."""

from dataclasses import dataclass
from typing import Any

from httpx2 import Response

from tests.corpus.attempt import DROP, Attempt
from tests.journeys.browser import Visitor
from tests.journeys.town import FINLAND, WHOLE, Town
from tests.support.pages import Page

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
MENTOR, LEARNER = f"{LIS}membership#Mentor", f"{LIS}membership#Learner"
PLATFORM_ADMIN = f"{LIS}institution/person#Administrator"
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"


@dataclass
class Came:
    """Somebody who came in, or was refused at the door."""

    visitor: Visitor
    answer: Response

    @property
    def page(self) -> Page:
        """The first page."""
        return Page(self.visitor.follow(self.answer))

    @property
    def code(self) -> str:
        """The refusal's code, or empty."""
        return str(self.answer.headers.get("careered-code", ""))


def comes(town: Town, person: str, changes: dict[str, Any], *, browser: Visitor | None = None) -> Came:
    """A person of the platform comes with changed claims, in a new browser unless one is given."""
    visitor = browser or Visitor.at(town.school)
    attempt = Attempt(town.school, person, WHOLE[FINLAND])
    attempt.browser = visitor.tool  # type: ignore[assignment]
    return Came(visitor, attempt.launch(changes))


def mentor(town: Town, *pupils: str, number: str = "900", name: str = "Raili Mäkelä") -> Came:
    """A guardian to whom the platform names these pupils; without any the claim is missing."""
    scope = {"role_scope_mentor": list(pupils)} if pupils else {}
    return comes(town, town.people(FINLAND)[0], {"sub": number, "name": name, "roles": [MENTOR], **scope})


def review(town: Town, person: str, about: str) -> Came:
    """Somebody opens a pupil's work from the gradebook; for_user has only a number, as Moodle sends it."""
    return comes(town, person, {"message_type": "LtiSubmissionReviewRequest", "for_user": {"user_id": about}})


def privacy(town: Town, person: str, about: str, *, roles: tuple[str, ...] = (PLATFORM_ADMIN,)) -> Came:
    """Somebody comes about one person's data: no course, no activity."""
    message = {"message_type": "DataPrivacyLaunchRequest", "for_user": {"user_id": about}, "roles": list(roles)}
    return comes(town, person, {**message, "context": DROP, "resource_link": DROP})
