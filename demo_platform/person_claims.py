"""The claims of an id_token about a person: roles, names, and whom a guardian may see (CORE 5.3.7, 5.4)."""

from typing import Any

from demo_platform.courses import Course
from demo_platform.people import Person, Role
from demo_platform.profiles.profile import Profile
from demo_platform.vocabulary import CLAIM, LIS

_ROLE_NAMES = {Role.LEARNER: "Learner", Role.ASSISTANT: "Instructor", Role.TEACHER: "Instructor"}
_ADMINISTRATOR_ROLES = ("institution/person#Administrator", "membership#Instructor", "system/person#Administrator")


def role_claims(profile: Profile, person: Person, course: Course | None) -> dict[str, Any]:
    """Roles, and a guardian's pupils. course: None where a message is about no course."""
    roles = {f"{CLAIM}roles": role_uris(profile, person, course.id if course else "")}
    return {**roles, **_mentees(person, course)} if course else roles


def role_uris(profile: Profile, person: Person, course_id: str) -> list[str]:
    """The role URIs of a launch (CORE A.2). The platform's administrator need not be enrolled, and gets three."""
    if person.platform_admin:
        return [LIS + role for role in _ADMINISTRATOR_ROLES]
    if person.mentor_of:
        return [f"{LIS}membership#Mentor"]
    role = person.roles.get(course_id, Role.LEARNER)
    name = _ROLE_NAMES.get(role, "Instructor")
    institution_name = "Student" if name == "Learner" else "Instructor"
    institution_roles = [f"{LIS}institution/person#{institution_name}"] if profile.institution_roles else []
    return [*institution_roles, f"{LIS}membership#{name}", *sub_role_uris(profile, role)]


def sub_role_uris(profile: Profile, role: Role) -> list[str]:
    """What stands beside the principal role of a course, in launches and lists (CORE A.2.3.1)."""
    is_told = role is Role.ASSISTANT and profile.assistant_sub_role
    return [f"{LIS}membership/Instructor#TeachingAssistant"] if is_told else []


def _mentees(person: Person, course: Course) -> dict[str, Any]:
    """The pupils whom a guardian may see (CORE 5.4.3)."""
    pupil_ids = person.mentor_of.get(course.id)
    return {f"{CLAIM}role_scope_mentor": list(pupil_ids)} if pupil_ids else {}


def lis_claim(profile: Profile, person: Person, course: Course) -> dict[str, Any]:
    """Ids of the school's register (CORE 5.4.5), where the profile sends them."""
    if not shares_sourced_ids(profile):
        return {}
    ids = {"person_sourcedid": person.sourced_id, "course_section_sourcedid": course.sourced_id}
    return {f"{CLAIM}lis": ids}


def shares_sourced_ids(profile: Profile) -> bool:
    """Whether the tool gets the register's id of a person."""
    return profile.sourced_ids and (profile.names or profile.sourced_ids_without_names)


def name_claims(profile: Profile, person: Person) -> dict[str, Any]:
    """The name (CORE 5.3.6), unless the platform withholds names."""
    if not profile.names:
        return {}
    return {"given_name": person.given, "family_name": person.family, "name": person.name}


def extension(profile: Profile, person: Person) -> dict[str, str]:
    """Moodle's `ext` claim; the account name is withheld with the names."""
    username = {"user_username": person.username} if profile.names else {}
    return {**username, "lms": "moodle-2"}
