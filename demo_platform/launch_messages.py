"""The other messages beside opening an activity: choosing activities, reviewing work, personal data, student view."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from demo_platform import claims, service_urls
from demo_platform.claims import CLAIM
from demo_platform.courses import Course, LineItem
from demo_platform.pending_launches import Pending
from demo_platform.people import Person
from demo_platform.profiles.profile import URI

if TYPE_CHECKING:
    from demo_platform.platform_state import School

OPEN, CHOOSE = "LtiResourceLinkRequest", "LtiDeepLinkingRequest"
REVIEW, PRIVACY = "LtiSubmissionReviewRequest", "DataPrivacyLaunchRequest"
STUDENT_VIEW = "student view"
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
SETTINGS_CLAIM = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
_LINK, _NOTHING = f"{CLAIM}resource_link", (claims.AGS_CLAIM, claims.NRPS_CLAIM, claims.OUTCOME_CLAIM)


def message_claims(school: "School", pending: Pending, nonce: str, at: float) -> dict[str, Any]:
    """The id_token claims of whatever was begun. at: epoch seconds."""
    if pending.message == CHOOSE:
        return _choosing(school, pending, nonce, at)
    if pending.message == PRIVACY:
        return _privacy(school, pending, nonce, at)
    person, activity = school.people[pending.person_id], school.activities[pending.activity_id]
    found = claims.launch_claims(school, person, activity, nonce, at, pending.target)
    if pending.message == REVIEW:
        return found | _review(school, pending)
    if pending.message == STUDENT_VIEW:
        return found | _test_user(school)
    return found


def _choosing(school: "School", pending: Pending, nonce: str, at: float) -> dict[str, Any]:
    """DL 2.0, 4.4. Moodle sends no `data`, no list of members and no document target (measured)."""
    person, course = school.people[pending.person_id], school.courses[pending.course_id]
    tool, profile = school.tools[pending.client_id], school.profile
    query = urlencode({"as": person.id, "tool": tool.client_id, "sesskey": school.session_key(person)})
    settings: dict[str, Any] = {
        "deep_link_return_url": f"{school.base_url}/course/{course.id}/chosen?{query}",
        "accept_types": list(profile.accept_types),
        "accept_presentation_document_targets": ["frame", "iframe", "window"],
        "accept_multiple": profile.accept_multiple,
    }
    if profile.deep_linking_data:
        settings["data"] = pending.data
    if profile.accept_lineitem is not None:
        settings["accept_lineitem"] = profile.accept_lineitem
    return {
        **claims.about(school, tool, person, course, nonce, at, tool.deep_linking_url),
        f"{CLAIM}message_type": CHOOSE,
        SETTINGS_CLAIM: settings,
        claims.AGS_CLAIM: {
            "scope": service_urls.offered(school, tool),
            "lineitems": service_urls.line_items(school, course),
        },
    }


def _review(school: "School", pending: Pending) -> dict[str, Any]:
    return {f"{CLAIM}message_type": REVIEW, f"{CLAIM}for_user": {"user_id": pending.about_id}}


def _test_user(school: "School") -> dict[str, Any]:
    """Canvas's student view: a made-up learner of the course, new at each reset, marked as such."""
    return {
        "sub": "test-student",
        "name": "Test Student",
        "given_name": "Test",
        "family_name": "Student",
        f"{CLAIM}roles": [f"{URI}membership#Learner", TEST_USER],
    }


def _privacy(school: "School", pending: Pending, nonce: str, at: float) -> dict[str, Any]:
    """No course and no activity; about one person."""
    person, subject = school.people[pending.person_id], school.people[pending.about_id]
    tool = school.tools[pending.client_id]
    found = claims.about(school, tool, person, None, nonce, at, tool.addresses.launch_url)
    about: dict[str, Any] = {"user_id": subject.id}
    if school.profile.names:
        about |= {"name": subject.name, "given_name": subject.given, "family_name": subject.family}
    return found | {f"{CLAIM}message_type": PRIVACY, f"{CLAIM}for_user": about}


def cell_activity(school: "School", item: LineItem) -> str:
    """The activity that a column belongs to, or "" for a column that stands alone."""
    return next((one.id for one in school.activities.values() if one.line_item_id == item.id), "")


def mentors_of(school: "School", course: Course) -> list[Person]:
    """The guardians who may look in on a course."""
    return [one for one in school.people.values() if course.id in one.mentor_of]
