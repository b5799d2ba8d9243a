"""The members of a course as NRPS shows them (NRPS 2.3)."""

from hashlib import md5
from typing import Any

from demo_platform.claims import outcome_claim
from demo_platform.courses import Activity, Course
from demo_platform.people import Person, Role
from demo_platform.person_claims import shares_sourced_ids, sub_role_uris
from demo_platform.platform_state import PlatformState
from demo_platform.profiles.profile import Profile
from demo_platform.vocabulary import CLAIM, LIS, RESOURCE_LINK


def members_with_role(platform: PlatformState, course: Course, role: str) -> list[Person]:
    """Members with this role (a name or a URI, "" all), in an order that is stable and means nothing."""
    members = sorted(platform.members(course.id), key=_arbitrary_order)
    name = role.removeprefix(f"{LIS}membership#")
    return [person for person in members if not role or name == _role_name(platform.profile, person, course)]


def _arbitrary_order(person: Person) -> bytes:
    return md5(person.id.encode(), usedforsecurity=False).digest()


def _role_name(profile: Profile, person: Person, course: Course) -> str:
    role = person.roles.get(course.id, Role.LEARNER)
    is_learner = role is Role.LEARNER or (role is Role.ASSISTANT and profile.assistant_is_learner)
    return "Learner" if is_learner else "Instructor"


def member_json(platform: PlatformState, person: Person, course: Course, activity: Activity | None) -> dict[str, Any]:
    """One member, in Moodle's order. activity: its launch message comes along (NRPS 3.2)."""
    profile = platform.profile
    name = _role_name(profile, person, course)
    role = name if profile.short_roles else f"{LIS}membership#{name}"
    message = {"message": [_launch_message(platform, person, activity)]} if activity else {}
    roles = [role, *sub_role_uris(profile, person.roles.get(course.id, Role.LEARNER))]
    return {"status": "Active", "roles": roles, **message, **_identity(profile, person)}


def _identity(profile: Profile, person: Person) -> dict[str, Any]:
    identity: dict[str, Any] = {"user_id": person.id}
    if shares_sourced_ids(profile):
        identity["lis_person_sourcedid"] = person.sourced_id
    if profile.names:
        identity |= {"name": person.name, "given_name": person.given, "family_name": person.family}
    if profile.names and profile.username_member:
        identity["ext_user_username"] = person.username
    return identity


def _launch_message(platform: PlatformState, person: Person, activity: Activity) -> dict[str, Any]:
    return {f"{CLAIM}message_type": RESOURCE_LINK, **outcome_claim(platform, person, activity)}
