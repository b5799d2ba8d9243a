"""The one wrapper around every page and action: form, viewer, rights, one transaction, answer or refusal.

The edge is asynchronous; handlers are plain functions run by few threads, because database work is short and
many threads cost more than they bring (docs/decisions/0003). Returning commits, raising rolls back.
"""

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from careered.db.engine import Database
from careered.db.faults import StorageBusy, StorageFull
from careered.db.locks import lock_for_transaction
from careered.settings import Settings
from careered.web import headers, rendering, sessions
from careered.web.errors import RequestError
from careered.web.forms import Form, first_value, read_form
from careered.web.i18n import LANGUAGES, choose_language, parse_accept_language, translations
from careered.web.permissions import Audience
from careered.web.reader_languages import ReaderLanguages
from careered.web.viewer import Viewer

T = TypeVar("T")
_IDEMPOTENCY_KEY = re.compile(r"[\w-]{22}")
QUEUE_TIMEOUT_SECONDS = 2.5
SESSION_FIELD = "session"
SESSION_HEADER = "x-careered-session"
SAFE_METHODS = frozenset({"GET", "HEAD"})


@dataclass
class AppState:
    """What handlers can reach beside their request; made once by `create_app`.

    Rooms put their own long-lived parts in by type and take them out by type: `house.get(Shelf)`.
    """

    settings: Settings
    database: Database
    threads: ThreadPoolExecutor
    singletons: dict[type, object] = field(default_factory=dict)
    reader_languages: ReaderLanguages = field(default_factory=ReaderLanguages)

    def get(self, kind: type[T]) -> T:
        """The part of a type that a room has put in."""
        return cast(T, self.singletons[kind])

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Run database work off the event loop; one that waited too long for its turn is refused, not queued on."""
        queued_at = time.monotonic()

        def run() -> T:
            if time.monotonic() - queued_at > QUEUE_TIMEOUT_SECONDS:
                raise StorageBusy
            return work()

        return await asyncio.get_running_loop().run_in_executor(self.threads, run)

    def anonymous_frame_ancestors(self) -> list[str]:
        """Who may frame a page that knows nobody: any https site, for a refusal must not be a white frame."""
        return ["https:", "http://localhost:*", "http://127.0.0.1:*"] if self.settings.allow_loopback else ["https:"]


@dataclass
class PageRequest:
    """One request, as a handler sees it."""

    state: AppState
    db: Connection
    method: str
    page_url: str
    path_params: Mapping[str, str]
    query: Mapping[str, str]
    form: Form
    viewer_or_none: Viewer | None
    lang: str
    is_fragment: bool

    @property
    def viewer(self) -> Viewer:
        """The viewer, on routes that need one."""
        if self.viewer_or_none is None:
            raise RequestError("session_missing")
        return self.viewer_or_none

    def render(self, template: str, *, block: str = "", status: int = 200, **context: Any) -> HTMLResponse:
        """The page in the viewer's language; only the named block when htmx asked for a fragment."""
        shell = rendering.page_shell(self.viewer_or_none, self.lang, self.page_url)
        return rendering.render(shell, template, context, block=block if self.is_fragment else "", status=status)

    def redirect(self, path: str) -> Response:
        """On to a page after an action. Without cookies the form travels on too (307), for it carries the session."""
        return RedirectResponse(path, 303 if self.viewer_or_none is None or self.viewer_or_none.keeps_cookies else 307)

    def form_value(self, name: str) -> str:
        """The first value of a posted field, or empty."""
        return first_value(self.form, name)

    @property
    def idempotency_key(self) -> str:
        """The id that the page gave to one press of its button (pressed twice, it is once); "" where it gave none."""
        key = self.form_value("key")
        return key if _IDEMPOTENCY_KEY.fullmatch(key) else ""

    def gettext(self, message: str) -> str:
        """An interface word in the viewer's language."""
        return translations(self.lang).gettext(message)


Handler = Callable[[PageRequest], Response]


async def run_handler(
    request: Request,
    handler: Handler,
    audience: Audience,
    *,
    writes: bool,
    form: Form | None = None,
    unlogged: bool = False,
) -> Response:
    """Run a handler for a request under the rules of its route. form: where the endpoint has read it already.

    quiet: nothing of the visit is written besides what the handler writes.
    """
    app_state: AppState = request.app.state.careered
    if form is None:
        form = request.state.form = {} if request.method in SAFE_METHODS else await read_form(request)
    token, cookie = _session_tokens(request, form)

    def run() -> Response:
        connection: AbstractContextManager[Connection] = (
            app_state.database.transaction() if writes else app_state.database.reading()
        )
        with connection as db:
            viewer = _authenticate(request, db, token, cookie) if audience.needs_session else None
            request.state.viewer = viewer  # also for the page that says why not
            if viewer and not audience.allows(viewer.role):
                raise RequestError("not_found")
            if viewer and writes:  # a button pressed twice, or in two tabs, is pressed one after the other
                lock_for_transaction(db, viewer.organisation_id, viewer.class_id, viewer.person_id)
            req = _page_request(request, app_state, db, form, viewer.for_audience(audience) if viewer else None)
            response = handler(req)
            request.state.viewer = req.viewer_or_none
        if viewer and not unlogged and sessions.needs_touch(viewer):
            with app_state.database.transaction() as db:
                sessions.touch(db, viewer.token)
        return response

    request.state.lang = app_state.reader_languages.of(token or cookie)
    response = await app_state.in_thread(run)
    viewer = getattr(request.state, "viewer", None)
    if viewer:
        app_state.reader_languages.note(viewer.token, viewer.lang)
    headers.set_security_headers(
        response.headers,
        headers.content_security_policy(headers.frame_ancestors(viewer, app_state.anonymous_frame_ancestors())),
    )
    return response


def _session_tokens(request: Request, form: Form) -> tuple[str, str]:
    """The session secret of header or field, and the one of the cookie."""
    return request.headers.get(SESSION_HEADER) or first_value(form, SESSION_FIELD), request.cookies.get(
        sessions.COOKIE, ""
    )


def _authenticate(request: Request, db: Connection, token: str, cookie: str) -> Viewer:
    """Who is asking. Unsafe requests must carry the secret by header or field, never by cookie alone."""
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
    """The second belt: browsers say where a request comes from."""
    site = request.headers.get("sec-fetch-site")
    if site not in {None, "same-origin", "none"}:
        raise RequestError("csrf")
    origin = request.headers.get("origin")
    app_state: AppState = request.app.state.careered
    if site is None and origin not in {None, "null", app_state.settings.origin}:
        raise RequestError("csrf")


def _page_request(
    request: Request, app_state: AppState, db: Connection, form: Form, viewer: Viewer | None
) -> PageRequest:
    lang = viewer.lang if viewer else request_language(request)
    query, path_params = dict(request.query_params), dict(request.path_params)
    is_fragment = request.headers.get("hx-request-type") == "partial"
    return PageRequest(
        app_state, db, request.method, request.url.path, path_params, query, form, viewer, lang, is_fragment
    )


def request_language(request: Request) -> str:
    """A stranger's language, by what the browser asks for."""
    return choose_language(parse_accept_language(request.headers.get("accept-language", "")), LANGUAGES, "en")


def storage_error(error: Exception) -> RequestError:
    """Storage faults as refusals."""
    return RequestError("storage_full" if isinstance(error, StorageFull) else "storage_busy")
