"""Launches other than a pupil's or a teacher's, really signed by the platform: only the claims are changed."""

from dataclasses import dataclass
from typing import Any

from httpx2 import Response

from tests.corpus.attempt import DROP, LaunchAttempt
from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario
from tests.support.pages import Page

LIS_VOCABULARY = "http://purl.imsglobal.org/vocab/lis/v2/"
MENTOR, LEARNER = f"{LIS_VOCABULARY}membership#Mentor", f"{LIS_VOCABULARY}membership#Learner"
PLATFORM_ADMIN = f"{LIS_VOCABULARY}institution/person#Administrator"
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"


@dataclass
class LaunchOutcome:
    """The outcome of a launch: a session, or a refusal."""

    browser: FrameBrowser
    response: Response

    @property
    def page(self) -> Page:
        """The first page."""
        return Page(self.browser.follow(self.response))

    @property
    def code(self) -> str:
        """The error code of a refusal, or ""."""
        return str(self.response.headers.get("careered-code", ""))


def launch_with(
    scenario: Scenario, person: str, changes: dict[str, Any], *, browser: FrameBrowser | None = None
) -> LaunchOutcome:
    """A person of the platform launches with changed claims, by default in a new browser."""
    used = browser or FrameBrowser.new_frame(scenario.school)
    attempt = LaunchAttempt(scenario.school, person, WHOLE_PROGRAMME[FINLAND])
    attempt.browser = used.tool  # type: ignore[assignment]
    return LaunchOutcome(used, attempt.launch(changes))


def launch_as_mentor(
    scenario: Scenario, *pupils: str, number: str = "900", name: str = "Raili Mäkelä"
) -> LaunchOutcome:
    """A guardian to whom the platform names these pupils; without any the claim is missing."""
    scope = {"role_scope_mentor": list(pupils)} if pupils else {}
    return launch_with(scenario, scenario.people(FINLAND)[0], {"sub": number, "name": name, "roles": [MENTOR], **scope})


def launch_review(scenario: Scenario, person: str, pupil_number: str) -> LaunchOutcome:
    """Somebody opens a pupil's work from the gradebook; for_user has only a number, as Moodle sends it."""
    return launch_with(
        scenario, person, {"message_type": "LtiSubmissionReviewRequest", "for_user": {"user_id": pupil_number}}
    )


def launch_privacy(
    scenario: Scenario, person: str, person_number: str, *, roles: tuple[str, ...] = (PLATFORM_ADMIN,)
) -> LaunchOutcome:
    """A data privacy launch about one person: no course, no activity."""
    message = {"message_type": "DataPrivacyLaunchRequest", "for_user": {"user_id": person_number}, "roles": list(roles)}
    return launch_with(scenario, person, {**message, "context": DROP, "resource_link": DROP})
