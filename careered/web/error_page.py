"""Error pages: what happened and what to do next, in the reader's language, with a stable code.

No input is lost: a refused form is returned with a "send again" button if sending again can help, else as text
to copy.
"""

import re
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from careered.i18n_marker import _
from careered.web import headers, rendering
from careered.web.app_state import AppState
from careered.web.authentication import SESSION_FIELD
from careered.web.errors import ERROR_PAGES, RequestError
from careered.web.forms import Form
from careered.web.framing import page_kind
from careered.web.request import request_language
from careered.web.request_headers import header
from careered.web.way_back import WayBack, url_for_page

RETRYABLE = frozenset({"storage_busy", "storage_full", "server_error", "still_working"})
ENDED = frozenset({"session_missing", "session_changed"})
REOPEN_IN_FRAME = _(
    "Open the activity again in %(platform)s: go to the course and choose it there. Reloading this page is not enough."
)
REOPEN_IN_TAB = _("Close this tab and open the activity again in %(platform)s.")
WORDS = "words"
"""How the fields for words begin in which a card asks (`lessons.answer_form`)."""
SHORT = 12
"""Characters of another field, which may be an id and are soon written again."""
CHOSEN = ("choice", "phrase-", "item-", "place-", "level-", "saw_", "question_", "criterion_")
"""How the fields of choices begin; their values are ids."""
CHOSEN_ID = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
RETRY_AFTER_SECONDS = {"too_many_questions": 3600, "still_working": 5}


def error_response(request: Request, error: RequestError) -> Response:
    """The page for an error; only its fragment if htmx requested one."""
    error_page, app_state = ERROR_PAGES[error.code], _app_state(request)
    viewer = getattr(request.state, "viewer", None)
    lang = viewer.lang if viewer else getattr(request.state, "lang", None) or request_language(request)
    shell = rendering.page_shell(None, lang, request.url.path)
    context: dict[str, Any] = {
        "title": error_page.title,
        **_next_step(request, error),
        "code": error.code,
        "words": error.shown_text,
    }
    context |= {"action": None, "kept": _posted_form(request, error.code)}
    context |= {"close": getattr(request.state, "close", False)}
    block = "fragment" if header(request, "hx-request-type") == "partial" else ""
    response = rendering.render(shell, "refusal.html", context, block=block, status=error.status or error_page.status)
    response.headers["Careered-Code"] = error.code
    if error_page.status in {429, 503}:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS.get(error.code, 5))
    ancestors = app_state.frame_ancestors(page_kind(request, viewer), viewer.origins if viewer else ())
    headers.set_security_headers(response.headers, headers.content_security_policy(ancestors))
    return response


def _next_step(request: Request, error: RequestError) -> dict[str, Any]:
    """What to do next: in a platform's frame something else than in a tab of its own, where the platform is known."""
    way_back: WayBack = getattr(request.state, "way_back", WayBack())
    is_framed = header(request, "sec-fetch-dest") in {"iframe", "frame"}
    if not way_back.platform or error.code not in ENDED:
        return {"next_step": ERROR_PAGES[error.code].next_step, "platform": "", "return_url": ""}
    next_step = REOPEN_IN_FRAME if is_framed else REOPEN_IN_TAB
    return {"next_step": next_step, "platform": way_back.platform, "return_url": url_for_page(request, way_back)}


def _posted_form(request: Request, code: str) -> Mapping[str, Any] | None:
    """The posted fields, to be sent again or copied; None without a form."""
    form: Form = getattr(request.state, "form", {})
    if not form:
        return None
    texts = [value for name, values in form.items() for value in values if _is_written(name, value)]
    fields = [(name, value) for name, values in form.items() for value in values]
    return {"again": code in RETRYABLE, "fields": fields, "texts": texts, "address": request.url.path}


def _is_written(name: str, value: str) -> bool:
    """Whether somebody wrote it: what was chosen or sent along is no text to copy, and would only puzzle."""
    if name.startswith(WORDS):
        return bool(value.strip())
    is_chosen = name.startswith(CHOSEN) or CHOSEN_ID.fullmatch(value)
    return len(value) > SHORT and name not in (SESSION_FIELD, "key") and not is_chosen


def _app_state(request: Request) -> AppState:
    app_state: AppState = request.app.state.careered
    return app_state
