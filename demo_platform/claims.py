"""The claims of an id_token (CORE 5, SEC 5.1.2), in the order and with the peculiarities of the profile."""

from typing import Any
from urllib.parse import urlencode

from demo_platform import person_claims
from demo_platform.courses import Activity, Course
from demo_platform.custom_parameters import launch_custom, substituted
from demo_platform.people import Person
from demo_platform.platform_state import PlatformState
from demo_platform.profiles.profile import Profile
from demo_platform.registered_tools import RegisteredTool
from demo_platform.registration import DEPLOYMENT_ID
from demo_platform.scopes import offered_ags_scopes, offers_members
from demo_platform.service_urls import line_item_url, line_items_url, memberships_url, notice_handlers_url
from demo_platform.vocabulary import (
    AGS_CLAIM,
    CLAIM,
    LIS,
    NOTICES_CLAIM,
    NOTICES_SCOPE,
    NRPS_CLAIM,
    OUTCOME_CLAIM,
    RESOURCE_LINK,
)


def launch_claims(
    platform: PlatformState, person: Person, activity: Activity, nonce: str, issued_at: float, target: str
) -> dict[str, Any]:
    """The claims of a resource link launch. issued_at: epoch seconds; target: iframe or window."""
    course, tool = platform.courses[activity.course_id], platform.tools[activity.client_id]
    profile = platform.profile
    return {
        **_security(platform, tool, person, nonce, issued_at, activity.url or tool.urls.launch_url),
        **_person_and_course(profile, person, course),
        f"{CLAIM}message_type": RESOURCE_LINK,
        f"{CLAIM}resource_link": {"title": activity.title, "description": activity.description, "id": activity.id},
        **outcome_claim(platform, person, activity),
        **person_claims.name_claims(profile, person),
        **_presentation(platform, person, course.id, target),
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}custom": launch_custom(platform, tool, activity, course),
        **_grade_services(platform, tool, activity, course),
        **_members(platform, tool, course),
        **_notices(platform, tool),
    }


def common_claims(
    platform: PlatformState,
    tool: RegisteredTool,
    person: Person,
    course: Course | None,
    nonce: str,
    issued_at: float,
    target_link_uri: str,
) -> dict[str, Any]:
    """The claims of the other messages, which belong to no activity. course: None for a data privacy launch."""
    profile = platform.profile
    if course:
        person_and_course = _person_and_course(profile, person, course)
    else:
        person_and_course = person_claims.role_claims(profile, person, None)
    return {
        **_security(platform, tool, person, nonce, issued_at, target_link_uri),
        **person_and_course,
        **person_claims.name_claims(profile, person),
        **_presentation(platform, person, course.id if course else "", ""),
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}custom": substituted(platform, tool.custom, course, None),
    }


def _security(
    platform: PlatformState, tool: RegisteredTool, person: Person, nonce: str, issued_at: float, target_link_uri: str
) -> dict[str, Any]:
    """SEC 5.1.2, and the claims that bind the message to a deployment and a target (CORE 5.3.3, 5.3.4)."""
    profile = platform.profile
    return {
        "nonce": nonce,
        "iat": int(issued_at),
        "exp": int(issued_at) + profile.token_seconds,
        "iss": platform.base_url,
        "aud": [tool.client_id] if profile.audience_list else tool.client_id,
        **({"azp": tool.client_id} if profile.authorized_party else {}),
        f"{CLAIM}deployment_id": tool.deployment_id,
        f"{CLAIM}target_link_uri": target_link_uri,
        "sub": person.id,
    }


def _person_and_course(profile: Profile, person: Person, course: Course) -> dict[str, Any]:
    """Roles and context (CORE 5.3.7, 5.4.1)."""
    context_type = f"{LIS}course#CourseOffering" if profile.long_context_type else "CourseSection"
    context = {"id": course.context_id, "label": course.label, "title": course.title, "type": [context_type]}
    return {
        **person_claims.lis_claim(profile, person, course),
        **person_claims.role_claims(profile, person, course),
        f"{CLAIM}context": context,
    }


def outcome_claim(platform: PlatformState, person: Person, activity: Activity) -> dict[str, Any]:
    """The LTI 1.1 outcome claim, where the profile still offers it."""
    if not platform.profile.basic_outcome:
        return {}
    outcome = {
        "lis_result_sourcedid": f"{activity.id}:{person.id}:{DEPLOYMENT_ID}",
        "lis_outcome_service_url": f"{platform.base_url}/services/outcomes",
    }
    return {OUTCOME_CLAIM: outcome}


def _presentation(platform: PlatformState, person: Person, course_id: str, target: str) -> dict[str, Any]:
    """Locale, launch presentation, extension and platform instance (CORE 5.4.2, 5.4.4)."""
    profile = platform.profile
    presentation: dict[str, Any] = {"locale": person.locale} if profile.locale_presentation else {}
    if target:
        presentation["document_target"] = target
    if profile.return_url:
        query = urlencode({"as": person.id, "sesskey": platform.session_key(person)})
        presentation["return_url"] = f"{platform.base_url}/course/{course_id}?{query}"
    presentation_claim = {f"{CLAIM}launch_presentation": presentation}
    ext_claim = {f"{CLAIM}ext": person_claims.extension(profile, person)} if profile.extension else {}
    # Moodle puts ext first, unless the names are withheld and ext gets only its last member.
    claims = {**ext_claim, **presentation_claim} if profile.names else {**presentation_claim, **ext_claim}
    locale_claim = {"locale": person.locale} if profile.locale_claim else {}
    return {**locale_claim, **claims, f"{CLAIM}tool_platform": _platform_instance(profile)}


def _platform_instance(profile: Profile) -> dict[str, str]:
    return {
        "product_family_code": profile.family,
        "version": profile.version,
        "guid": "demo-koulu-skole",
        "name": "Koulu / Skole",
        "description": "Demo school platform",
    }


def _grade_services(
    platform: PlatformState, tool: RegisteredTool, activity: Activity, course: Course
) -> dict[str, Any]:
    """The AGS claim (AGS 3.1): lineitem only where the activity has one; no claim without any scope."""
    if not (scopes := offered_ags_scopes(platform, tool)):
        return {}
    endpoint: dict[str, Any] = {"scope": scopes, "lineitems": line_items_url(platform, course)}
    if item := platform.line_items.get(activity.line_item_id):
        endpoint["lineitem"] = line_item_url(platform, item)
    return {AGS_CLAIM: endpoint}


def _members(platform: PlatformState, tool: RegisteredTool, course: Course) -> dict[str, Any]:
    """The NRPS claim (NRPS 3.1)."""
    if not offers_members(platform, tool):
        return {}
    url, versions = memberships_url(platform, course), list(platform.profile.service_versions)
    return {NRPS_CLAIM: {"context_memberships_url": url, "service_versions": versions}}


def _notices(platform: PlatformState, tool: RegisteredTool) -> dict[str, Any]:
    """The Platform Notification Service, where the profile has it (PNS 1.0)."""
    if not platform.profile.notices:
        return {}
    service = {
        "service_versions": ["1.0"],
        "platform_notification_service_url": notice_handlers_url(platform, tool.client_id),
        "scope": [NOTICES_SCOPE],
        "notice_types_supported": list(platform.profile.notices),
    }
    return {NOTICES_CLAIM: service}
