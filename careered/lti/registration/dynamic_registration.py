"""Dynamic registration (LTI DR 1.0): a platform opens our page in a frame, and connects itself.

Only who was invited: without an invitation nothing is asked anywhere. The platform is saved waiting for approval
(unless the invitation says otherwise); the invitation is used up in the transaction that saves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from careered.i18n_marker import _
from careered.lti import platform_store, urls
from careered.lti.jws_header import decode_part
from careered.lti.nrps import MEMBERSHIP_SCOPE as NRPS
from careered.lti.platform import Registration
from careered.lti.registration import invite
from careered.lti.registration.client_metadata import AGS_SCOPE_PREFIX, client_metadata, requested_scopes
from careered.lti.registration.openid_configuration import PlatformConfiguration, read_configuration
from careered.lti.registration.response import RegistrationResponse, read_response
from careered.lti.registration.safe_http import Fetcher
from careered.web import headers, one_time, rendering
from careered.web.errors import RequestError
from careered.web.request import AppState, request_language

_UPDATE_SCOPE = "reg-update"


@dataclass(frozen=True)
class RegistrationResult:
    """How a registration ended: the platform as it is known now, and whether it was known before."""

    platform: Registration
    is_update: bool


async def register(request: Request) -> Response:
    """GET /lti/register?invite=…&openid_configuration=…&registration_token=…"""
    app_state: AppState = request.app.state.careered
    request.state.close = True  # whatever comes of it: the page stands in a frame of the platform
    secret, url, token = (request.query_params.get(name, "") for name in _PARAMETERS)
    if not secret:
        raise RequestError("registration_closed")
    await app_state.in_thread(lambda: _check_invitation(app_state, secret))
    fetcher = app_state.get(Fetcher)
    platform = read_configuration(await fetcher.get(url, token), url)
    await _check_urls(fetcher, platform)
    document = await fetcher.post(
        platform.registration_url, token, client_metadata(platform, app_state.settings.origin)
    )
    response = read_response(document, requested_scopes(platform))
    result = await app_state.in_thread(
        lambda: _save(app_state, secret, platform, response, is_update=_is_update(token))
    )
    return _result_page(request, result, [urls.origin_of(url), urls.origin_of(platform.issuer)])


_PARAMETERS = ("invite", "openid_configuration", "registration_token")


def _check_invitation(app_state: AppState, secret: str) -> None:
    with app_state.database.reading() as db:
        link = one_time.find(db, one_time.INVITATION, secret)
    if link is None or not link.is_usable:
        raise RequestError("invitation_invalid")


async def _check_urls(fetcher: Fetcher, platform: PlatformConfiguration) -> None:
    """Every address that we shall call later must be one that may be called."""
    await fetcher.check_urls(platform.auth_url, platform.token_url, platform.jwks_url, platform.registration_url)


def _is_update(token: str) -> bool:
    """Whether the platform renews a tool that it has (Moodle's "Update"). It is the platform's token, not ours."""
    try:
        return decode_part(token, 1).get("scope") == _UPDATE_SCOPE
    except RequestError:
        return False


def _save(
    app_state: AppState,
    secret: str,
    platform: PlatformConfiguration,
    response: RegistrationResponse,
    *,
    is_update: bool,
) -> RegistrationResult:
    with app_state.database.transaction() as db:
        link = one_time.redeem(db, one_time.INVITATION, secret)
        if link is None:  # somebody else was quicker
            raise RequestError("invitation_invalid")
        existing = platform_store.find_by_issuer(db, platform.issuer, response.client_id)
        if existing and not (is_update and _may_update(existing, link.organisation_id)):
            raise RequestError("already_registered")
        registration = _registration(link, platform, response, existing)
        return RegistrationResult(_store(db, registration, response), is_update=existing is not None)


def _may_update(existing: Registration, organisation_id: str) -> bool:
    return existing.organisation_id == organisation_id and existing.registered == "dynamic"


def _registration(
    link: one_time.IssuedLink,
    platform: PlatformConfiguration,
    response: RegistrationResponse,
    existing: Registration | None,
) -> Registration:
    approved = "active" if link.payload.get(invite.APPROVED) else "pending"
    return Registration(
        organisation_id=link.organisation_id,
        platform_id="",
        name=existing.name if existing else platform.name,
        issuer=platform.issuer,
        client_id=response.client_id,
        auth_url=platform.auth_url,
        token_url=platform.token_url,
        jwks_url=platform.jwks_url,
        family=platform.family,
        country=existing.country if existing else link.payload[invite.COUNTRY],
        audience=platform.audience,
        status=existing.status if existing else approved,
        registered="dynamic",
        scopes=response.scopes,
        hosts=existing.hosts if existing else (),
    )


def _store(db: Connection, registration: Registration, response: RegistrationResponse) -> Registration:
    platform_id = platform_store.save(db, registration, [response.deployment_id] if response.deployment_id else [])
    stored = platform_store.find_by_id(db, registration.organisation_id, platform_id)
    assert stored  # noqa: S101 - written above
    return stored


def _result_page(request: Request, result: RegistrationResult, origins: Sequence[str]) -> Response:
    """What happened and what comes next, in the administrator's language, inside the platform's frame."""
    shell = rendering.page_shell(None, request_language(request), request.url.path)
    context = {"platform": result.platform, "update": result.is_update, "services": _service_labels(result.platform)}
    response = rendering.render(shell, "lti/registered.html", context)
    headers.set_security_headers(response.headers, headers.content_security_policy(["'self'", *dict.fromkeys(origins)]))
    return response


def _service_labels(platform: Registration) -> list[tuple[bool, str]]:
    """Whether marks and lists were agreed upon, each with its words."""
    has_scores, has_members = f"{AGS_SCOPE_PREFIX}score" in platform.scopes, NRPS in platform.scopes
    return [
        (
            has_scores,
            _("Marks go to the gradebook") if has_scores else _("The platform does not take marks from careered"),
        ),
        (
            has_members,
            _("The list of participants is shared") if has_members else _("The list of participants is not shared"),
        ),
    ]
