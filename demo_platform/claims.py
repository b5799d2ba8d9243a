"""The claims of an id_token (CORE 5, SEC 5.1.2), in the order and with the habits of the school's profile."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from demo_platform import service_urls
from demo_platform.courses import Activity, Course
from demo_platform.people import Person, Role
from demo_platform.profiles.profile import URI, Profile
from demo_platform.registered_tools import KnownTool
from demo_platform.registration import DEPLOYMENT_ID

if TYPE_CHECKING:
    from demo_platform.platform_state import School

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS_CLAIM = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS_CLAIM = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
OUTCOME_CLAIM = "https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome"
_WORDS = {Role.LEARNER: "Learner", Role.ASSISTANT: "Instructor", Role.TEACHER: "Instructor"}


def launch_claims(
    school: "School", person: Person, activity: Activity, nonce: str, at: float, target: str
) -> dict[str, Any]:
    """Everything that a launch by this person of this activity says. target: iframe or window; at: epoch seconds."""
    course, tool = school.courses[activity.course_id], school.tools[activity.client_id]
    profile = school.profile
    return {
        **_security(school, tool, person, nonce, int(at), activity.url or tool.addresses.launch_url),
        **_who_and_where(profile, person, course),
        f"{CLAIM}message_type": "LtiResourceLinkRequest",
        f"{CLAIM}resource_link": {
            "title": activity.title,
            "description": activity.description,
            "id": activity.id,
        },
        **outcome(school, person, activity),
        **_names(profile, person),
        **_platform(school, person, course.id, target),
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}custom": _custom(school, activity, course),
        **({AGS_CLAIM: grades} if (grades := service_urls.grade_services(school, tool, activity, course)) else {}),
        **_members(school, tool, course),
        **_notices(school, tool),
    }


def about(
    school: "School", tool: KnownTool, person: Person, course: Course | None, nonce: str, at: float, target_uri: str
) -> dict[str, Any]:
    """What every message says, with or without a course: who, from where, for whom."""
    place = (
        _who_and_where(school.profile, person, course)
        if course
        else {f"{CLAIM}roles": roles(school.profile, person, "")}
    )
    return {
        **_security(school, tool, person, nonce, int(at), target_uri),
        **place,
        **_names(school.profile, person),
        **_platform(school, person, course.id if course else "", ""),
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}custom": _known(school, tool.custom, course, None),
    }


def _members(school: "School", tool: KnownTool, course: Course) -> dict[str, Any]:
    if not tool.may(service_urls.NRPS_SCOPE) or "contextmembership.readonly" in school.faults.withheld:
        return {}
    url, versions = service_urls.memberships(school, course), list(school.profile.service_versions)
    return {NRPS_CLAIM: {"context_memberships_url": url, "service_versions": versions}}


def _notices(school: "School", tool: KnownTool) -> dict[str, Any]:
    """The Platform Notification Service, where the profile has it (PNS 1.0)."""
    if not school.profile.notices:
        return {}
    return {
        f"{CLAIM}platformnotificationservice": {
            "service_versions": ["1.0"],
            "platform_notification_service_url": f"{school.base_url}/services/notices/{tool.client_id}",
            "scope": ["https://purl.imsglobal.org/spec/lti/scope/noticehandlers"],
            "notice_types_supported": list(school.profile.notices),
        }
    }


def _security(
    school: "School", tool: KnownTool, person: Person, nonce: str, at: int, target_uri: str
) -> dict[str, Any]:
    profile = school.profile
    return {
        "nonce": nonce,
        "iat": at,
        "exp": at + profile.token_seconds,
        "iss": school.base_url,
        "aud": [tool.client_id] if profile.audience_list else tool.client_id,
        **({"azp": tool.client_id} if profile.authorized_party else {}),
        f"{CLAIM}deployment_id": tool.deployment_id,
        f"{CLAIM}target_link_uri": target_uri,
        "sub": person.id,
    }


def _who_and_where(profile: Profile, person: Person, course: Course) -> dict[str, Any]:
    lis: dict[str, Any] = {}
    if profile.sourced_ids and (profile.names or profile.sourced_ids_without_names):
        lis = {"person_sourcedid": person.sourced_id, "course_section_sourcedid": course.sourced_id}
    context_type = f"{URI}course#CourseOffering" if profile.long_context_type else "CourseSection"
    return {
        **({f"{CLAIM}lis": lis} if lis else {}),
        f"{CLAIM}roles": roles(profile, person, course.id),
        **_mentees(person, course),
        f"{CLAIM}context": {
            "id": course.context_id,
            "label": course.label,
            "title": course.title,
            "type": [context_type],
        },
    }


def _mentees(person: Person, course: Course) -> dict[str, Any]:
    """Whom a guardian may look in on (CORE 5.4.3)."""
    pupils = person.mentor_of.get(course.id)
    return {f"{CLAIM}role_scope_mentor": list(pupils)} if pupils else {}


def roles(profile: Profile, person: Person, course_id: str) -> list[str]:
    """The role URIs of a launch. The platform's administrator need not be enrolled, and gets three."""
    if person.platform_admin:
        places = ("institution/person#Administrator", "membership#Instructor", "system/person#Administrator")
        return [URI + place for place in places]
    if person.mentor_of:
        return [f"{URI}membership#Mentor"]
    word = _WORDS.get(person.roles.get(course_id, Role.LEARNER), "Instructor")
    in_school = "Student" if word == "Learner" else "Instructor"
    extra = [f"{URI}institution/person#{in_school}"] if profile.institution_roles else []
    return [*extra, f"{URI}membership#{word}"]


