"""Who is looking: the person behind a session, as every page may know them. Plain Python."""

from dataclasses import dataclass, replace
from datetime import datetime

from careered.web.permissions import PREVIEW_ROLES, Audience, Role


@dataclass(frozen=True)
class Viewer:
    """The person behind a valid session.

    token: the secret that forms and htmx headers carry. cookies: whether this browser keeps our cookie.
    persists: False for visitors whose platform named no role and for test users: they see all, nothing is stored.
    origins: where the platform's pages are; the only sites that may frame ours.
    languages: what the language switch offers: those of the class's pack.
    visible_person_ids: whom a mentor or a data privacy officer may see, and nobody else; empty for all others.
    is_platform_admin: whether the platform calls the person one of its administrators; a right to ask, no more.
    tries: whether the page is the pupils' own and the viewer only tries it out.
    seen_at: when the session was last noted as in use; None before it is stored.
    """

    token: str
    keeps_cookies: bool
    organisation_id: str
    platform_id: str
    platform_name: str
    person_id: str
    class_id: str
    role: Role
    persists: bool
    name: str
    lang: str
    lesson_id: str
    origins: tuple[str, ...]
    languages: tuple[str, ...]
    visible_person_ids: tuple[str, ...] = ()
    is_platform_admin: bool = False
    is_preview: bool = False
    seen_at: datetime | None = None

    @property
    def home_url(self) -> str:
        """The page that the wordmark leads to."""
        homes = {Role.MENTOR: "/mentor", Role.OFFICER: "/privacy", Role.ADMIN: "/admin"}
        return f"/teacher/class/{self.class_id}" if self.is_staff else homes.get(self.role, "/lessons")

    @property
    def is_staff(self) -> bool:
        """Teachers, counsellors and their assistants."""
        return self.role in {Role.TEACHER, Role.ASSISTANT}

    def for_audience(self, audience: Audience) -> "Viewer":
        """The viewer on a route of a kind: for those who try the pupils' pages nothing is saved."""
        return (
            replace(self, persists=False, is_preview=True)
            if audience is Audience.PUPIL and self.role in PREVIEW_ROLES
            else self
        )
