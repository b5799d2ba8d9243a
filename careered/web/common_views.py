"""Addresses that belong to no feature: whether the server lives, its metrics and files, and the session's language."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from careered.db.schema_version import is_current
from careered.i18n_marker import _
from careered.web import static
from careered.web.addresses import is_own_path
from careered.web.app_state import AppState
from careered.web.metrics import metrics
from careered.web.permissions import Audience
from careered.web.request import PageRequest
from careered.web.routes import action, page, route
from careered.web.sessions import set_language

WORKING = _("Your file is being made. It will be ready in a moment.")


def routes() -> list[Route]:
    """What monitoring asks for, the files of all pages, the language, and the words while a file is being made."""
    return [
        route("/healthz", _healthz, who=Audience.EVERYONE, methods=["GET"]),
        route("/readyz", _readyz, who=Audience.EVERYONE, methods=["GET"]),
        route("/metrics", metrics, who=Audience.EVERYONE, methods=["GET"]),
        route("/static/{digest}/{name}", static.serve_asset, who=Audience.EVERYONE, methods=["GET"]),
        route(static.LOGO_PATH, static.serve_logo, who=Audience.EVERYONE, methods=["GET"]),
        action("/language", _set_language, audience=Audience.SIGNED_IN),
        page("/working", _show_working, audience=Audience.SIGNED_IN, unlogged=True),
    ]


async def _healthz(_request: Request) -> Response:
    """GET /healthz: 200 while the process answers."""
    return PlainTextResponse("ok")


async def _readyz(request: Request) -> Response:
    """GET /readyz: 200 where the database answers with this code's schema, else 503."""
    app_state: AppState = request.app.state.careered
    is_schema_current = await app_state.in_thread(lambda: is_current(app_state.database))
    return PlainTextResponse("ok" if is_schema_current else "schema", 200 if is_schema_current else 503)


def _set_language(req: PageRequest) -> Response:
    """POST /language: set the session's language and return to the page of the form."""
    lang, return_path = req.form_value("language"), req.form_value("back")
    if lang in req.viewer.languages:
        set_language(req.db, req.viewer.token, lang)
    return req.redirect(return_path if is_own_path(return_path) else "/lessons")


def _show_working(req: PageRequest) -> Response:
    """GET or POST /working: the words while a file is being made for the viewer, else 204 (in this process)."""
    is_working = req.state.heavy.is_working_for(req.viewer.owner)
    return PlainTextResponse(req.gettext(WORKING)) if is_working else Response(status_code=204)