def outcome(school: "School", person: Person, activity: Activity) -> dict[str, Any]:
    """The LTI 1.1 outcome claim, where the profile still offers it."""
    if not school.profile.basic_outcome:
        return {}
    sourced = f"{activity.id}:{person.id}:{DEPLOYMENT_ID}"
    return {
        OUTCOME_CLAIM: {
            "lis_result_sourcedid": sourced,
            "lis_outcome_service_url": f"{school.base_url}/services/outcomes",
        }
    }


def _names(profile: Profile, person: Person) -> dict[str, Any]:
    if not profile.names:
        return {}
    return {"given_name": person.given, "family_name": person.family, "name": person.name}


def _platform(school: "School", person: Person, course_id: str, target: str) -> dict[str, Any]:
    profile = school.profile
    shown: dict[str, Any] = {"locale": person.locale} if profile.locale_presentation else {}
    if target:
        shown["document_target"] = target
    if profile.return_url:
        query = urlencode({"as": person.id, "sesskey": school.session_key(person)})
        shown["return_url"] = f"{school.base_url}/course/{course_id}?{query}"
    ext = {f"{CLAIM}ext": _ext(profile, person)} if profile.extension else {}
    presentation = {f"{CLAIM}launch_presentation": shown}
    # Moodle puts ext first, unless the names are withheld and ext gets only its last member.
    ordered = {**ext, **presentation} if profile.names else {**presentation, **ext}
    about = {
        "product_family_code": profile.family,
        "version": profile.version,
        "guid": "demo-koulu-skole",
        "name": "Koulu / Skole",
        "description": "Demo school platform",
    }
    locale = {"locale": person.locale} if profile.locale_claim else {}
    return {**locale, **ordered, f"{CLAIM}tool_platform": about}


def _ext(profile: Profile, person: Person) -> dict[str, str]:
    username = {"user_username": person.username} if profile.names else {}
    return {**username, "lms": "moodle-2"}


def _custom(school: "School", activity: Activity, course: Course) -> dict[str, str]:
    tool = school.tools[activity.client_id]
    custom = _known(school, {**tool.custom, **activity.custom}, course, activity) | dict(school.profile.unresolved)
    if school.profile.memberships_in_custom:
        custom["context_memberships_url"] = service_urls.memberships(school, course)
    return custom


def _known(
    school: "School", custom: dict[str, str], course: Course | None, activity: Activity | None
) -> dict[str, str]:
    """Custom values with the variables that the platform knows put in; others stay as they were written (CORE B)."""
    values = {
        "$Context.id.history": _history(school, course),
        **({"$ResourceLink.id.history": activity.origin} if activity and school.profile.link_history else {}),
    }
    return {name: values.get(value, value) for name, value in custom.items()}


def _history(school: "School", course: Course | None) -> str:
    """The courses that a course was copied from, the nearest first; empty for an original."""
    found, at = [], course
    while at and at.origin:
        at = school.courses[at.origin]
        found.append(at.context_id)
    return ",".join(found)
