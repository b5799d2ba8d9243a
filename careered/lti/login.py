"""Login initiation (SEC 5.1.1.1): the platform says who is coming; we send the browser to its authorization.

Nothing is stored: state and nonce are signed, and the browser keeps a secret that binds them to it, as a
Partitioned cookie or, where the platform offers it, in the platform's storage.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from careered.clock import now
from careered.lti import platforms, state, urls
from careered.lti.notes import OK, Notebook
from careered.lti.registration import Registration
from careered.web import headers, pages
from careered.web.edge import House, language_of
from careered.web.forms import first, read_form
from careered.web.refusals import Refused
from careered.web.sessions import cookie_header

LONGEST_PARAMETER = 4096
_REQUIRED = (
    ("iss", "login_missing_iss"),
    ("login_hint", "login_missing_hint"),
    ("target_link_uri", "login_missing_target"),
)


async def login(request: Request) -> Response:
    """GET and POST /lti/login."""
    house: House = request.app.state.house
    given = await _parameters(request)
    registration = await house.in_thread(lambda: _registration(house, given))
    ours = urls.is_ours(house.settings.origin, given["target_link_uri"])
    await _note(house, registration, OK if ours else "target_not_ours")
    if not ours:
        raise Refused("target_not_ours", {"platform": registration.platform_id})
    issued = state.issue(
        house.settings.secret,
        platform_id=registration.platform_id,
        organisation_id=registration.organisation_id,
        target=given["target_link_uri"],
        now=now(),
        storage=given.get("lti_storage_target", ""),
    )
    address = authorization_address(registration, given, issued, f"{house.settings.origin}/lti/launch")
    if given.get("lti_storage_target"):
        return _through_storage(request, registration, given["lti_storage_target"], issued, address)
    response = RedirectResponse(address, 302)  # a redirect, so that Moodle's Lax session cookie goes along
    response.headers.append("Set-Cookie", cookie_header(issued.cookie_name, issued.binding, max_age=600))
    headers.harden(response.headers, headers.policy(house.strangers()))
    return response


async def _parameters(request: Request) -> Mapping[str, str]:
    form = await read_form(request) if request.method == "POST" else {}
    given = {**dict(request.query_params), **{name: first(form, name) for name in form}}
    if any(len(value) > LONGEST_PARAMETER for value in given.values()):
        raise Refused("param_too_long")
    for name, code in _REQUIRED:
        if not given.get(name):
            raise Refused(code)
    return given


async def _note(house: House, registration: Registration, code: str) -> None:
    notebook, platform_id = house.get(Notebook), registration.platform_id
    if notebook.is_due(platform_id, "login", code):
        await house.in_thread(lambda: notebook.write(registration.organisation_id, platform_id, "login", code))


def _registration(house: House, given: Mapping[str, str]) -> Registration:
    with house.database.read() as db:
        return platforms.find(db, given["iss"], given.get("client_id", ""))


def authorization_address(
    registration: Registration, given: Mapping[str, str], issued: state.Login, redirect_uri: str
) -> str:
    """The authentication request (SEC 5.1.1.2). Hints go back unchanged; the address may have a query already."""
    parameters = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": registration.client_id,
        "redirect_uri": redirect_uri,
        "login_hint": given["login_hint"],
        "state": issued.state,
        "nonce": issued.nonce,
    }
    if given.get("lti_message_hint"):
        parameters["lti_message_hint"] = given["lti_message_hint"]
    return urls.with_query(registration.auth_url, **parameters)


def _through_storage(
    request: Request, registration: Registration, target: str, issued: state.Login, address: str
) -> Response:
    """The platform keeps the secret for us by postMessage, sent to the origin of its authorization only."""
    house: House = request.app.state.house
    context = {
        "frame": target,
        "origin": urls.origin_of(registration.auth_url),
        "key": issued.cookie_name,
        "value": issued.binding,
        "address": address,
    }
    shell = pages.shell_for(None, language_of(request), request.url.path)
    response = pages.render(shell, "lti/storage_put.html", context)
    response.headers.append("Set-Cookie", cookie_header(issued.cookie_name, issued.binding, max_age=600))
    parts = urlsplit(registration.auth_url)
    allowed = [f"{parts.scheme}://{parts.netloc}"]
    headers.harden(response.headers, headers.policy(house.strangers(), form_action=allowed))
    return response
