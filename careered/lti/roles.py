"""Context roles, read from the roles claim (CORE A.2). Unknown roles grant nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_URN_PREFIX = "urn:lti:role:ims/lis/"
_TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
_PLATFORM_ADMIN = frozenset(
    {
        "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
        "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
        "http://purl.imsglobal.org/vocab/lis/v2/system/person#SysAdmin",
    }
)


class Role(StrEnum):
    """Role of a user in a context. A GUEST sees the pupil's pages, and is neither counted nor graded."""

    PUPIL = "pupil"
    TEACHER = "teacher"
    ASSISTANT = "assistant"
    AUTHOR = "author"
    MENTOR = "mentor"
    GUEST = "guest"


@dataclass(frozen=True)
class Roles:
    """role: the context role that counts. is_test_user: a teacher's preview. is_platform_admin: no rights by itself."""

    role: Role
    is_test_user: bool
    is_platform_admin: bool


_PRINCIPALS = {
    "Learner": Role.PUPIL,
    "Instructor": Role.TEACHER,
    "Administrator": Role.TEACHER,
    "TeachingAssistant": Role.ASSISTANT,  # a role of its own in LTI 1.1, a sub-role since
    "ContentDeveloper": Role.AUTHOR,
    "Mentor": Role.MENTOR,
}
_BY_PRECEDENCE = (Role.TEACHER, Role.ASSISTANT, Role.PUPIL, Role.AUTHOR, Role.MENTOR)


def read_roles(values: Sequence[object]) -> Roles:
    """The roles claim, or a member's `roles`. Full URIs, sub-roles, short names and URNs; anything else is skipped.

    GUEST if no role is known. TEACHER for a teacher who is a learner too (_BY_PRECEDENCE).
    """
    return _roles_of(tuple(value for value in values if isinstance(value, str)))


@lru_cache(maxsize=1024)
def _roles_of(role_names: tuple[str, ...]) -> Roles:
    """There are few combinations of roles, and each launch and each member of a list has one of them."""
    pairs = _drop_refined_principals({pair for role_name in role_names if (pair := _principal_and_sub(role_name))})
    course_roles = {_role_of_pair(principal, sub) for principal, sub in pairs}
    return Roles(
        role=next((role for role in _BY_PRECEDENCE if role in course_roles), Role.GUEST),
        is_test_user=_TEST_USER in role_names,
        is_platform_admin=not _PLATFORM_ADMIN.isdisjoint(role_names),
    )


def strength(role: Role) -> int:
    """Order of roles, the strongest is 0."""
    return _BY_PRECEDENCE.index(role) if role in _BY_PRECEDENCE else len(_BY_PRECEDENCE)


def _principal_and_sub(role_name: str) -> tuple[str, str] | None:
    """`…membership#P` is (P, ""), `…membership/P#S` is (P, S); short `P` or URN `P/S` likewise; else None.

    Institution and system roles are no context roles, even if they are called Instructor.
    """
    if role_name.startswith(f"{_MEMBERSHIP}#"):
        principal, sub = role_name.removeprefix(f"{_MEMBERSHIP}#"), ""
    elif role_name.startswith(f"{_MEMBERSHIP}/"):
        principal, _, sub = role_name.removeprefix(f"{_MEMBERSHIP}/").partition("#")
        principal = principal if sub else ""
    else:
        principal, _, sub = role_name.removeprefix(_URN_PREFIX).partition("/")
    return (principal, sub) if principal in _PRINCIPALS else None


def _drop_refined_principals(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """A sub-role comes together with its principal (CORE A.2.3): an assistant's `Instructor` adds nothing."""
    refined = {principal for principal, sub in pairs if sub}
    return {(principal, sub) for principal, sub in pairs if sub or principal not in refined}


def _role_of_pair(principal: str, sub: str) -> Role:
    is_assistant = sub.startswith("TeachingAssistant") or sub == "Grader"
    return Role.ASSISTANT if principal == "Instructor" and is_assistant else _PRINCIPALS[principal]
