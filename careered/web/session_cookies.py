"""The cookies that carry a session's token: one for what it is open for, one for the last that was opened."""

from careered.web.sessions import SESSION_TTL
from careered.web.viewer import Viewer

COOKIE = "__Host-careered"
KEPT_COOKIE = "__Host-careered-kept"
"""Without a secret, for scripts to read: it comes and goes with the session's cookie (static/session.js)."""


def cookie_name(opened_for: str) -> str:
    """The cookie of a session that is open for something (`Viewer.opened_for`); "": the last that was opened."""
    return f"{COOKIE}-in-{opened_for}" if opened_for else COOKIE


def is_session_cookie(name: str) -> bool:
    """Whether a cookie holds a session's token."""
    return name == COOKIE or name.startswith(f"{COOKIE}-in-")


def session_cookie_headers(viewer: Viewer) -> list[str]:
    """Set-Cookie values for a new session: the cookie of what it is open for, and that of the last opened session.

    With them goes KEPT_COOKIE.
    """
    names, max_age = dict.fromkeys([cookie_name(viewer.opened_for), COOKIE]), int(SESSION_TTL.total_seconds())
    headers = [cookie_header(name, viewer.token, max_age=max_age) for name in names]
    return [*headers, cookie_header(KEPT_COOKIE, "yes", max_age=max_age).replace("; HttpOnly", "")]


def cookie_header(name: str, value: str, *, max_age: int) -> str:
    """A Set-Cookie value. Written by hand: Starlette refuses Partitioned below Python 3.14."""
    return f"{name}={value}; Max-Age={max_age}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned"


def expired_cookie_headers(name: str) -> list[str]:
    """Set-Cookie values that take a cookie away: the partitioned one, and one that an older browser stored for all."""
    partitioned = cookie_header(name, "", max_age=0)
    return [partitioned, partitioned.removesuffix("; Partitioned")]
