"""Leaving: "I've finished on this computer" ends what this browser has open, so the next person finds nothing."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from careered.web import people_cache, rendering, session_cookies, session_end
from careered.web.app_state import AppState
from careered.web.authentication import CarriedTokens, require_same_origin, session_tokens
from careered.web.forms import read_form
from careered.web.permissions import Audience
from careered.web.request import PageRequest, request_language
from careered.web.routes import page, route
from careered.web.way_back import WayBack, find_way_back, url_for_page

LEAVE_PATH, SESSION_PATH = "/leave", "/session"


def routes() -> list[Route]:
    """Leaving, and the question of a page that comes back from the browser's memory: is my session still one?"""
    return [
        route(LEAVE_PATH, _leave, who=Audience.EVERYONE, methods=["POST"]),
        page(SESSION_PATH, _confirm_session, audience=Audience.SIGNED_IN, unlogged=True),
    ]


async def _leave(request: Request) -> Response:
    """POST /leave: end the sessions of the form and of every cookie, and take the cookies away.

    Without a session too: who presses it on a page whose session is over still wants to be out.
    """
    app_state: AppState = request.app.state.careered
    form = request.state.form = await read_form(request)
    require_same_origin(request)
    carried = session_tokens(request, form)
    lang = app_state.reader_languages.of(carried.token) or request_language(request)
    way_back = await app_state.in_thread(lambda: _end_sessions(app_state, carried))
    context = {"platform": way_back.platform, "return_url": url_for_page(request, way_back)}
    response = rendering.render(rendering.page_shell(None, lang, LEAVE_PATH), "left.html", context)
    for name in {session_cookies.COOKIE: (), session_cookies.KEPT_COOKIE: (), **carried.cookies}:
        for header in session_cookies.expired_cookie_headers(name):
            response.headers.append("Set-Cookie", header)
    return response


def _end_sessions(app_state: AppState, carried: CarriedTokens) -> WayBack:
    """Ends them, and what is kept of their classes' pages; returns where the page that was left came from."""
    with app_state.database.transaction() as db:
        way_back = find_way_back(db, [carried.token])
        classes = session_end.end_sessions(db, [carried.token, *carried.in_cookies])
    for organisation_id, class_id in classes:
        if class_id:
            people_cache.forget(organisation_id, class_id)
    return way_back


def _confirm_session(_req: PageRequest) -> Response:
    """GET /session: 204 while the session of the request is one; 401 after it."""
    return Response(status_code=204)
