"""Manual registration of a platform: validates each field and saves only if all are valid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from careered.admin.country_choices import NO_COUNTRY
from careered.i18n_marker import _
from careered.lti import platform_replacement, platform_store, urls
from careered.lti.platform import Registration
from careered.web.request import PageRequest


@dataclass(frozen=True)
class ManualField:
    """One form field. is_url: must be a URL that this server may call. label, hint: message ids."""

    name: str
    label: str
    hint: str
    is_url: bool = False
    is_optional: bool = False


MANUAL_FIELDS: Sequence[ManualField] = (
    ManualField("name", _("Name"), _("What people call the platform. Pupils will see this name.")),
    ManualField("issuer", _("Platform ID (issuer)"), _("Exactly as the platform shows it.")),
    ManualField("client_id", _("Client ID"), _("The platform shows it once the tool has been added.")),
    ManualField("deployment", _("Deployment ID"), _("Often a short number.")),
    ManualField("auth_url", _("Authentication request URL"), "", is_url=True),
    ManualField("token_url", _("Access token URL"), "", is_url=True),
    ManualField("jwks_url", _("Public keyset URL"), "", is_url=True),
    ManualField(
        "hosts",
        _("Other host names"),
        _("Only if the school opens the platform at an address of its own."),
        is_optional=True,
    ),
)
MISSING = _("Please fill this in.")
NOT_A_HOST = _("Enter host names such as school.example.org, separated by spaces.")
NOT_AN_ADDRESS = _("This must be a public address that begins with https.")
ALREADY_CONNECTED = _("A platform with this ID and client ID is already connected.")


@dataclass(frozen=True)
class ManualForm:
    """Input, errors by field name, and the platform's id once it is connected."""

    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    platform_id: str = ""


def empty_form() -> ManualForm:
    """The empty form."""
    return ManualForm({manual_field.name: "" for manual_field in MANUAL_FIELDS})


def add_manually(req: PageRequest, family: str, country: str) -> ManualForm:
    """Save the platform as active, or return the form with an error for each invalid field.

    country: "" where none is chosen.
    """
    typed = {manual_field.name: req.form_value(manual_field.name).strip() for manual_field in MANUAL_FIELDS}
    errors = {
        manual_field.name: error
        for manual_field in MANUAL_FIELDS
        if (error := _field_error(req, manual_field, typed[manual_field.name]))
    }
    if not country:
        errors["country"] = req.gettext(NO_COUNTRY)
    if not errors and _is_connected(req, typed):
        errors = {"client_id": req.gettext(ALREADY_CONNECTED)}
    if errors:
        return ManualForm(typed, errors)
    return ManualForm(typed, {}, _save(req, _registration(req, typed, family, country), typed["deployment"]))


def _save(req: PageRequest, registration: Registration, deployment_id: str) -> str:
    """Store the platform; it waits for an answer if it may be one that was connected before. Returns its id."""
    platform_id = platform_store.save(req.db, registration, [deployment_id])
    if platform_replacement.earlier_platforms(req.db, replace(registration, platform_id=platform_id)):
        platform_store.set_status(req.db, registration.organisation_id, platform_id, "pending")
    return platform_id


def _field_error(req: PageRequest, manual_field: ManualField, value: str) -> str:
    if not value:
        return "" if manual_field.is_optional else req.gettext(MISSING)
    if manual_field.name == "hosts" and not all(urls.is_host(host) for host in value.split()):
        return req.gettext(NOT_A_HOST)
    is_allowed = urls.is_outgoing_allowed(value, req.state.settings.allow_loopback)
    return req.gettext(NOT_AN_ADDRESS) if manual_field.is_url and not is_allowed else ""


def _is_connected(req: PageRequest, typed: Mapping[str, str]) -> bool:
    return any(
        (platform.issuer, platform.client_id) == (typed["issuer"], typed["client_id"])
        for platform in platform_store.all_platforms(req.db)
    )


def _registration(req: PageRequest, typed: Mapping[str, str], family: str, country: str) -> Registration:
    """Active at once: it is an administrator who typed the values."""
    return Registration(
        organisation_id=req.viewer.organisation_id,
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
