"""Authentication: find the viewer of a request by its session token, and refuse cross-site requests."""

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


def session_tokens(request: Request, form: Form) -> tuple[str, str]:
    """The session token of the header or form field, and that of the cookie; "" where absent."""
    return request.headers.get(SESSION_HEADER) or first_value(form, SESSION_FIELD), request.cookies.get(
        sessions.COOKIE, ""
    )


def authenticate(request: Request, db: Connection, token: str, cookie: str) -> Viewer:
    """The viewer whose session the request carries.

    Unsafe methods need the token in the header or form, never in the cookie alone (CSRF). Raises RequestError with
    "session_missing", "csrf", or "session_changed" where cookie and token belong to different people.
    """
    by_cookie = sessions.find_viewer(db, cookie, keeps_cookies=True) if cookie else None
    if request.method in SAFE_METHODS and not token:
        if by_cookie is None:
            raise RequestError("session_missing")
        return by_cookie
    if not token:
        raise RequestError("csrf" if by_cookie else "session_missing")
    _require_same_origin(request)
    by_token = by_cookie if token == cookie else sessions.find_viewer(db, token, keeps_cookies=by_cookie is not None)
    if by_token is None:
        raise RequestError("csrf" if by_cookie else "session_missing")
    if by_cookie and by_cookie.person_id != by_token.person_id:
        raise RequestError("session_changed")
    return by_token


def _require_same_origin(request: Request) -> None:
    """Second defence against CSRF: refuse what Sec-Fetch-Site, or else Origin, calls cross-site."""
    site = request.headers.get("sec-fetch-site")
    if site not in {None, "same-origin", "none"}:
        raise RequestError("csrf")
    origin = request.headers.get("origin")
    app_state: AppState = request.app.state.careered
    if site is None and origin not in {None, "null", app_state.settings.origin}:
        raise RequestError("csrf")
