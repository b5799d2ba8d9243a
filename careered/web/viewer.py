"""Who is looking: the person behind a session, as every page may know them. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


def _(message: str) -> str:
    """Marks a message for extraction."""
    return message


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
        return role in AREAS[self].roles if self in AREAS else True


@dataclass(frozen=True)
class Area:
    """A part of careered: who may use it, and what is seen there (a message id)."""

    roles: frozenset[Role]
    sees: str


AREAS: Mapping[Who, Area] = {
    Who.PUPIL: Area(
        frozenset({Role.PUPIL, Role.GUEST, Role.AUTHOR, Role.MENTOR}),
        _("The lessons. A pupil sees the own answers and marks; everybody else tries the lessons and stores nothing."),
    ),
    Who.STAFF: Area(
        frozenset({Role.TEACHER, Role.ASSISTANT}),
        _("The pupils of the own course: what is done, the answers that are not the pupil's alone, and the marks."),
    ),
    Who.PICKER: Area(
        frozenset({Role.TEACHER, Role.ASSISTANT, Role.AUTHOR}),
        _("The list of lessons to add to a course; no pupils."),
    ),
    Who.MENTOR: Area(
        frozenset({Role.MENTOR}),
        _("What is done by those pupils whom the platform names as theirs; no answers."),
    ),
    Who.OFFICER: Area(
        frozenset({Role.OFFICER}),
        _("How much is stored about one person whom the platform names; a copy of it; erasing it."),
    ),
    Who.ADMIN: Area(
        frozenset({Role.ADMIN}),
        _("Connections, packs, names of courses and figures of schools with five pupils or more; no pupil, no answer."),
    ),
}
"""What the server lets through (`Who.admits`), and what the privacy sheet says of it: one table."""


@dataclass(frozen=True)
class Viewer:
    """The person behind a valid session.

    token: the secret that forms and htmx headers carry. cookies: whether this browser keeps our cookie.
    saves: False for visitors whose platform named no role and for test users: they see all, nothing is stored.
    origins: where the platform's pages are; the only sites that may frame ours.
    languages: what the language switch offers: those of the class's pack.
    sees: the people whom a mentor or a data privacy officer may see, and nobody else; empty for all others.
    platform_admin: whether the platform calls the person one of its administrators; a right to ask, no more.
    seen_at: when the session was last noted as in use; None before it is stored.
    """

    token: str
    cookies: bool
    organisation_id: str
    platform_id: str
    platform_name: str
    person_id: str
    class_id: str
    role: Role
    saves: bool
    name: str
    lang: str
    lesson_id: str
    origins: tuple[str, ...]
    languages: tuple[str, ...]
    sees: tuple[str, ...] = ()
    platform_admin: bool = False
    seen_at: datetime | None = None

    @property
    def home(self) -> str:
        """The page that the wordmark leads to."""
        homes = {Role.MENTOR: "/mentor", Role.OFFICER: "/privacy", Role.ADMIN: "/admin"}
        return f"/teacher/class/{self.class_id}" if self.is_staff else homes.get(self.role, "/lessons")

    @property
    def is_staff(self) -> bool:
        """Teachers, counsellors and their assistants."""
        return self.role in {Role.TEACHER, Role.ASSISTANT}
