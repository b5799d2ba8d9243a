"""Permissions: which roles may use which routes, and whose data they see there. One table, plain Python.

The web layer enforces it (`Audience.allows`), the privacy sheet prints it, and a test requests every page as every
role and checks what is shown. Membership of classes, and whom a guardian or an officer may see, come from the
platform with each launch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A person's role in a session.

    An AUTHOR selects activities and sees no people; a MENTOR (guardian) sees the pupils that the platform names; an
    OFFICER came with a data privacy launch about one person; a LEADER, whom an administrator has given one school, sees
    its figures and nobody in it; an ADMIN manages this installation. The last two are in no class.
    """

    PUPIL = "pupil"
    TEACHER = "teacher"
    ASSISTANT = "assistant"
    AUTHOR = "author"
    MENTOR = "mentor"
    OFFICER = "officer"
    LEADER = "leader"
    ADMIN = "admin"
    GUEST = "guest"


class Audience(StrEnum):
    """Who may use a route. Every route declares one; a test over the route table fails for a route without."""

    EVERYONE = "everyone"
    PLATFORM = "platform"
    SIGNED_IN = "signed_in"
    PUPIL = "pupil"
    CLASSMATE = "classmate"
    STAFF = "staff"
    PICKER = "picker"
    MENTOR = "mentor"
    OFFICER = "officer"
    LEADER = "leader"
    ADMIN = "admin"

    @property
    def needs_session(self) -> bool:
        """Whether the route requires a session."""
        return self not in {Audience.EVERYONE, Audience.PLATFORM}

    def allows(self, role: Role) -> bool:
        """Whether a role may use the route. If not, the response is 404: the route does not exist for it."""
        return role in ALLOWED_ROLES[self] if self in ALLOWED_ROLES else True


class Data(StrEnum):
    """A kind of data that pages show.

    ANSWERS: submitted answers and requests for help. PRIVATE: answers that stay the pupil's own until shared.
    GUIDANCE: what a pupil shows of picture and plan, and what was agreed with staff. QUESTIONS: questions with names.
    URGENT: questions without a name that may speak of need: who reads them may hand them on.
    POSTS: on the class's boards; classmates see them without names. STATISTICS: sums of schools.
    """

    LESSONS = "lessons"
    NAMES = "names"
    STATUSES = "states"
    ANSWERS = "answers"
    PRIVATE = "private"
    GUIDANCE = "guidance"
    SCORES = "marks"
    QUESTIONS = "talk"
    URGENT = "urgent"
    POSTS = "posts"
    STATISTICS = "figures"
    ADMINISTRATORS = "caretakers"
    CONNECTIONS = "connections"


class DataScope(StrEnum):
    """Whose data: the viewer's own, those of the class of the launch, those of people the platform names, those of the
    school that an administrator named, all.
    """

    OWN = "own"
    SCHOOL = "school"
    COURSE = "course"
    NAMED = "named"
    ALL = "all"


@dataclass(frozen=True)
class Permission:
    """These roles may use routes of this audience, and see these data of the people in scope."""

    audience: Audience
    roles: frozenset[Role]
    scope: DataScope
    data: Sequence[Data]


PUPIL_DATA = (
    Data.NAMES,
    Data.STATUSES,
    Data.ANSWERS,
    Data.PRIVATE,
    Data.GUIDANCE,
    Data.SCORES,
    Data.QUESTIONS,
    Data.POSTS,
)

PREVIEW_ROLES = frozenset({Role.TEACHER, Role.ASSISTANT, Role.AUTHOR, Role.MENTOR, Role.GUEST})
"""Roles that may preview the pupils' pages: they see lessons and nobody's data, and nothing is stored."""

PERMISSIONS = (
    Permission(Audience.PUPIL, frozenset({Role.PUPIL}), DataScope.OWN, PUPIL_DATA),
    Permission(Audience.PUPIL, frozenset({Role.PUPIL, *PREVIEW_ROLES}), DataScope.ALL, (Data.LESSONS,)),
    Permission(Audience.CLASSMATE, frozenset({Role.PUPIL}), DataScope.COURSE, (Data.POSTS,)),
    Permission(
        Audience.STAFF,
        frozenset({Role.TEACHER, Role.ASSISTANT}),
        DataScope.COURSE,
        (Data.NAMES, Data.STATUSES, Data.ANSWERS, Data.SCORES, Data.QUESTIONS, Data.POSTS),
    ),
    Permission(Audience.STAFF, frozenset({Role.TEACHER}), DataScope.COURSE, (Data.GUIDANCE, Data.URGENT)),
    Permission(Audience.PICKER, frozenset({Role.TEACHER, Role.ASSISTANT, Role.AUTHOR}), DataScope.ALL, (Data.LESSONS,)),
    Permission(Audience.MENTOR, frozenset({Role.MENTOR}), DataScope.NAMED, (Data.NAMES, Data.STATUSES)),
    Permission(Audience.OFFICER, frozenset({Role.OFFICER}), DataScope.NAMED, PUPIL_DATA),
    Permission(Audience.LEADER, frozenset({Role.LEADER}), DataScope.SCHOOL, (Data.STATISTICS,)),
    Permission(
        Audience.ADMIN, frozenset({Role.ADMIN}), DataScope.ALL, (Data.STATISTICS, Data.ADMINISTRATORS, Data.CONNECTIONS)
    ),
)

ALLOWED_ROLES: Mapping[Audience, frozenset[Role]] = {
    audience: frozenset[Role]().union(
        *(permission.roles for permission in PERMISSIONS if permission.audience is audience)
    )
    for audience in dict.fromkeys(permission.audience for permission in PERMISSIONS)
}
"""The roles that an audience allows; an audience that is not in it allows every role."""


def sees_in_course(role: Role, data: Data) -> bool:
    """Whether a role sees a kind of data of everybody in the course."""
    return DataScope.COURSE in data_scopes(role, data)


def data_scopes(role: Role, data: Data) -> list[DataScope]:
    """The scopes in which a role sees a kind of data; empty for none."""
    allowed = [permission.scope for permission in PERMISSIONS if role in permission.roles and data in permission.data]
    return list(dict.fromkeys(allowed))
