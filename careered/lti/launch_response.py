"""The last step of a launch in the browser: with our cookie, with a token in a form, or in a window of its own."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from careered.lti import urls
from careered.lti.claims import Launch
from careered.lti.message_dispatch import LaunchResult
from careered.lti.platform import Registration
from careered.lti.platform_store import find_by_id
from careered.lti.state import LoginState
from careered.web import headers, rendering
from careered.web.errors import ERROR_PAGES
from careered.web.forms import Form, first_value
from careered.web.i18n import LANGUAGES, choose_language
from careered.web.request import AppState, request_language
from careered.web.sessions import COOKIE, SESSION_TTL, cookie_header


def respond(request: Request, result: LaunchResult, *, keeps_cookies: bool) -> Response:
    """Go in. A browser that sent our state cookie keeps the session cookie too; else the session is in the form."""
    response: Response = RedirectResponse(result.path, 303) if keeps_cookies else _form_post_page(result)
    cookie = cookie_header(COOKIE, result.viewer.token, max_age=int(SESSION_TTL.total_seconds()))
    response.headers.append("Set-Cookie", cookie)
    _set_security_headers(request, response, result.viewer.origins)
    return response


def _form_post_page(result: LaunchResult) -> Response:
    shell = rendering.page_shell(None, result.viewer.lang, result.path)
    return rendering.render(shell, "lti/enter.html", {"path": result.path, "session": result.viewer.token})


async def request_platform_storage(
    request: Request, login_state: LoginState, form: Form, storage_target: str
) -> Response:
    """No cookie, but the platform keeps our secret: a small page asks for it and posts the launch once more.

    The token is not believed yet; it only travels once around.
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
    response = rendering.render(shell, "lti/storage_get.html", context)
    _set_security_headers(request, response, [origin] if origin else [])
    return response


def cookies_blocked_page(request: Request, registration: Registration, launch: Launch, form: Form) -> HTMLResponse:
    """The browser keeps nothing for us in this frame: offer a window of its own, and say who will be coming.

    The check is not skipped: the person reads the name and presses the button (docs/decisions/0004).
    """
    refusal = ERROR_PAGES["cookie_blocked"]
    lang = choose_language([launch.locale], LANGUAGES, request_language(request))
    context = {
        "title": refusal.title,
        "next_step": refusal.next_step,
        "code": "cookie_blocked",
        "name": launch.name or "",
        "platform": registration.name,
        "course": launch.context.title if launch.context else "",
        "fields": [
            ("id_token", first_value(form, "id_token")),
            ("state", first_value(form, "state")),
            ("window", "own"),
            ("asked", "yes"),  # the platform's storage has not answered here; from a window it would not either
        ],
    }
    shell = rendering.page_shell(None, lang, request.url.path)
    response = rendering.render(shell, "lti/cookie_blocked.html", context, status=refusal.status)
    response.headers["Careered-Code"] = "cookie_blocked"
    _set_security_headers(request, response, launch.platform_origins)
    return response


def _set_security_headers(request: Request, response: Response, origins: Iterable[str]) -> None:
    app_state: AppState = request.app.state.careered
    ancestors = ["'self'", *origins] if origins else app_state.anonymous_frame_ancestors()
    headers.set_security_headers(response.headers, headers.content_security_policy(ancestors))
