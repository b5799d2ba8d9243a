"""Who is looking: the person behind a session, as every page may know them. Plain Python."""

from dataclasses import dataclass
from datetime import datetime
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
        return role in _ADMITTED[self] if self in _ADMITTED else True


_ADMITTED = {
    Who.PUPIL: {Role.PUPIL, Role.GUEST, Role.AUTHOR, Role.MENTOR},
    Who.STAFF: {Role.TEACHER, Role.ASSISTANT},
    Who.PICKER: {Role.TEACHER, Role.ASSISTANT, Role.AUTHOR},
    Who.MENTOR: {Role.MENTOR},
    Who.OFFICER: {Role.OFFICER},
    Who.ADMIN: {Role.ADMIN},
}


@dataclass(frozen=True)
class Viewer:
    """The person behind a valid session.

    token: the secret that forms and htmx headers carry. cookies: whether this browser keeps our cookie.
    saves: False for visitors whose platform named no role and for test users: they see all, nothing is stored.
    origins: where the platform's pages are; the only sites that may frame ours.
    languages: what the language switch offers: those of the class's pack.
    sees: the people whom a mentor or a data privacy officer may see, and nobody else; empty for all others.
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
