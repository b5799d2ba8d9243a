"""The last step of a launch in the browser: with our cookie, with a token in a form, or in a window of its own."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from careered.lti import urls
from careered.lti.claims import Launch
from careered.lti.messages import Landed
from careered.lti.platforms import by_id
from careered.lti.registration import Registration
from careered.lti.state import State
from careered.web import headers, pages
from careered.web.edge import House, language_of
from careered.web.forms import Form, first
from careered.web.i18n import LANGUAGES, choose
from careered.web.refusals import REFUSALS
from careered.web.sessions import COOKIE, LIFETIME, cookie_header


def enter(request: Request, landed: Landed, *, keeps_cookies: bool) -> Response:
    """Go in. A browser that sent our state cookie keeps the session cookie too; else the session is in the form."""
    response: Response = RedirectResponse(landed.path, 303) if keeps_cookies else _by_form(landed)
    value = cookie_header(COOKIE, landed.viewer.token, max_age=int(LIFETIME.total_seconds()))
    response.headers.append("Set-Cookie", value)
    _harden(request, response, landed.viewer.origins)
    return response


def _by_form(landed: Landed) -> Response:
    shell = pages.shell_for(None, landed.viewer.lang, landed.path)
    return pages.render(shell, "lti/enter.html", {"path": landed.path, "session": landed.viewer.token})


async def fetch_binding(request: Request, known: State, form: Form, storage: str) -> Response:
    """No cookie, but the platform keeps our secret: a small page asks for it and posts the launch once more.

    The token is not believed yet; it only travels once around.
    """
    house: House = request.app.state.house

    def registration() -> Registration | None:
        with house.database.read() as db:
            return by_id(db, known.organisation_id, known.platform_id)

    found = await house.in_thread(registration)
    origin = urls.origin_of(found.auth_url) if found else ""
    context = {
        "frame": storage,
        "origin": origin,
        "key": known.cookie_name,
        "fields": [("id_token", first(form, "id_token")), ("state", first(form, "state")), ("asked", "yes")],
    }
    shell = pages.shell_for(None, language_of(request), request.url.path)
    response = pages.render(shell, "lti/storage_get.html", context)
    _harden(request, response, [origin] if origin else [])
    return response


def blocked(request: Request, registration: Registration, found: Launch, form: Form) -> HTMLResponse:
    """The browser keeps nothing for us in this frame: offer a window of its own, and say who will be coming.

    The check is not skipped: the person reads the name and presses the button (docs/decisions/0004).
    """
    row = REFUSALS["cookie_blocked"]
    lang = choose([found.locale], LANGUAGES, language_of(request))
    context = {
        "title": row.title,
        "next_step": row.next_step,
        "code": "cookie_blocked",
        "name": found.name or "",
        "platform": registration.name,
        "course": found.context.title if found.context else "",
        "fields": [
            ("id_token", first(form, "id_token")),
            ("state", first(form, "state")),
            ("window", "own"),
            ("asked", "yes"),  # the platform's storage has not answered here; from a window it would not either
        ],
    }
    shell = pages.shell_for(None, lang, request.url.path)
    response = pages.render(shell, "lti/cookie_blocked.html", context, status=row.status)
    response.headers["Careered-Code"] = "cookie_blocked"
    _harden(request, response, found.platform_origins)
    return response


def _harden(request: Request, response: Response, origins: Iterable[str]) -> None:
    house: House = request.app.state.house
    named = ["'self'", *origins] if origins else house.strangers()
    headers.harden(response.headers, headers.policy(named))
