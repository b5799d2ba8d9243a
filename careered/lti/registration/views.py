"""Dynamic registration (LTI DR 1.0): a platform opens our page in a frame and registers the tool itself.

1. The platform opens the invitation's URL with `openid_configuration` and `registration_token` added.
2. The invitation must be usable; without one no request goes out.
3. Fetch the platform's configuration and check its URLs.
4. Use up the invitation: from here on only the platform's answer and the database can fail.
5. Post our client metadata; the platform answers with our client id.
6. Save the platform, pending approval unless the invitation says otherwise. A failure makes the invitation good again.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from careered.lti.ags import SCOPE_SCORE
from careered.lti.claim_values import read_id
from careered.lti.jws_header import decode_part
from careered.lti.nrps import MEMBERSHIP_SCOPE
from careered.lti.platform import Registration
from careered.lti.registration import labels
from careered.lti.registration.canvas import canvas_configuration
from careered.lti.registration.client_metadata import client_metadata, requested_scopes
from careered.lti.registration.openid_configuration import PlatformConfiguration, read_configuration
from careered.lti.registration.registration_store import (
    RegistrationResult,
    check_invitation,
    reserve_invitation,
    return_invitation,
    save_registration,
)
from careered.lti.registration.response import read_response
from careered.lti.registration.safe_http import Fetcher
from careered.web import rendering
from careered.web.app_state import AppState
from careered.web.errors import RequestError
from careered.web.forms import read_query
from careered.web.one_time import IssuedLink
from careered.web.request import request_language

_PARAMETERS = ("invite", "openid_configuration", "registration_token")


async def register(request: Request) -> Response:
    """GET /lti/register?invite=...&openid_configuration=...&registration_token=..."""
    app_state: AppState = request.app.state.careered
    request.state.close = True  # every page of this route, also an error, stands in a frame that can be closed
    secret, url, token = (read_query(request).get(name, "").strip() for name in _PARAMETERS)
    if not secret:
        raise RequestError("registration_closed")
    await app_state.in_thread(lambda: check_invitation(app_state.database, secret))
    fetcher = app_state.get(Fetcher)
    platform = read_configuration(await fetcher.get(url, token), url)
    await _check_urls(fetcher, platform)
    link = await app_state.in_thread(
        lambda: reserve_invitation(app_state.database, secret, platform.issuer, _likely_client_id(token))
    )
    try:
        return _result_page(request, await _register(app_state, link, platform, token))
    except Exception:
        await app_state.in_thread(lambda: return_invitation(app_state.database, secret))
        raise


async def _register(
    app_state: AppState, link: IssuedLink, platform: PlatformConfiguration, token: str
) -> RegistrationResult:
    metadata = client_metadata(platform, app_state.settings.origin)
    document = await app_state.get(Fetcher).post(platform.registration_url, token, metadata)
    response = read_response(document, requested_scopes(platform))
    return await app_state.in_thread(lambda: save_registration(app_state.database, link, platform, response))


async def _check_urls(fetcher: Fetcher, platform: PlatformConfiguration) -> None:
    """Every URL that the tool will call later must be allowed now."""
    await fetcher.check_urls(platform.auth_url, platform.token_url, platform.jwks_url, platform.registration_url)


def _likely_client_id(token: str) -> str:
    """Our client id, if the platform's token is one of Moodle's; "" for any other. Unverified: good for a refusal only.

    The token is optional and opaque (DR 3.1).
    """
    try:
        return read_id(decode_part(token, 1).get("sub")) or ""
    except RequestError:
        return ""


def _result_page(request: Request, result: RegistrationResult) -> Response:
    """Result and next steps, in the browser's language, inside the platform's frame. It names nobody."""
    shell = rendering.page_shell(None, request_language(request), request.url.path)
    context = {"platform": result.platform, "result": result, "services": _service_labels(result.platform)}
    return rendering.render(shell, "lti/registered.html", context)


def _service_labels(platform: Registration) -> list[tuple[bool, str]]:
    """(is granted, label) for the score service and the membership service."""
    has_scores, has_roster = SCOPE_SCORE in platform.scopes, MEMBERSHIP_SCOPE in platform.scopes
    return [
        (has_scores, labels.SCORES_AGREED if has_scores else labels.SCORES_NOT_AGREED),
        (has_roster, labels.ROSTER_AGREED if has_roster else labels.ROSTER_NOT_AGREED),
    ]


async def show_canvas_json(request: Request) -> Response:
    """GET /lti/canvas.json. Public: it says nothing that a launch does not show."""
    app_state: AppState = request.app.state.careered
    return JSONResponse(
        canvas_configuration(app_state.settings.origin), headers={"Cache-Control": "public, max-age=3600"}
    )
