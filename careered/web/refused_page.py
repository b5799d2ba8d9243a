"""A refusal as a page: what happened, what to do next, in the reader's language, with a stable code.

Nothing that was typed is lost: a refused form comes back as a "send again" button where sending again can help,
and as text to copy where it cannot.
"""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from careered.web import headers, pages
from careered.web.edge import SESSION_FIELD, House, language_of
from careered.web.forms import Form
from careered.web.refusals import REFUSALS, Refused

AGAIN = frozenset({"storage_busy", "storage_full", "server_error"})


def refuse(request: Request, refused: Refused) -> Response:
    """The page for a refusal; a small fragment when htmx asked for one."""
    row, house = REFUSALS[refused.code], _house(request)
    viewer = getattr(request.state, "viewer", None)
    lang = viewer.lang if viewer else getattr(request.state, "lang", None) or language_of(request)
    shell = pages.shell_for(None, lang, request.url.path)
    context: dict[str, Any] = {
        "title": row.title,
        "next_step": row.next_step,
        "code": refused.code,
        "words": refused.words,
    }
    context |= {"action": refused_action(request), "kept": _kept(request, refused.code)}
    context |= {"close": getattr(request.state, "close", False)}
    block = "fragment" if request.headers.get("hx-request-type") == "partial" else ""
    response = pages.render(shell, "refusal.html", context, block=block, status=refused.status or row.status)
    response.headers["Careered-Code"] = refused.code
    if row.status == 503:
        response.headers["Retry-After"] = "5"
    headers.harden(response.headers, headers.policy(headers.ancestors(viewer, house.strangers())))
    return response


def refused_action(request: Request) -> Mapping[str, Any] | None:
    """A button that leads on, when the endpoint has set one on the request's state."""
    action: Mapping[str, Any] | None = getattr(request.state, "action", None)
    return action


def _kept(request: Request, code: str) -> Mapping[str, Any] | None:
    """What was posted, so that it can be sent again or copied."""
    form: Form = getattr(request.state, "form", {})
    if not form:
        return None
    texts = [value for name, values in form.items() if name != SESSION_FIELD for value in values if len(value) > 12]
    fields = [(name, value) for name, values in form.items() for value in values]
    return {"again": code in AGAIN, "fields": fields, "texts": texts, "address": request.url.path}


def _house(request: Request) -> House:
    house: House = request.app.state.house
    return house
