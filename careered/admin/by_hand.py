"""A platform's values, typed in by an administrator: checked field by field, nothing saved until all are right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from careered.lti import platforms, urls
from careered.lti.registration import Registration
from careered.web.edge import Ask
from careered.words import _


@dataclass(frozen=True)
class HandField:
    """One value that the platform shows. address: it must be a web address that this tool may call."""

    name: str
    label: str
    hint: str
    address: bool = False
    optional: bool = False


HAND_FIELDS: Sequence[HandField] = (
    HandField("name", _("Name"), _("What people call the platform. Pupils see it.")),
    HandField("issuer", _("Platform ID (issuer)"), _("Letter for letter as the platform shows it.")),
    HandField("client_id", _("Client ID"), _("The platform gives it when the tool has been added there.")),
    HandField("deployment", _("Deployment ID"), _("Often a short number.")),
    HandField("auth_url", _("Authentication request URL"), "", address=True),
    HandField("token_url", _("Access token URL"), "", address=True),
    HandField("jwks_url", _("Public keyset URL"), "", address=True),
    HandField(
        "hosts", _("Other host names"), _("Only if the school opens it at an address of its own."), optional=True
    ),
)
MISSING = _("Fill this in.")
NOT_A_HOST = _("This must be names such as school.example.org, with spaces between them.")
NOT_AN_ADDRESS = _("This must be a public address that begins with https.")
TAKEN = _("A platform with this ID and client ID is connected already.")


@dataclass(frozen=True)
class HandForm:
    """What was typed, what is wrong with it by field, and the platform's id once it is connected."""

    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    platform_id: str = ""


def empty() -> HandForm:
    """The form before anything is typed."""
    return HandForm({one.name: "" for one in HAND_FIELDS})


def add_by_hand(ask: Ask, family: str, country: str) -> HandForm:
    """Connect the platform, or say field by field why not."""
    typed = {one.name: ask.field(one.name).strip() for one in HAND_FIELDS}
    errors = {one.name: said for one in HAND_FIELDS if (said := _wrong(ask, one, typed[one.name]))}
    if not errors and _is_known(ask, typed):
        errors = {"client_id": ask.translate(TAKEN)}
    if errors:
        return HandForm(typed, errors)
    return HandForm(typed, {}, platforms.add(ask.db, _registration(ask, typed, family, country), [typed["deployment"]]))


def _wrong(ask: Ask, one: HandField, value: str) -> str:
    if not value:
        return "" if one.optional else ask.translate(MISSING)
    if one.name == "hosts" and not all(urls.is_host(host) for host in value.split()):
        return ask.translate(NOT_A_HOST)
    allowed = urls.outgoing_allowed(value, ask.house.settings.allow_loopback)
    return ask.translate(NOT_AN_ADDRESS) if one.address and not allowed else ""


def _is_known(ask: Ask, typed: Mapping[str, str]) -> bool:
    return any(
        (one.issuer, one.client_id) == (typed["issuer"], typed["client_id"]) for one in platforms.all_platforms(ask.db)
    )


def _registration(ask: Ask, typed: Mapping[str, str], family: str, country: str) -> Registration:
    """By hand is by somebody who is in already: the platform is in use at once."""
    return Registration(
        organisation_id=ask.me.organisation_id,
        platform_id="",
        name=typed["name"],
        issuer=typed["issuer"],
        client_id=typed["client_id"],
        auth_url=typed["auth_url"],
        token_url=typed["token_url"],
        jwks_url=typed["jwks_url"],
        family=family,
        country=country,
        hosts=tuple(typed["hosts"].lower().split()),
    )
