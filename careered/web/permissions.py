"""Who may use which pages, and what of whom is seen there: one table. Plain Python.

The edge lets people through by it (`Who.admits`), the privacy sheet prints it, and a test asks every page as every
role and looks whether more is shown, or less. Who is in whose course, and whom a guardian or an officer may see, the
platform says in each launch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a class, as far as pages care.

    An AUTHOR chooses activities and sees nobody; a MENTOR (guardian) sees the pupils that the platform names; an
    OFFICER came with a data privacy launch about one person; an ADMIN looks after this installation, in no class.
    """

    PUPIL = "pupil"
    TEACHER = "teacher"
    ASSISTANT = "assistant"
    AUTHOR = "author"
    MENTOR = "mentor"
    OFFICER = "officer"
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
    ADMIN = "admin"

    @property
    def needs_session(self) -> bool:
        """Whether a page is for people who came in from a platform."""
        return self not in {Audience.EVERYONE, Audience.PLATFORM}

    def allows(self, role: Role) -> bool:
        """Whether a role may use the route. What you may not use does not exist: the edge answers 404."""
        return role in ALLOWED_ROLES[self] if self in ALLOWED_ROLES else True


class Data(StrEnum):
    """A kind of data that pages show. ANSWERS: what was handed in, and calls for help. PRIVATE: what the lesson leaves
    to the pupil, until the pupil shares it. TALK: questions by name. POSTS: what stands on the class's boards;
    classmates see it without names. FIGURES: sums of schools."""

    LESSONS = "lessons"
    NAMES = "names"
    STATUSES = "states"
    ANSWERS = "answers"
    PRIVATE = "private"
    SCORES = "marks"
    QUESTIONS = "talk"
    POSTS = "posts"
    STATISTICS = "figures"
    ADMINISTRATORS = "caretakers"
    CONNECTIONS = "connections"


class DataScope(StrEnum):
    """Whose: one's own, those of the course one came from, the persons whom the platform names, all there is."""

    OWN = "own"
    COURSE = "course"
    NAMED = "named"
    ALL = "all"


@dataclass(frozen=True)
class Permission:
    """People of these roles may use these routes, and see these data of those whom the scope says."""

    audience: Audience
    roles: frozenset[Role]
    scope: DataScope
    data: Sequence[Data]


PUPIL_DATA = (Data.NAMES, Data.STATUSES, Data.ANSWERS, Data.PRIVATE, Data.SCORES, Data.QUESTIONS, Data.POSTS)

PREVIEW_ROLES = frozenset({Role.TEACHER, Role.ASSISTANT, Role.AUTHOR, Role.MENTOR, Role.GUEST})
"""Who may try the pupils' pages out: they see the lessons and nobody's data, and nothing of it is saved."""

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
    Permission(Audience.PICKER, frozenset({Role.TEACHER, Role.ASSISTANT, Role.AUTHOR}), DataScope.ALL, (Data.LESSONS,)),
    Permission(Audience.MENTOR, frozenset({Role.MENTOR}), DataScope.NAMED, (Data.NAMES, Data.STATUSES)),
    Permission(Audience.OFFICER, frozenset({Role.OFFICER}), DataScope.NAMED, PUPIL_DATA),
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
"""The roles that a kind of route lets through; where there are none, everybody who came in is let through."""


def data_scopes(role: Role, data: Data) -> list[DataScope]:
    """Of whom a role sees a kind of data; empty for nobody."""
    allowed = [permission.scope for permission in PERMISSIONS if role in permission.roles and data in permission.data]
    return list(dict.fromkeys(allowed))
