"""Invitations and platforms of dynamic registrations in the database."""

from dataclasses import dataclass

from sqlalchemy import Connection

from careered.db.engine import Database
from careered.lti import platform_store
from careered.lti.platform import Registration
from careered.lti.registration import invite
from careered.lti.registration.openid_configuration import PlatformConfiguration
from careered.lti.registration.response import RegistrationResponse
from careered.web import one_time
from careered.web.errors import RequestError


@dataclass(frozen=True)
class RegistrationResult:
    """The platform as it is stored now; is_update: it was registered before, under the same client id.

    is_second: the organisation has another registration of the same platform, under another client id.
    """

    platform: Registration
    is_update: bool
    is_second: bool


def check_invitation(database: Database, secret: str) -> None:
    """Raises RequestError invitation_invalid unless the invitation is known, unused and not expired."""
    with database.reading() as db:
        link = one_time.find(db, one_time.INVITATION, secret)
    if link is None or not link.is_usable:
        raise RequestError("invitation_invalid")


def reserve_invitation(database: Database, secret: str, issuer: str, likely_client_id: str) -> one_time.IssuedLink:
    """Use the invitation up before anything is posted to the platform, so that of two requests one posts.

    likely_client_id: of an update, as far as the platform's token tells; "" if it does not. Raises RequestError
    invitation_invalid, or already_registered.
    """
    with database.transaction() as db:
        link = one_time.redeem(db, one_time.INVITATION, secret)
        if link is None:  # redeemed by another request since the check
            raise RequestError("invitation_invalid")
        _check_existing(platform_store.find_by_issuer(db, issuer, likely_client_id), link.organisation_id)
        return link


def return_invitation(database: Database, secret: str) -> None:
    """Make a reserved invitation usable again after a registration that failed."""
    with database.transaction() as db:
        one_time.give_back(db, one_time.INVITATION, secret)


def save_registration(
    database: Database, link: one_time.IssuedLink, platform: PlatformConfiguration, response: RegistrationResponse
) -> RegistrationResult:
    """Store the platform. One with the same issuer and client id is renewed, and keeps its id, classes and scores.

    Raises RequestError already_registered where another organisation has it, or it was connected manually.
    """
    with database.transaction() as db:
        existing = platform_store.find_by_issuer(db, platform.issuer, response.client_id)
        _check_existing(existing, link.organisation_id)
        stored = _store(db, _registration(link, platform, response, existing), response)
        return RegistrationResult(stored, existing is not None, bool(platform_store.same_platforms(db, stored)))


def _check_existing(existing: Registration | None, organisation_id: str) -> None:
    may_update = existing is None or (
        existing.organisation_id == organisation_id and existing.registration_method == "dynamic"
    )
    if not may_update:
        raise RequestError("already_registered")


def _registration(
    link: one_time.IssuedLink,
    platform: PlatformConfiguration,
    response: RegistrationResponse,
    existing: Registration | None,
) -> Registration:
    """An update keeps what an administrator decides: name, country, status, further hosts."""
    initial_status = "active" if link.payload.get(invite.APPROVED) else "pending"
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
        status=existing.status if existing else initial_status,
        registration_method="dynamic",
        scopes=response.scopes,
        hosts=existing.hosts if existing else (),
    )


def _store(db: Connection, registration: Registration, response: RegistrationResponse) -> Registration:
    platform_id = platform_store.save(db, registration, [response.deployment_id] if response.deployment_id else [])
    stored = platform_store.find_by_id(db, registration.organisation_id, platform_id)
    assert stored  # noqa: S101 - written above
    return stored
