"""The id_token claims of every message: resource link, deep linking, submission review, data privacy, student view."""

from typing import Any
from urllib.parse import urlencode

from demo_platform.claims import common_claims, launch_claims
from demo_platform.courses import Course
from demo_platform.pending_launches import STUDENT_VIEW, PendingLaunch
from demo_platform.people import Person
from demo_platform.platform_state import PlatformState
from demo_platform.scopes import offered_ags_scopes
from demo_platform.service_urls import line_items_url
from demo_platform.vocabulary import (
    AGS_CLAIM,
    CLAIM,
    DATA_PRIVACY,
    DEEP_LINKING,
    DEEP_LINKING_SETTINGS,
    LIS,
    SUBMISSION_REVIEW,
    TEST_USER,
)


def message_claims(platform: PlatformState, pending: PendingLaunch, nonce: str, issued_at: float) -> dict[str, Any]:
    """The id_token claims of the message that was started. issued_at: epoch seconds."""
    if pending.message == DEEP_LINKING:
        return _deep_linking(platform, pending, nonce, issued_at)
    if pending.message == DATA_PRIVACY:
        return _data_privacy(platform, pending, nonce, issued_at)
    person, activity = platform.people[pending.person_id], platform.activities[pending.activity_id]
    claims = launch_claims(platform, person, activity, nonce, issued_at, pending.target)
    if pending.message == SUBMISSION_REVIEW:
        return claims | _submission_review(pending)
    if pending.message == STUDENT_VIEW:
        return claims | _test_user()
    return claims


def _deep_linking(platform: PlatformState, pending: PendingLaunch, nonce: str, issued_at: float) -> dict[str, Any]:
    """DL 4.4. Moodle sends no `data`, no list of members and no document target (measured)."""
    person, course = platform.people[pending.person_id], platform.courses[pending.course_id]
    tool = platform.tools[pending.client_id]
    scopes, line_items = offered_ags_scopes(platform, tool), line_items_url(platform, course)
    return {
        **common_claims(platform, tool, person, course, nonce, issued_at, tool.deep_linking_url),
        f"{CLAIM}message_type": DEEP_LINKING,
        DEEP_LINKING_SETTINGS: _deep_linking_settings(platform, pending, person, course),
        AGS_CLAIM: {"scope": scopes, "lineitems": line_items},
    }


def _deep_linking_settings(
    platform: PlatformState, pending: PendingLaunch, person: Person, course: Course
) -> dict[str, Any]:
    profile = platform.profile
    query = urlencode({"as": person.id, "tool": pending.client_id, "sesskey": platform.session_key(person)})
    settings: dict[str, Any] = {
        "deep_link_return_url": f"{platform.base_url}/course/{course.id}/chosen?{query}",
        "accept_types": list(profile.accept_types),
        "accept_presentation_document_targets": ["frame", "iframe", "window"],
        "accept_multiple": profile.accept_multiple,
    }
    if profile.deep_linking_data:
        settings["data"] = pending.data
    if profile.accept_lineitem is not None:
        settings["accept_lineitem"] = profile.accept_lineitem
    return settings


def _submission_review(pending: PendingLaunch) -> dict[str, Any]:
    """The LTI submission review message 1.0, section 4: whose work is reviewed."""
    return {f"{CLAIM}message_type": SUBMISSION_REVIEW, f"{CLAIM}for_user": {"user_id": pending.about_id}}


def _test_user() -> dict[str, Any]:
    """Canvas's student view: an invented learner of the course, marked as a test user."""
    return {
        "sub": "test-student",
        "name": "Test Student",
        "given_name": "Test",
        "family_name": "Student",
        f"{CLAIM}roles": [f"{LIS}membership#Learner", TEST_USER],
    }


def _data_privacy(platform: PlatformState, pending: PendingLaunch, nonce: str, issued_at: float) -> dict[str, Any]:
    """No course and no activity; about one person."""
    officer, subject = platform.people[pending.person_id], platform.people[pending.about_id]
    tool = platform.tools[pending.client_id]
    claims = common_claims(platform, tool, officer, None, nonce, issued_at, tool.urls.launch_url)
    for_user: dict[str, Any] = {"user_id": subject.id}
    if platform.profile.names:
        for_user |= {"name": subject.name, "given_name": subject.given, "family_name": subject.family}
    return claims | {f"{CLAIM}message_type": DATA_PRIVACY, f"{CLAIM}for_user": for_user}
