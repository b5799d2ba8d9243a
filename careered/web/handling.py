"""Run a handler for a request: read the form, authenticate, authorise, one transaction, respond.

`run_handler` is asynchronous; handlers are plain functions in a small thread pool, because database work is short and
more threads cost more than they bring (docs/decisions/0003); short ones are run on the event loop (0043, 0044).
Returning commits, raising rolls back.
"""

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from careered.db.faults import StorageFault
from careered.db.locks import lock_for_transaction
from careered.db.prefetch import BoundPrefetches, Prefetch
from careered.web import headers, people_cache, sessions
from careered.web.app_state import AppState
from careered.web.authentication import (
    SAFE_METHODS,
    CarriedTokens,
    authenticate,
    require_same_origin,
    session_tokens,
    surplus_cookie_headers,
)
from careered.web.errors import RequestError
from careered.web.forms import Form, read_form, read_query
from careered.web.framing import page_kind
from careered.web.permissions import Audience
from careered.web.request import Handler, HeavyWork, asks_for_fragment, page_request, storable_values
from careered.web.viewer import Viewer
from careered.web.way_back import find_way_back


@dataclass(frozen=True)
class RouteRules:
    """Under which a route's handler runs.

    writes: its transaction may change something. is_short: reading and writing takes it microseconds, so that it is
    done on the event loop (docs/decisions/0043, 0044). unlogged: the session's last use is not written; only what the
    handler writes is. after_leaving: for pupils who have left the course too. when_idle: also in a session that has
    become idle, which stays over. prefetch: what the statement of the session reads too, for `PageRequest.rows` and
    `values`; page_prefetch: what only a whole page needs, and no part that is polled. by_query: values of the query by
    which they are read, "" where the address has none.
    """

    audience: Audience
    writes: bool = False
    is_short: bool = False
    unlogged: bool = False
    after_leaving: bool = False
    when_idle: bool = False
    prefetch: tuple[Prefetch, ...] = ()
    page_prefetch: tuple[Prefetch, ...] = ()
    by_query: tuple[str, ...] = ()

    def require(self, viewer: Viewer) -> None:
        """Raises RequestError "not_found" for another role; "left_class" or "joined_account" for who has left."""
        if not self.audience.allows(viewer.role):
            raise RequestError("not_found")
        if viewer.has_left and not self.after_leaving and self._needs_membership:
            raise RequestError("joined_account" if viewer.is_joined else "left_class")

    @property
    def _needs_membership(self) -> bool:
        """Whether for those who are in the course now: what classmates share, and all that changes something."""
        return self.audience is Audience.CLASSMATE or (self.audience is Audience.PUPIL and self.writes)


async def run_handler(request: Request, handler: Handler, rules: RouteRules, *, form: Form | None = None) -> Response:
    """Run a handler for a request under the rules of its route. form: where the endpoint has read it already."""
    app_state: AppState = request.app.state.careered
    if form is None:
        form = request.state.form = {} if request.method in SAFE_METHODS else await read_form(request)
    if not rules.audience.needs_session and request.method not in SAFE_METHODS:
        require_same_origin(request, hidden_origins=frozenset())
    call = _Call(request, app_state, handler, rules, form, session_tokens(request, form))
    request.state.lang = app_state.reader_languages.of(call.carried.token or next(iter(call.carried.in_cookies), ""))
    result = await _run(app_state, call)
    viewer: Viewer | None = getattr(request.state, "viewer", None)
    if isinstance(result, HeavyWork):
        made = await app_state.heavy.run_for(viewer.owner if viewer else ("", ""), result.work)
        if then := result.then:
            return await run_handler(request, lambda req: then(req, made), rules, form=form)
        result = made
    return _respond(request, app_state, viewer, result)


async def _run(app_state: AppState, call: "_Call") -> Response | HeavyWork:
    """The handler's response, in one transaction; then the session's last use, in another."""
    rules = call.rules
    if rules.is_short and rules.writes:
        response, viewer = await app_state.write_shortly(call.run, in_transaction=True)
    elif rules.is_short:
        response, viewer = await app_state.read_shortly(call.run)
    else:
        response, viewer = await (app_state.write(call.run) if rules.writes else app_state.read(call.run))
    if viewer and not rules.unlogged and sessions.needs_touch(viewer):
        token = viewer.token
        with suppress(StorageFault):  # a standby shows pages all the same
            await app_state.write_shortly(lambda db: sessions.touch(db, token), in_transaction=True)
    return response


@dataclass(frozen=True)
class _Call:
    """One request with what it takes to answer it; `run` is what happens in a transaction."""

    request: Request
    app_state: AppState
    handler: Handler
    rules: RouteRules
    form: Form
    carried: CarriedTokens

    def run(self, db: Connection) -> tuple[Response | HeavyWork, Viewer | None]:
        """The handler's response, and whose session it was."""
        people_cache.begin_reading()
        if self.rules.writes:  # a button pressed twice, or in two tabs, is pressed one after the other
            sessions.wait_for_turn(db, self.carried.token)
        viewer = self._viewer(db) if self.rules.audience.needs_session else None
        self.request.state.viewer = viewer  # also for the page that says why not
        if viewer:
            self._admit(db, viewer)
        shown_to = viewer.for_audience(self.rules.audience) if viewer else None
        surplus = surplus_cookie_headers(self.carried)
        req = page_request(self.request, self.app_state, db, self.form, shown_to, surplus)
        response = self.handler(req)
        self.request.state.viewer = req.viewer_or_none
        return response, viewer

    def _viewer(self, db: Connection) -> Viewer:
        """See `authenticate`. Where the session is over, the page that says so names the platform to open it from."""
        wanted = self.rules.prefetch
        if not asks_for_fragment(self.request):
            wanted += self.rules.page_prefetch
        asked = {name: read_query(self.request).get(name, "") for name in self.rules.by_query}
        prefetches = BoundPrefetches(wanted, storable_values({**asked, **self.request.path_params}))
        try:
            return authenticate(self.request, db, self.carried, prefetches, also_idle=self.rules.when_idle)
        except RequestError:
            self.request.state.way_back = find_way_back(db, [self.carried.token, *self.carried.in_cookies])
            raise

    def _admit(self, db: Connection, viewer: Viewer) -> None:
        self.rules.require(viewer)
        if self.rules.writes and not self.carried.token:  # a page that writes, by its cookie alone
            lock_for_transaction(db, viewer.organisation_id, viewer.class_id, viewer.person_id)


def _respond(request: Request, app_state: AppState, viewer: Viewer | None, response: Response) -> Response:
    """The response with the headers that its reader's page needs."""
    if viewer:
        app_state.reader_languages.note(viewer.token, viewer.lang)
    ancestors = app_state.frame_ancestors(page_kind(request, viewer), viewer.origins if viewer else ())
    headers.set_security_headers(response.headers, headers.content_security_policy(ancestors))
    return response
