"""Authentication: find the viewer of a request by its session token, and refuse cross-site requests."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection
from starlette.requests import Request

from careered.web import sessions
from careered.web.app_state import AppState
from careered.web.errors import RequestError
from careered.web.forms import Form, first_value
from careered.web.viewer import Viewer

SESSION_FIELD = "session"
SESSION_HEADER = "x-careered-session"
SAFE_METHODS = frozenset({"GET", "HEAD"})
MAX_COOKIES = 8


def session_tokens(request: Request, form: Form) -> tuple[str, list[str]]:
    """The session token of the header or form field ("" where absent), and those of the cookies."""
    return request.headers.get(SESSION_HEADER) or first_value(form, SESSION_FIELD), cookie_values(
        request, sessions.COOKIE
    )


def session_cookies(request: Request) -> list[str]:
    """The names of the cookies that hold a session's token; also where the browser sent none."""
    return [sessions.COOKIE]


def cookie_values(request: Request, name: str) -> list[str]:
    """Every value that the browser sent under a cookie's name, at most MAX_COOKIES.

    An unpartitioned one that an older browser stored and a partitioned one come together, in any order.
    """
    pairs = (pair.split("=", 1) for header in request.headers.getlist("cookie") for pair in header.split(";"))
    values = [value[0].strip() for key, *value in pairs if value and key.strip() == name]
    return [value for value in dict.fromkeys(values) if value][:MAX_COOKIES]


def authenticate(request: Request, db: Connection, token: str, cookies: Sequence[str]) -> Viewer:
    """The viewer whose session the request carries.

    Unsafe methods need the token in the header or form, never in the cookie alone (CSRF). Raises RequestError with
    "session_missing", "csrf", or "session_changed" where cookies and token belong to different people.
    """
    by_cookie = _viewer_of_cookies(db, cookies)
    if request.method in SAFE_METHODS and not token:
        if by_cookie is None:
            raise RequestError("session_missing")
        return by_cookie
    if not token:
        raise RequestError("csrf" if by_cookie else "session_missing")
    require_same_origin(request)
    is_same = by_cookie is not None and by_cookie.token == token
    by_token = by_cookie if is_same else sessions.find_viewer(db, token, keeps_cookies=by_cookie is not None)
    if by_token is None:
        raise RequestError("csrf" if by_cookie else "session_missing")
    if by_cookie and by_cookie.person_id != by_token.person_id:
        raise RequestError("session_changed")
    return by_token


def _viewer_of_cookies(db: Connection, cookies: Sequence[str]) -> Viewer | None:
    """The viewer of the live session among cookies of one name; of several of one person, the last used."""
    viewers = [viewer for cookie in cookies if (viewer := sessions.find_viewer(db, cookie, keeps_cookies=True))]
    if len({viewer.person_id for viewer in viewers}) > 1:
        raise RequestError("session_changed")
    return max(viewers, key=_last_use, default=None)


def _last_use(viewer: Viewer) -> datetime:
    return viewer.seen_at or datetime.min.replace(tzinfo=UTC)


def require_same_origin(request: Request, *, hidden_origins: frozenset[str] = frozenset({"null"})) -> None:
    """Second defence against CSRF, the only one without a session: refuse what comes from another site.

    Sec-Fetch-Site says it; in browsers before 2023, Origin. hidden_origins: what such a browser sends from a page with
    the referrer policy "no-referrer", as ours are; a foreign page can have it too. Raises RequestError "csrf".
    """
    site = request.headers.get("sec-fetch-site")
    if site not in {None, "same-origin", "none"}:
        raise RequestError("csrf")
    app_state: AppState = request.app.state.careered
    allowed_origins = {None, app_state.settings.origin, *hidden_origins}
    if site is None and request.headers.get("origin") not in allowed_origins:
        raise RequestError("csrf")
