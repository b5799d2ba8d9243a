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
    """The platform as it is stored now; is_update: it was registered before."""

    platform: Registration
    is_update: bool


def check_invitation(database: Database, secret: str) -> None:
    """Raises RequestError invitation_invalid unless the invitation is known, unused and not expired."""
    with database.reading() as db:
        link = one_time.find(db, one_time.INVITATION, secret)
    if link is None or not link.is_usable:
        raise RequestError("invitation_invalid")


def save_registration(
    database: Database,
    secret: str,
    platform: PlatformConfiguration,
    response: RegistrationResponse,
    *,
    is_update: bool,
) -> RegistrationResult:
    """Use up the invitation and store the platform, in one transaction.

    Raises RequestError invitation_invalid, or already_registered unless this is an update of a platform that the same
    organisation registered dynamically.
    """
    with database.transaction() as db:
        link = one_time.redeem(db, one_time.INVITATION, secret)
        if link is None:  # redeemed by another request since the check
            raise RequestError("invitation_invalid")
        existing = platform_store.find_by_issuer(db, platform.issuer, response.client_id)
        if existing and not (is_update and _may_update(existing, link.organisation_id)):
            raise RequestError("already_registered")
        registration = _registration(link, platform, response, existing)
        return RegistrationResult(_store(db, registration, response), is_update=existing is not None)


def _may_update(existing: Registration, organisation_id: str) -> bool:
    return existing.organisation_id == organisation_id and existing.registration_method == "dynamic"


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
