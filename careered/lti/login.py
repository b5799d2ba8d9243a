"""Login initiation (SEC 5.1.1.1): redirects the browser to the platform's authorization endpoint.

Nothing is stored on the server: state and nonce are signed, and the browser keeps a secret that binds them to it, in a
Partitioned cookie or, if the platform offers it, in the platform's storage (LTI Client Side postMessages).
"""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote_plus, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from careered.clock import now
from careered.lti import state, urls
from careered.lti.connection_log import LOGIN, OK, ConnectionLog
from careered.lti.platform import Registration
from careered.lti.registration_cache import RegistrationCache
from careered.storable_text import is_storable_id
from careered.web import headers, rendering
from careered.web.app_state import AppState
from careered.web.errors import RequestError
from careered.web.forms import first_value, read_form, read_query
from careered.web.framing import PageKind
from careered.web.request import request_language
from careered.web.session_cookies import cookie_header

MAX_PARAMETER_LENGTH = 4096
_OPTIONAL_PARAMETERS = ("client_id", "lti_message_hint", "lti_deployment_id", "lti_storage_target")
_REQUIRED_PARAMETERS = (
    ("iss", "login_missing_iss"),
    ("login_hint", "login_missing_hint"),
    ("target_link_uri", "login_missing_target"),
)
_KNOWN_PARAMETERS = (*(name for name, _code in _REQUIRED_PARAMETERS), *_OPTIONAL_PARAMETERS)
_TYPED_BY_PEOPLE = {"client_id", "target_link_uri"}  # in the settings of a platform, with a space at the end


async def login(request: Request) -> Response:
    """GET and POST /lti/login."""
    app_state: AppState = request.app.state.careered
    params = await _parameters(request)
    registration = await app_state.get(RegistrationCache).require_by_issuer(
        app_state, params["iss"], params.get("client_id", "")
    )
    is_own_target = urls.is_tool_url(app_state.settings.origin, params["target_link_uri"])
    await _log_connection(app_state, registration, OK if is_own_target else "target_not_ours")
    if not is_own_target:
        raise RequestError("target_not_ours", {"platform": registration.platform_id})
    new_login = state.create_login(
        app_state.settings.secret,
        platform_id=registration.platform_id,
        organisation_id=registration.organisation_id,
        target_link_uri=params["target_link_uri"],
        now=now(),
        storage_target=params.get("lti_storage_target", ""),
    )
    url = authorization_url(registration, params, new_login, f"{app_state.settings.origin}/lti/launch")
    if params.get("lti_storage_target"):
        return _platform_storage_page(request, registration, params["lti_storage_target"], new_login, url)
    response = RedirectResponse(url, 302)  # a redirect, so that Moodle's SameSite=Lax session cookie is sent
    response.headers.append("Set-Cookie", cookie_header(new_login.cookie_name, new_login.browser_secret, max_age=600))
    return response


async def _parameters(request: Request) -> Mapping[str, str]:
    form = await read_form(request) if request.method == "POST" else {}
    sent = {**read_query(request), **{name: first_value(form, name) for name in form}}
    params = {name: sent[name] for name in _KNOWN_PARAMETERS if name in sent}  # others may be anything
    _check_parameters(params)
    for name, code in _REQUIRED_PARAMETERS:
        if not params.get(name):
            raise RequestError(code)
    return params


def _check_parameters(params: dict[str, str]) -> None:
    """Hints go back unchanged, so they are refused where they could not be stored or sent."""
    if any(len(value) > MAX_PARAMETER_LENGTH for value in params.values()):
        raise RequestError("param_too_long")
    if not all(is_storable_id(value) for value in params.values()):
        raise RequestError("param_bad")
    for name in _TYPED_BY_PEOPLE & params.keys():
        params[name] = params[name].strip()


async def _log_connection(app_state: AppState, registration: Registration, code: str) -> None:
    connection_log, platform_id = app_state.get(ConnectionLog), registration.platform_id
    if connection_log.should_record(platform_id, LOGIN, code):
        await app_state.in_thread(lambda: connection_log.record(registration.organisation_id, platform_id, LOGIN, code))


def authorization_url(
    registration: Registration, params: Mapping[str, str], new_login: state.NewLogin, redirect_uri: str
) -> str:
    """URL of the authentication request (SEC 5.1.1.2). Hints are returned unchanged; auth_url may have a query."""
    request_url = _request_url(registration.auth_url, registration.client_id, redirect_uri)
    url = f"{request_url}&state={new_login.state}&nonce={new_login.nonce}&login_hint={quote_plus(params['login_hint'])}"
    hint = params.get("lti_message_hint")
    return f"{url}&lti_message_hint={quote_plus(hint)}" if hint else url


@lru_cache(maxsize=256)
def _request_url(auth_url: str, client_id: str, redirect_uri: str) -> str:
    """What every authentication request of a platform begins with. No fragment: RFC 6749 3.1 has none there."""
    return urls.with_query(
        auth_url.partition("#")[0],
        scope="openid",
        response_type="id_token",
        response_mode="form_post",
        prompt="none",
        client_id=client_id,
        redirect_uri=redirect_uri,
    )


def _platform_storage_page(
    request: Request, registration: Registration, storage_target: str, new_login: state.NewLogin, url: str
) -> Response:
    """A page that stores the secret with the platform by postMessage, only to its authorization endpoint's origin."""
    app_state: AppState = request.app.state.careered
    context = {
        "frame": storage_target,
        "origin": urls.origin_of(registration.auth_url),
        "key": new_login.cookie_name,
        "value": new_login.browser_secret,
        "address": url,
    }
    shell = rendering.page_shell(None, request_language(request), request.url.path)
    response = rendering.render(shell, "lti/storage_put.html", context)
    response.headers.append("Set-Cookie", cookie_header(new_login.cookie_name, new_login.browser_secret, max_age=600))
    parts = urlsplit(registration.auth_url)
    form_action = [f"{parts.scheme}://{parts.netloc}"]
    headers.set_security_headers(
        response.headers,
        headers.content_security_policy(app_state.frame_ancestors(PageKind.LOGIN), form_action=form_action),
    )
    return response
