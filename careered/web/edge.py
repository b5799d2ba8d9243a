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
from careered.db.turns import take_turn
from careered.settings import Settings
from careered.web import headers, pages, sessions
from careered.web.forms import Form, first, read_form
from careered.web.i18n import LANGUAGES, choose, from_accept_language, translations
from careered.web.permissions import Who
from careered.web.reader_languages import ReaderLanguages
from careered.web.refusals import Refused
from careered.web.viewer import Viewer

T = TypeVar("T")
_ID = re.compile(r"[\w-]{22}")
PATIENCE_SECONDS = 2.5
SESSION_FIELD = "session"
SESSION_HEADER = "x-careered-session"
SAFE = frozenset({"GET", "HEAD"})


@dataclass
class House:
    """What handlers can reach beside their request; made once by `create_app`.

    Rooms put their own long-lived parts in by type and take them out by type: `house.get(Shelf)`.
    """

    settings: Settings
    database: Database
    threads: ThreadPoolExecutor
    parts: dict[type, object] = field(default_factory=dict)
    reader_languages: ReaderLanguages = field(default_factory=ReaderLanguages)

    def get(self, kind: type[T]) -> T:
        """The part of a type that a room has put in."""
        return cast(T, self.parts[kind])

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Run database work off the event loop; one that waited too long for its turn is refused, not queued on."""
        asked = time.monotonic()

        def run() -> T:
            if time.monotonic() - asked > PATIENCE_SECONDS:
                raise StorageBusy
            return work()

        return await asyncio.get_running_loop().run_in_executor(self.threads, run)

    def strangers(self) -> list[str]:
        """Who may frame a page that knows nobody: any https site, for a refusal must not be a white frame."""
        return ["https:", "http://localhost:*", "http://127.0.0.1:*"] if self.settings.allow_loopback else ["https:"]


@dataclass
class Ask:
    """One request, as a handler sees it."""

    house: House
    db: Connection
    method: str
    here: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Form
    viewer: Viewer | None
    lang: str
    fragment: bool

    @property
    def me(self) -> Viewer:
        """The viewer, on routes that need one."""
        if self.viewer is None:
            raise Refused("session_missing")
        return self.viewer

    def render(self, template: str, *, block: str = "", status: int = 200, **context: Any) -> HTMLResponse:
        """The page in the viewer's language; only the named block when htmx asked for a fragment."""
        shell = pages.shell_for(self.viewer, self.lang, self.here)
        return pages.render(shell, template, context, block=block if self.fragment else "", status=status)

    def go(self, path: str) -> Response:
        """On to a page after an action. Without cookies the form travels on too (307), for it carries the session."""
        return RedirectResponse(path, 303 if self.viewer is None or self.viewer.cookies else 307)

    def field(self, name: str) -> str:
        """The first value of a posted field, or empty."""
        return first(self.form, name)

    @property
    def press(self) -> str:
        """The id that the page gave to one press of its button (pressed twice, it is once); "" where it gave none."""
        given = self.field("key")
        return given if _ID.fullmatch(given) else ""

    def translate(self, message: str) -> str:
        """An interface word in the viewer's language."""
        return translations(self.lang).gettext(message)


Handler = Callable[[Ask], Response]


async def answer(
    request: Request, handler: Handler, who: Who, *, writes: bool, form: Form | None = None, quiet: bool = False
) -> Response:
    """Run a handler for a request under the rules of its route. form: where the endpoint has read it already.

    quiet: nothing of the visit is written besides what the handler writes.
    """
    house: House = request.app.state.house
    if form is None:
        form = request.state.form = {} if request.method in SAFE else await read_form(request)
    token, cookie = _given_tokens(request, form)

    def work() -> Response:
        opened: AbstractContextManager[Connection] = house.database.write() if writes else house.database.read()
        with opened as db:
            viewer = _viewer(request, db, token, cookie) if who.needs_session else None
            request.state.viewer = viewer  # also for the page that says why not
            if viewer and not who.admits(viewer.role):
                raise Refused("not_found")
            if viewer and writes:  # a button pressed twice, or in two tabs, is pressed one after the other
                take_turn(db, viewer.organisation_id, viewer.class_id, viewer.person_id)
            ask = _ask(request, house, db, form, viewer.on(who) if viewer else None)
            response = handler(ask)
            request.state.viewer = ask.viewer
        if viewer and not quiet and sessions.is_due(viewer):
            with house.database.write() as db:
                sessions.touch(db, viewer.token)
        return response

    request.state.lang = house.reader_languages.of(token or cookie)
    response = await house.in_thread(work)
    viewer = getattr(request.state, "viewer", None)
    if viewer:
        house.reader_languages.note(viewer.token, viewer.lang)
    headers.harden(response.headers, headers.policy(headers.ancestors(viewer, house.strangers())))
    return response


def _given_tokens(request: Request, form: Form) -> tuple[str, str]:
    """The session secret of header or field, and the one of the cookie."""
    return request.headers.get(SESSION_HEADER) or first(form, SESSION_FIELD), request.cookies.get(sessions.COOKIE, "")


def _viewer(request: Request, db: Connection, token: str, cookie: str) -> Viewer:
    """Who is asking. Unsafe requests must carry the secret by header or field, never by cookie alone."""
    by_cookie = sessions.find_viewer(db, cookie, cookies=True) if cookie else None
    if request.method in SAFE and not token:
        if by_cookie is None:
            raise Refused("session_missing")
        return by_cookie
    if not token:
        raise Refused("csrf" if by_cookie else "session_missing")
    _same_site(request)
    by_token = by_cookie if token == cookie else sessions.find_viewer(db, token, cookies=by_cookie is not None)
    if by_token is None:
        raise Refused("csrf" if by_cookie else "session_missing")
    if by_cookie and by_cookie.person_id != by_token.person_id:
        raise Refused("session_changed")
    return by_token


def _same_site(request: Request) -> None:
    """The second belt: browsers say where a request comes from."""
    site = request.headers.get("sec-fetch-site")
    if site not in {None, "same-origin", "none"}:
        raise Refused("csrf")
    origin = request.headers.get("origin")
    house: House = request.app.state.house
    if site is None and origin not in {None, "null", house.settings.origin}:
        raise Refused("csrf")


def _ask(request: Request, house: House, db: Connection, form: Form, viewer: Viewer | None) -> Ask:
    lang = viewer.lang if viewer else language_of(request)
    query, path = dict(request.query_params), dict(request.path_params)
    fragment = request.headers.get("hx-request-type") == "partial"
    return Ask(house, db, request.method, request.url.path, path, query, form, viewer, lang, fragment)


def language_of(request: Request) -> str:
    """A stranger's language, by what the browser asks for."""
    return choose(from_accept_language(request.headers.get("accept-language", "")), LANGUAGES, "en")


def named(fault: Exception) -> Refused:
    """Storage faults as refusals."""
    return Refused("storage_full" if isinstance(fault, StorageFull) else "storage_busy")
