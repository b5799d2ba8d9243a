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


class Who(StrEnum):
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
        return self not in {Who.EVERYONE, Who.PLATFORM}

    def admits(self, role: Role) -> bool:
        """Whether a role may use the route. What you may not use does not exist: the edge answers 404."""
        return role in ADMITTED[self] if self in ADMITTED else True


class Data(StrEnum):
    """A kind of data that pages show. ANSWERS: what was handed in, and calls for help. PRIVATE: what the lesson leaves
    to the pupil, until the pupil shares it. TALK: questions by name. POSTS: what stands on the class's boards;
    classmates see it without names. FIGURES: sums of schools."""

    LESSONS = "lessons"
    NAMES = "names"
    STATES = "states"
    ANSWERS = "answers"
    PRIVATE = "private"
    MARKS = "marks"
    TALK = "talk"
    POSTS = "posts"
    FIGURES = "figures"
    CARETAKERS = "caretakers"
    CONNECTIONS = "connections"


class Scope(StrEnum):
    """Whose: one's own, those of the course one came from, the persons whom the platform names, all there is."""

    OWN = "own"
    COURSE = "course"
    NAMED = "named"
    ALL = "all"


@dataclass(frozen=True)
class Permission:
    """People of these roles may use these routes, and see these data of those whom the scope says."""

    who: Who
    roles: frozenset[Role]
    scope: Scope
    data: Sequence[Data]


OF_A_PUPIL = (Data.NAMES, Data.STATES, Data.ANSWERS, Data.PRIVATE, Data.MARKS, Data.TALK, Data.POSTS)

TRYING = frozenset({Role.TEACHER, Role.ASSISTANT, Role.AUTHOR, Role.MENTOR, Role.GUEST})
"""Who may try the pupils' pages out: they see the lessons and nobody's data, and nothing of it is saved."""

PERMISSIONS = (
    Permission(Who.PUPIL, frozenset({Role.PUPIL}), Scope.OWN, OF_A_PUPIL),
    Permission(Who.PUPIL, frozenset({Role.PUPIL, *TRYING}), Scope.ALL, (Data.LESSONS,)),
    Permission(Who.CLASSMATE, frozenset({Role.PUPIL}), Scope.COURSE, (Data.POSTS,)),
    Permission(
        Who.STAFF,
        frozenset({Role.TEACHER, Role.ASSISTANT}),
        Scope.COURSE,
        (Data.NAMES, Data.STATES, Data.ANSWERS, Data.MARKS, Data.TALK, Data.POSTS),
    ),
    Permission(Who.PICKER, frozenset({Role.TEACHER, Role.ASSISTANT, Role.AUTHOR}), Scope.ALL, (Data.LESSONS,)),
    Permission(Who.MENTOR, frozenset({Role.MENTOR}), Scope.NAMED, (Data.NAMES, Data.STATES)),
    Permission(Who.OFFICER, frozenset({Role.OFFICER}), Scope.NAMED, OF_A_PUPIL),
    Permission(Who.ADMIN, frozenset({Role.ADMIN}), Scope.ALL, (Data.FIGURES, Data.CARETAKERS, Data.CONNECTIONS)),
)

ADMITTED: Mapping[Who, frozenset[Role]] = {
    who: frozenset[Role]().union(*(one.roles for one in PERMISSIONS if one.who is who))
    for who in dict.fromkeys(one.who for one in PERMISSIONS)
}
"""The roles that a kind of route lets through; where there are none, everybody who came in is let through."""


def scopes(role: Role, data: Data) -> list[Scope]:
    """Of whom a role sees a kind of data; empty for nobody."""
    found = [one.scope for one in PERMISSIONS if role in one.roles and data in one.data]
    return list(dict.fromkeys(found))
