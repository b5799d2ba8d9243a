"""Responses of a launch: redirect with a cookie, session token in a form, or a button for a new window."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from careered.i18n_marker import _
from careered.lti import urls
from careered.lti.claims import Launch
from careered.lti.message_dispatch import LaunchResult
from careered.lti.platform import Registration
from careered.lti.platform_store import find_by_id
from careered.lti.state import LoginState
from careered.web import headers, rendering
from careered.web.addresses import address_in
from careered.web.app_state import AppState
from careered.web.authentication import CarriedTokens, surplus_cookie_headers
from careered.web.errors import ERROR_PAGES
from careered.web.forms import Form, first_value
from careered.web.framing import PageKind
from careered.web.i18n import LANGUAGES, choose_language
from careered.web.request import request_language
from careered.web.session_cookies import session_cookie_headers

DEEP_LINKING = "LtiDeepLinkingRequest"
GO_ON_HERE = _("Is this you? Then press the button below to choose lessons.")


def respond(request: Request, result: LaunchResult, carried: CarriedTokens, *, keeps_cookies: bool) -> Response:
    """Open the first page. keeps_cookies: the browser sent the login's cookie; else the token is in a form.

    carried: the sessions that the browser had before.
    """
    first_page = address_in(result.path, result.viewer.opened_for)
    response: Response = RedirectResponse(first_page, 303) if keeps_cookies else _form_post_page(result)
    for cookie in [*surplus_cookie_headers(carried), *session_cookie_headers(result.viewer)]:
        response.headers.append("Set-Cookie", cookie)
    _set_security_headers(request, response, result.viewer.origins)
    return response


def _form_post_page(result: LaunchResult) -> Response:
    shell = rendering.page_shell(None, result.viewer.lang, result.path)
    return rendering.render(shell, "enter.html", {"path": result.path, "session": result.viewer.token})


async def request_platform_storage(
    request: Request, login_state: LoginState, form: Form, storage_target: str
) -> Response:
    """A page that reads the login's secret from the platform's storage and posts the launch again.

    Used without a cookie. The token is not verified yet, only posted back.
    """
    app_state: AppState = request.app.state.careered

    def load_registration() -> Registration | None:
        with app_state.database.reading() as db:
            return find_by_id(db, login_state.organisation_id, login_state.platform_id)

    registration = await app_state.in_thread(load_registration)
    origin = urls.origin_of(registration.auth_url) if registration else ""
    context = {
        "frame": storage_target,
        "origin": origin,
        "key": login_state.cookie_name,
        "fields": [
            ("id_token", first_value(form, "id_token")),
            ("state", first_value(form, "state")),
            ("asked", "yes"),
        ],
    }
    shell = rendering.page_shell(None, request_language(request), request.url.path)
    return rendering.render(shell, "lti/storage_get.html", context)


def cookies_blocked_page(request: Request, registration: Registration, launch: Launch, form: Form) -> HTMLResponse:
    """A page for browsers that store nothing in this frame: a button that opens a new window, with the user's name.

    It replaces the cookie check: the user confirms the name by pressing the button (docs/decisions/0004). Choosing
    lessons goes on in the frame, for the platform takes the answer only there.
    """
    refusal = ERROR_PAGES["cookie_blocked"]
    lang = choose_language([launch.locale], LANGUAGES, request_language(request))
    context = {
        "title": refusal.title,
        "next_step": GO_ON_HERE if launch.message_type == DEEP_LINKING else refusal.next_step,
        "stays_here": launch.message_type == DEEP_LINKING,
        "code": "cookie_blocked",
        "name": launch.name or "",
        "platform": registration.name,
        "course": launch.context.title if launch.context else "",
        "fields": [
            ("id_token", first_value(form, "id_token")),
            ("state", first_value(form, "state")),
            ("window", "own"),
            ("asked", "yes"),  # do not try the platform's storage again: it has not answered
        ],
    }
    shell = rendering.page_shell(None, lang, request.url.path)
    response = rendering.render(shell, "lti/cookie_blocked.html", context, status=refusal.status)
    response.headers["Careered-Code"] = "cookie_blocked"
    _set_security_headers(request, response, launch.platform_origins)
    return response


def _set_security_headers(request: Request, response: Response, origins: Iterable[str]) -> None:
    """For a page of a verified launch. origins: what it named."""
    app_state: AppState = request.app.state.careered
    ancestors = app_state.frame_ancestors(PageKind.SESSION, origins)
    headers.set_security_headers(response.headers, headers.content_security_policy(ancestors))
