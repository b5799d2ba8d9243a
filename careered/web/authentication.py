"""Authentication: find the viewer of a request by its session token, and refuse cross-site requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection
from starlette.requests import Request

from careered.db.prefetch import NO_PREFETCHES, BoundPrefetches
from careered.web import session_cookies, sessions
from careered.web.addresses import IN
from careered.web.app_state import AppState
from careered.web.errors import RequestError
from careered.web.forms import Form, first_value, read_query
from careered.web.request_headers import cookies, header, sent_header
from careered.web.viewer import Viewer

SESSION_FIELD = "session"
SESSION_HEADER = "x-careered-session"
SAFE_METHODS = frozenset({"GET", "HEAD"})
MAX_COOKIES_OF_A_NAME = 8
MAX_CLASSES = 20
"""Classes that one browser keeps open at a time."""


@dataclass(frozen=True)
class CarriedTokens:
    """The session tokens of a request. token: of the header or form, "" if there is none.

    opened_for: what the address names (`Viewer.opened_for`), "" if nothing. cookies: values by name; one name may come
    twice, unpartitioned from an older browser and partitioned, in any order.
    """

    token: str
    opened_for: str
    cookies: Mapping[str, Sequence[str]]

    @property
    def in_cookies(self) -> list[str]:
        """The tokens of all cookies, the last opened first."""
        names = sorted(self.cookies, key=lambda name: name != session_cookies.COOKIE)
        return [value for name in names for value in self.cookies[name]]


def session_tokens(request: Request, form: Form) -> CarriedTokens:
    """The session tokens that a request carries."""
    token = header(request, SESSION_HEADER) or first_value(form, SESSION_FIELD)
    return CarriedTokens(token, read_query(request).get(IN, ""), _session_cookies(request))


def _session_cookies(request: Request) -> Mapping[str, Sequence[str]]:
    tokens: dict[str, list[str]] = {}
    for name, value in cookies(request):
        is_tokens = value and session_cookies.is_session_cookie(name)
        if is_tokens and len(tokens.setdefault(name, [])) < MAX_COOKIES_OF_A_NAME:
            tokens[name].append(value)
    return tokens


def surplus_cookie_headers(carried: CarriedTokens) -> list[str]:
    """Set-Cookie values that take away all but the newest MAX_CLASSES cookies: proxies refuse long headers."""
    names = [name for name in carried.cookies if name != session_cookies.COOKIE]  # browsers send the oldest first
    return [header for name in names[:-MAX_CLASSES] for header in session_cookies.expired_cookie_headers(name)]


def authenticate(
    request: Request,
    db: Connection,
    carried: CarriedTokens,
    prefetches: BoundPrefetches = NO_PREFETCHES,
    *,
    also_idle: bool = False,
) -> Viewer:
    """The viewer whose session the request carries.

    Unsafe methods need the token in the header or form, never in the cookie alone (CSRF). Raises RequestError with
    "session_missing", "csrf", or "session_changed" where cookies and token belong to different people. prefetches: what
    the same statement reads. also_idle: a token in header or form counts however long its session was idle.
    """
    if request.method in SAFE_METHODS and not carried.token:
        return _viewer_of_address(db, carried, prefetches)
    if not carried.token:
        raise RequestError("csrf" if _one_person(_live(db, carried.in_cookies)) else "session_missing")
    require_same_origin(request)
    by_token = sessions.find_viewer(db, carried.token, keeps_cookies=False, prefetches=prefetches, also_idle=also_idle)
    if by_token is None:
        raise RequestError("csrf" if _one_person(_live(db, carried.in_cookies)) else "session_missing")
    by_cookie = _viewer_of_cookies(db, carried, by_token)
    if by_cookie and by_cookie.person_id != by_token.person_id:
        raise RequestError("session_changed")
    return by_token.with_values(keeps_cookies=by_cookie is not None)


def _viewer_of_address(db: Connection, carried: CarriedTokens, prefetches: BoundPrefetches) -> Viewer:
    """Whose cookie goes with an address: that of its class; without a class, the one that was opened last."""
    wanted = carried.opened_for
    viewers = _live(db, carried.cookies.get(session_cookies.cookie_name(wanted), ()), prefetches) if wanted else []
    viewers = viewers or _live(db, carried.cookies.get(session_cookies.COOKIE, ()), prefetches)
    viewer = _one_person([viewer for viewer in viewers if wanted in {"", viewer.opened_for}])
    if viewer is None:
        raise RequestError("session_missing")
    return viewer


def _viewer_of_cookies(db: Connection, carried: CarriedTokens, by_token: Viewer) -> Viewer | None:
    """Whom the cookies name beside a token: that of its class, else the one that was opened last."""
    own = carried.cookies.get(session_cookies.cookie_name(by_token.opened_for), ())
    last = carried.cookies.get(session_cookies.COOKIE, ())
    if list(own or last) == [by_token.token]:
        return by_token
    return _one_person(_live(db, own) or _live(db, last))


def _live(db: Connection, tokens: Sequence[str], prefetches: BoundPrefetches = NO_PREFETCHES) -> list[Viewer]:
    found = [sessions.find_viewer(db, token, keeps_cookies=True, prefetches=prefetches) for token in tokens]
    return [viewer for viewer in found if viewer]


def _one_person(viewers: Sequence[Viewer]) -> Viewer | None:
    """The one who was last active; sessions of two people are nobody's."""
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
    site = sent_header(request, "sec-fetch-site")
    if site not in {None, "same-origin", "none"}:
        raise RequestError("csrf")
    app_state: AppState = request.app.state.careered
    allowed_origins = {None, app_state.settings.origin, *hidden_origins}
    if site is None and sent_header(request, "origin") not in allowed_origins:
        raise RequestError("csrf")
