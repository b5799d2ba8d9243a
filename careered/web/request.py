"""A request as a handler sees it, and what a handler may return."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from careered.db.faults import StorageFull
from careered.db.prefetch import Prefetch, Row, SelectPrefetch, TablePrefetch, ValuesPrefetch, select_rows
from careered.storable_text import storable
from careered.web import rendering
from careered.web.addresses import address_in
from careered.web.app_state import AppState
from careered.web.errors import RequestError
from careered.web.forms import Form, first_value, read_query
from careered.web.i18n import LANGUAGES, choose_language, parse_accept_language, translations
from careered.web.request_headers import header
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
    surplus_cookies: Sequence[str] = ()
    """Headers that take away the oldest of too many classes' cookies, for whoever sets a new one."""
    _read: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def viewer(self) -> Viewer:
        """The viewer, on routes that need one."""
        if self.viewer_or_none is None:
            raise RequestError("session_missing")
        return self.viewer_or_none

    def render(self, template: str, *, block: str = "", status: int = 200, **context: Any) -> HTMLResponse:
        """The page in the viewer's language; only the named block when htmx asked for a fragment."""
        shell = rendering.page_shell(self.viewer_or_none, self.lang, self.page_url)
        context = {"read_head": lambda: self.state.get(HeadReader).read(self), **context}
        return rendering.render(shell, template, context, block=block if self.is_fragment else "", status=status)

    def redirect(self, path: str) -> Response:
        """On to a page of the same class after an action.

        Without cookies the form travels on too (307), for it carries the session.
        """
        viewer = self.viewer_or_none
        if viewer is None or viewer.keeps_cookies:
            return RedirectResponse(address_in(path, viewer.opened_for if viewer else ""), 303)
        return RedirectResponse(path, 307)

    def lead_on(self, path: str) -> Response:
        """What makes another page of an open one that has asked for its news.

        Without cookies it stays as it is: a form would have to take the session along.
        """
        if not self.viewer.keeps_cookies:
            return Response(status_code=204)
        return Response(status_code=204, headers={"HX-Redirect": address_in(path, self.viewer.opened_for)})

    def form_value(self, name: str) -> str:
        """The first value of a posted field, or empty."""
        return first_value(self.form, name)

    def rows(self, prefetch: TablePrefetch | SelectPrefetch) -> list[dict[str, Any]]:
        """Rows about the viewer in their class: those that came with the session, else read now.

        Those that came are as they were when the request began, also after the handler has written; they are made out
        once, and nobody changes them.
        """
        row = self.row((prefetch,))
        if row is not self.viewer.prefetched:
            return prefetch.read(row)
        if prefetch.name not in self._read:
            self._read[prefetch.name] = prefetch.read(row)
        return self._read[prefetch.name]

    def values(self, prefetch: ValuesPrefetch) -> list[Any]:
        """Values about the viewer's class, as `rows`."""
        return prefetch.read(self.row((prefetch,)))

    def row(self, prefetches: tuple[Prefetch, ...]) -> Row:
        """A row with these prefetches, for their `read`: that which came with the session, else one read now."""
        viewer = self.viewer
        if all(prefetch.name in viewer.prefetched for prefetch in prefetches):
            return viewer.prefetched
        key = {name: getattr(viewer, name) for name in ("organisation_id", "class_id", "person_id")}
        return select_rows(self.db, prefetches, **key, **storable_values(self.path_params))

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


@dataclass(frozen=True)
class HeadReader:
    """What the head of a class's page says of now, read only where a template draws that head.

    A singleton, since the features that have such pages are below the one that knows.
    """

    read: Callable[[PageRequest], object]


def page_request(
    request: Request,
    app_state: AppState,
    db: Connection,
    form: Form,
    viewer: Viewer | None,
    surplus_cookies: Sequence[str] = (),
) -> PageRequest:
    """What a handler is given for a request."""
    lang = viewer.lang if viewer else request_language(request)
    query, path_params = storable_values(read_query(request)), storable_values(request.path_params)
    is_fragment = asks_for_fragment(request)
    return PageRequest(
        app_state,
        db,
        request.method,
        request.scope["path"],
        path_params,
        query,
        form,
        viewer,
        lang,
        is_fragment,
        surplus_cookies,
    )


def asks_for_fragment(request: Request) -> bool:
    """Whether htmx asks for a part of a page."""
    return header(request, "hx-request-type") == "partial"


def storable_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of an address; what is no text (a number in a path) stays as it is."""
    return {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}


def request_language(request: Request) -> str:
    """The language of a request without a session, from Accept-Language; English if none fits."""
    return choose_language(parse_accept_language(header(request, "accept-language")), LANGUAGES, "en")


def storage_error(error: Exception) -> RequestError:
    """The error page of a storage fault: "storage_full" or "storage_busy"."""
    return RequestError("storage_full" if isinstance(error, StorageFull) else "storage_busy")
