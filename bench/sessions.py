"""Sessions put into the store as a launch does, without one."""

from sqlalchemy import Connection

from careered.web.permissions import Role
from careered.web.sessions import open_session
from careered.web.viewer import Viewer


def opened(
    db: Connection,
    platform: tuple[str, str],
    person_id: str,
    role: Role,
    class_id: str = "",
    languages: tuple[str, ...] = ("fi", "sv", "en"),
) -> Viewer:
    """A new session of a person whose browser keeps cookies, in Finnish. platform: organisation id and platform id."""
    organisation_id, platform_id = platform
    viewer = Viewer(
        token="",
        keeps_cookies=True,
        organisation_id=organisation_id,
        platform_id=platform_id,
        platform_name="Koulu",
        person_id=person_id,
        class_id=class_id,
        role=role,
        persists=True,
        name="Aava",
        lang="fi",
        lesson_id="",
        origins=("http://localhost:9",),
        languages=languages,
    )
    return open_session(db, viewer)
