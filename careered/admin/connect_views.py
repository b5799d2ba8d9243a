"""Pages for connecting a platform: setup guide, registration invitation, and manual registration."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale
from starlette.responses import Response

from careered.admin import platform_list
from careered.admin.country_choices import NO_COUNTRY
from careered.admin.manual_platform import MANUAL_FIELDS, ManualForm, add_manually, empty_form
from careered.admin.setup_guides import GUIDES, Guide
from careered.lti.registration import invite, manual_values
from careered.packs.version_store import loaded_versions
from careered.roster.organisations import get_profile
from careered.web.errors import RequestError
from careered.web.request import PageRequest


@dataclass(frozen=True)
class PlatformTab:
    """Tab of one kind of platform."""

    family: str
    name: str
    is_current: bool


def show_connect(req: PageRequest) -> Response:
    """GET /admin/connect/{family}: the guide for one kind of platform."""
    return _page(req, invitation="", form=empty_form())


def create_invitation(req: PageRequest) -> Response:
    """POST /admin/connect/{family}/invitation: a new address to give to the platform; shown once."""
    _guide(req)
    country = _country(req)
    if not country:
        return _page(req, invitation="", form=empty_form(), not_invited=req.gettext(NO_COUNTRY))
    invitation = invite.create_invitation(
        req.db, req.viewer.organisation_id, req.state.settings.origin, country=country
    )
    return _page(req, invitation=invitation, form=empty_form())


def connect_manually(req: PageRequest) -> Response:
    """POST /admin/connect/{family}/manual: the platform's values, typed in; mistakes come back beside them."""
    guide = _guide(req)
    form = add_manually(req, guide.family, _country(req))
    if form.platform_id:
        return req.redirect(f"/admin/platforms/{form.platform_id}")
    return _page(req, invitation="", form=form)


def _page(req: PageRequest, *, invitation: str, form: ManualForm, not_invited: str = "") -> Response:
    """not_invited: why there is no invitation, though one was asked for."""
    guide = _guide(req)
    return req.render(
        "admin/connect.html",
        block="arrived",
        status=422 if form.errors or not_invited else 200,
        guide=guide,
        tabs=[PlatformTab(tab_guide.family, tab_guide.name, tab_guide is guide) for tab_guide in GUIDES.values()],
        countries=_countries(req),
        chosen_country=_chosen_country(req),
        invitation=invitation,
        values=manual_values.manual_values(req.state.settings.origin, guide.family),
        form=form,
        not_invited=not_invited,
        fields=MANUAL_FIELDS,
        rows=platform_list.platform_rows(req.db, req.viewer.organisation_id),
    )


def _guide(req: PageRequest) -> Guide:
    guide = GUIDES.get(req.path_params["family"])
    if guide is None:
        raise RequestError("not_found")
    return guide


def _countries(req: PageRequest) -> Sequence[tuple[str, str]]:
    """(code, name in the reader's language) of the countries with a loaded pack."""
    names = Locale.parse(req.lang).territories
    codes = {row["country"] for row in loaded_versions(req.db) if row["current"]}
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])


def _chosen_country(req: PageRequest) -> str:
    """The country that stands chosen in the form: as typed, else the organisation's; "" rather than a guess."""
    country = req.form_value("country") or get_profile(req.db, req.viewer.organisation_id).country
    return country.upper() if country.upper() in dict(_countries(req)) else ""


def _country(req: PageRequest) -> str:
    """The code of the country that was chosen; "" for none, and for one without a pack."""
    countries, code = dict(_countries(req)), req.form_value("country").upper()
    if not countries:
        raise RequestError("no_pack")
    return code.lower() if code in countries else ""
