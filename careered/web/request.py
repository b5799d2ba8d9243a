"""Run a handler for a request: read the form, authenticate, authorise, one transaction, respond.

`run_handler` is asynchronous; handlers are plain functions in a small thread pool, because database work is short and
more threads cost more than they bring (docs/decisions/0003). Returning commits, raising rolls back.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from careered.db.faults import StorageFault, StorageFull
from careered.db.locks import lock_for_transaction
from careered.db.rows_beside import Beside, RowsBeside, select_rows
from careered.storable_text import storable
from careered.web import headers, rendering, sessions
from careered.web.addresses import address_in
from careered.web.app_state import AppState
from careered.web.authentication import SAFE_METHODS, CarriedTokens, authenticate, require_same_origin, session_tokens
from careered.web.errors import RequestError
from careered.web.forms import Form, first_value, read_form
from careered.web.framing import page_kind
from careered.web.i18n import LANGUAGES, choose_language, parse_accept_language, translations
from careered.web.permissions import Audience
from careered.web.viewer import Viewer

_IDEMPOTENCY_KEY = re.compile(r"[\w-]{22}")


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
        """On to a page of the same class after an action.

        Without cookies the form travels on too (307), for it carries the session.
        """
        viewer = self.viewer_or_none
        if viewer is None or viewer.keeps_cookies:
            return RedirectResponse(address_in(path, viewer.opened_for if viewer else ""), 303)
        return RedirectResponse(path, 307)

    def form_value(self, name: str) -> str:
        """The first value of a posted field, or empty."""
        return first_value(self.form, name)

    def rows(self, part: RowsBeside) -> list[dict[str, Any]]:
        """Rows about the viewer in their class: those that came with the session, else read now.

        Those that came are as they were when the request began, also after the handler has written.
        """
        if part.name in self.viewer.brought:
            return part.read(self.viewer.brought)
        viewer = self.viewer
        key = {name: getattr(viewer, name) for name in ("organisation_id", "class_id", "person_id")}
        return part.read(select_rows(self.db, (part,), **key, **_storable(self.path_params)))

    @property
    def idempotency_key(self) -> str:
        """The id that the page gave to one press of its button (pressed twice, it is once); "" where it gave none."""
        key = self.form_value("key")
        return key if _IDEMPOTENCY_KEY.fullmatch(key) else ""

    def gettext(self, message: str) -> str:
        """An interface word in the viewer's language."""
        return translations(self.lang).gettext(message)


@dataclass(frozen=True)
class HeavyWork:
    """What a handler returns where the rest takes long: the transaction ends, then `work` runs outside it.

    work: returns the response; or, with `then`, what `then` needs to respond in a second transaction.
    """

    work: Callable[[], Any]
    then: Callable[[PageRequest, Any], Response] | None = None


Handler = Callable[[PageRequest], Response | HeavyWork]


async def run_handler(
    request: Request,
    handler: Handler,
    audience: Audience,
    *,
    writes: bool,
    form: Form | None = None,
    unlogged: bool = False,
    after_leaving: bool = False,
    brings: tuple[RowsBeside, ...] = (),
) -> Response:
    """Run a handler for a request under the rules of its route. form: where the endpoint has read it already.

    brings: what is read in one statement with the session, for `PageRequest.rows`. unlogged: the session's last use is
    not written; only what the handler writes is. after_leaving: for pupils who have left the course too.
    """
    app_state: AppState = request.app.state.careered
    if form is None:
        form = request.state.form = {} if request.method in SAFE_METHODS else await read_form(request)
    if not audience.needs_session and request.method not in SAFE_METHODS:
        require_same_origin(request, hidden_origins=frozenset())
    carried, beside = session_tokens(request, form), Beside(brings, _storable(request.path_params))

    def run() -> Response | HeavyWork:
        connection: AbstractContextManager[Connection] = (
            app_state.database.transaction() if writes else app_state.database.reading()
        )
        with connection as db:
            if writes:  # a button pressed twice, or in two tabs, is pressed one after the other
                sessions.wait_for_turn(db, carried.token)
            viewer = _authenticate(request, db, carried, beside) if audience.needs_session else None
            request.state.viewer = viewer  # also for the page that says why not
            if viewer and not audience.allows(viewer.role):
                raise RequestError("not_found")
            if viewer and viewer.has_left and not after_leaving and _needs_membership(audience, writes=writes):
                raise RequestError("left_class")
            if viewer and writes and not carried.token:  # a page that writes, by its cookie alone
                lock_for_transaction(db, viewer.organisation_id, viewer.class_id, viewer.person_id)
            req = _page_request(request, app_state, db, form, viewer.for_audience(audience) if viewer else None)
            response = handler(req)
            request.state.viewer = req.viewer_or_none
        if viewer and not unlogged and sessions.needs_touch(viewer):
            with suppress(StorageFault), app_state.database.transaction() as db:  # a standby shows pages all the same
                sessions.touch(db, viewer.token)
        return response

    request.state.lang = app_state.reader_languages.of(carried.token or next(iter(carried.in_cookies), ""))
    result = await app_state.in_thread(run)
    viewer: Viewer | None = getattr(request.state, "viewer", None)
    if isinstance(result, HeavyWork):
        made = await app_state.heavy.run_for(viewer.owner if viewer else ("", ""), result.work)
        if then := result.then:
            return await run_handler(
                request,
                lambda req: then(req, made),
                audience,
                writes=writes,
                form=form,
                unlogged=unlogged,
                after_leaving=after_leaving,
                brings=brings,
            )
        result = made
    response: Response = result
    if viewer:
        app_state.reader_languages.note(viewer.token, viewer.lang)
    ancestors = app_state.frame_ancestors(page_kind(request, viewer), viewer.origins if viewer else ())
    headers.set_security_headers(response.headers, headers.content_security_policy(ancestors))
    return response


def _authenticate(request: Request, db: Connection, carried: CarriedTokens, beside: Beside) -> Viewer:
    """See `authenticate`. Where the session is over, the page that says so names the platform to open it from."""
    try:
        return authenticate(request, db, carried, beside)
    except RequestError:
        request.state.way_back = sessions.way_back(db, [carried.token, *carried.in_cookies])
        raise


def _needs_membership(audience: Audience, *, writes: bool) -> bool:
    """Whether a route is for those who are in the course now: what classmates share, and all that changes something."""
    return audience is Audience.CLASSMATE or (audience is Audience.PUPIL and writes)


def _page_request(
    request: Request, app_state: AppState, db: Connection, form: Form, viewer: Viewer | None
) -> PageRequest:
    lang = viewer.lang if viewer else request_language(request)
    query, path_params = _storable(request.query_params), _storable(request.path_params)
    is_fragment = request.headers.get("hx-request-type") == "partial"
    return PageRequest(
        app_state, db, request.method, request.url.path, path_params, query, form, viewer, lang, is_fragment
    )


def _storable(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of an address; what is no text (a number in a path) stays as it is."""
    return {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}


def request_language(request: Request) -> str:
    """The language of a request without a session, from Accept-Language; English if none fits."""
    return choose_language(parse_accept_language(request.headers.get("accept-language", "")), LANGUAGES, "en")


def storage_error(error: Exception) -> RequestError:
    """The error page of a storage fault: "storage_full" or "storage_busy"."""
    return RequestError("storage_full" if isinstance(error, StorageFull) else "storage_busy")
