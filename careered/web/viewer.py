"""The viewer: the person of a session, as pages know them. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from careered.frozen import with_values
from careered.web.permissions import PREVIEW_ROLES, Audience, Role


@dataclass(frozen=True)
class Viewer:
    """The person of a valid session.

    token: the secret that forms and htmx headers carry. keeps_cookies: whether this browser accepts our cookie.
    persists: False for guests (the platform sent no role) and test users: they see all, nothing is stored.
    origins: of the platform's pages; the only ones that may frame ours. return_url: of the course there, or "".
    languages: what the language menu offers: those of the class's pack.
    visible_person_ids: the only people whom a mentor or data privacy officer may see; empty for all other roles.
    is_platform_admin: whether the platform calls the person an administrator; allows requesting access, no more.
    is_preview: whether this is a pupils' page that the viewer only tries out.
    has_left: whether the platform's roster no longer lists the person; such a pupil may read, and not write.
    is_joined: whether that is so because staff have joined the account with the pupil's other one.
    reads_easy: whether the person has switched to easy language.
    given_name: to greet the person by, where the name alone does not tell it; else None.
    seen_at: when the session was last marked as used; None before it is stored.
    prefetched: what the route has asked for with the session (`PageRequest.rows`), as JSON by the prefetch's name.
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
    has_left: bool = False
    is_joined: bool = False
    reads_easy: bool = False
    given_name: str | None = None
    return_url: str = ""
    seen_at: datetime | None = None
    prefetched: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def opened_for(self) -> str:
        """Id of the class that the session was opened in, or of the person whom a privacy request is about; else ""."""
        return self.class_id or (next(iter(self.visible_person_ids), "") if self.role is Role.OFFICER else "")

    @property
    def home_url(self) -> str:
        """The page that the wordmark links to."""
        homes = {Role.MENTOR: "/mentor", Role.OFFICER: "/privacy", Role.LEADER: "/school", Role.ADMIN: "/admin"}
        return f"/teacher/class/{self.class_id}" if self.is_staff else homes.get(self.role, "/lessons")

    @property
    def owner(self) -> tuple[str, str]:
        """The person across sessions: organisation id and person id."""
        return self.organisation_id, self.person_id

    @property
    def is_staff(self) -> bool:
        """Teachers, counsellors and their assistants."""
        return self.role in {Role.TEACHER, Role.ASSISTANT}

    def for_audience(self, audience: Audience) -> "Viewer":
        """The viewer on a route of an audience: on pupils' pages, roles that only preview them store nothing."""
        return (
            self.with_values(persists=False, is_preview=True)
            if audience is Audience.PUPIL and self.role in PREVIEW_ROLES
            else self
        )

    def with_values(self, **values: Any) -> "Viewer":
        """The viewer with other values of its fields."""
        return with_values(self, **values)

    @classmethod
    def of(cls, **values: Any) -> "Viewer":
        """As the constructor, which a frozen class leaves by a call for each field: one for each request."""
        viewer = object.__new__(cls)
        vars(viewer).update({"prefetched": {}}, **values)
        return viewer
