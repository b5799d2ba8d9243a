"""Dynamic registration (LTI DR 1.0): a platform opens our page in a frame, and connects itself.

Only who was invited: without an invitation nothing is asked anywhere. The platform is saved waiting for approval
(unless the invitation says otherwise); the invitation is used up in the transaction that saves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from careered.lti import platforms, urls
from careered.lti.compact import part_of
from careered.lti.connecting import invite
from careered.lti.connecting.application import AGS, application, scopes_for
from careered.lti.connecting.configuration import Configuration, read_configuration
from careered.lti.connecting.fetch import Fetcher
from careered.lti.connecting.granted import Granted, read_granted
from careered.lti.nrps import SCOPE as NRPS
from careered.lti.registration import Registration
from careered.web import headers, one_time, pages
from careered.web.edge import House, language_of
from careered.web.refusals import Refused
from careered.words import _

_UPDATE = "reg-update"


@dataclass(frozen=True)
class Registered:
    """How a registration ended: the platform as it is known now, and whether it was known before."""

    platform: Registration
    update: bool


async def register(request: Request) -> Response:
    """GET /lti/register?invite=…&openid_configuration=…&registration_token=…"""
    house: House = request.app.state.house
    request.state.close = True  # whatever comes of it: the page stands in a frame of the platform
    key, url, token = (request.query_params.get(name, "") for name in _PARAMETERS)
    if not key:
        raise Refused("registration_closed")
    await house.in_thread(lambda: _invited(house, key))
    fetcher = house.get(Fetcher)
    platform = read_configuration(await fetcher.get(url, token), url)
    await _check_addresses(fetcher, platform)
    answer = await fetcher.post(platform.registration_url, token, application(platform, house.settings.origin))
    granted = read_granted(answer, scopes_for(platform))
    registered = await house.in_thread(lambda: _save(house, key, platform, granted, update=_is_update(token)))
    return _page(request, registered, [urls.origin_of(url), urls.origin_of(platform.issuer)])


_PARAMETERS = ("invite", "openid_configuration", "registration_token")


def _invited(house: House, key: str) -> None:
    with house.database.read() as db:
        link = one_time.find(db, one_time.INVITATION, key)
    if link is None or not link.usable:
        raise Refused("invitation_invalid")


async def _check_addresses(fetcher: Fetcher, platform: Configuration) -> None:
    """Every address that we shall call later must be one that may be called."""
    await fetcher.check(platform.auth_url, platform.token_url, platform.jwks_url, platform.registration_url)


def _is_update(token: str) -> bool:
    """Whether the platform renews a tool that it has (Moodle's "Update"). It is the platform's token, not ours."""
    try:
        return part_of(token, 1).get("scope") == _UPDATE
    except Refused:
        return False


def _save(house: House, key: str, platform: Configuration, granted: Granted, *, update: bool) -> Registered:
    with house.database.write() as db:
        link = one_time.use(db, one_time.INVITATION, key)
        if link is None:  # somebody else was quicker
            raise Refused("invitation_invalid")
        known = platforms.known(db, platform.issuer, granted.client_id)
        if known and not (update and _may_update(known, link.organisation_id)):
            raise Refused("already_registered")
        saved = _registration(link, platform, granted, known)
        return Registered(_stored(db, saved, granted), update=known is not None)


def _may_update(known: Registration, organisation_id: str) -> bool:
    return known.organisation_id == organisation_id and known.registered == "dynamic"


def _registration(
    link: one_time.Link, platform: Configuration, granted: Granted, known: Registration | None
) -> Registration:
    approved = "active" if link.note.get(invite.APPROVED) else "pending"
    return Registration(
        organisation_id=link.organisation_id,
        platform_id="",
        name=known.name if known else platform.name,
        issuer=platform.issuer,
        client_id=granted.client_id,
        auth_url=platform.auth_url,
        token_url=platform.token_url,
        jwks_url=platform.jwks_url,
        family=platform.family,
        country=known.country if known else link.note[invite.COUNTRY],
        audience=platform.audience,
        status=known.status if known else approved,
        registered="dynamic",
        scopes=granted.scopes,
        hosts=known.hosts if known else (),
    )


def _stored(db: Connection, saved: Registration, granted: Granted) -> Registration:
    platform_id = platforms.add(db, saved, [granted.deployment_id] if granted.deployment_id else [])
    found = platforms.by_id(db, saved.organisation_id, platform_id)
    assert found  # noqa: S101 - written above
    return found


def _page(request: Request, registered: Registered, origins: Sequence[str]) -> Response:
    """What happened and what comes next, in the administrator's language, inside the platform's frame."""
    shell = pages.shell_for(None, language_of(request), request.url.path)
    context = {"platform": registered.platform, "update": registered.update, "services": _services(registered.platform)}
    response = pages.render(shell, "lti/registered.html", context)
    headers.harden(response.headers, headers.policy(["'self'", *dict.fromkeys(origins)]))
    return response


def _services(platform: Registration) -> list[tuple[bool, str]]:
    """Whether marks and lists were agreed upon, each with its words."""
    marks, names = f"{AGS}score" in platform.scopes, NRPS in platform.scopes
    return [
        (marks, _("Marks go to the gradebook") if marks else _("The platform does not take marks from careered")),
        (names, _("The list of participants is shared") if names else _("The list of participants is not shared")),
    ]
