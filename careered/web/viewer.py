"""Who is looking: the person behind a session, as every page may know them. Plain Python."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a class, as far as pages care."""

    PUPIL = "pupil"
    TEACHER = "teacher"
    ASSISTANT = "assistant"
    GUEST = "guest"


class Who(StrEnum):
    """Who may use a route. Every route declares one; a test over the route table fails for a route without."""

    EVERYONE = "everyone"
    PLATFORM = "platform"
    SIGNED_IN = "signed_in"
    PUPIL = "pupil"
    STAFF = "staff"

    @property
    def needs_session(self) -> bool:
        """Whether a page is for people who came in from a platform."""
        return self not in {Who.EVERYONE, Who.PLATFORM}

    def admits(self, role: Role) -> bool:
        """Whether a role may use the route. What you may not use does not exist: the edge answers 404."""
        if self is Who.STAFF:
            return role in {Role.TEACHER, Role.ASSISTANT}
        if self is Who.PUPIL:
            return role in {Role.PUPIL, Role.GUEST}
        return True


@dataclass(frozen=True)
class Viewer:
    """The person behind a valid session.

    token: the secret that forms and htmx headers carry. cookies: whether this browser keeps our cookie.
    saves: False for visitors whose platform named no role and for test users: they see all, nothing is stored.
    origins: where the platform's pages are; the only sites that may frame ours.
    languages: what the language switch offers: those of the class's pack.
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
    seen_at: datetime | None = None

    @property
    def is_staff(self) -> bool:
        """Teachers, counsellors and their assistants."""
        return self.role in {Role.TEACHER, Role.ASSISTANT}
