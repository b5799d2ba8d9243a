"""Connecting a platform: an invitation to copy, pictures of where to paste it, and every value for doing it by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale
from starlette.responses import Response

from careered.admin import platform_list
from careered.admin.by_hand import HAND_FIELDS, add_by_hand, empty
from careered.admin.guides import GUIDES, Guide
from careered.lti.connecting import invite, values
from careered.packs.store import versions
from careered.web.edge import Ask
from careered.web.refusals import Refused


@dataclass(frozen=True)
class Tab:
    """One kind of platform in the row of tabs."""

    family: str
    name: str
    here: bool


def show_connect(ask: Ask) -> Response:
    """GET /admin/connect/{family}: the guide for one kind of platform."""
    return _page(ask, invitation="", form=empty())


def make_invitation(ask: Ask) -> Response:
    """POST /admin/connect/{family}/invitation: a new address to give to the platform; shown once."""
    _guide(ask)
    country = _country(ask)
    address = invite.make(ask.db, ask.me.organisation_id, ask.house.settings.origin, country=country)
    return _page(ask, invitation=address, form=empty())


def connect_by_hand(ask: Ask) -> Response:
    """POST /admin/connect/{family}/by-hand: the platform's values, typed in; mistakes come back beside them."""
    guide = _guide(ask)
    form = add_by_hand(ask, guide.family, _country(ask))
    if form.platform_id:
        return ask.go(f"/admin/platforms/{form.platform_id}")
    return _page(ask, invitation="", form=form, status=422)


def _page(ask: Ask, *, invitation: str, form: object, status: int = 200) -> Response:
    guide = _guide(ask)
    return ask.render(
        "admin/connect.html",
        block="arrived",
        status=status,
        guide=guide,
        tabs=[Tab(one.family, one.name, one is guide) for one in GUIDES.values()],
        countries=_countries(ask),
        invitation=invitation,
        values=values.tool_values(ask.house.settings.origin),
        form=form,
        fields=HAND_FIELDS,
        rows=platform_list.rows(ask.db, ask.me.organisation_id),
    )


def _guide(ask: Ask) -> Guide:
    guide = GUIDES.get(ask.path["family"])
    if guide is None:
        raise Refused("not_found")
    return guide


def _countries(ask: Ask) -> Sequence[tuple[str, str]]:
    """The countries whose packs are loaded: code, and name in the reader's language."""
    names = Locale.parse(ask.lang).territories
    codes = {row["country"] for row in versions(ask.db) if row["current"]}
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])


def _country(ask: Ask) -> str:
    known, wanted = dict(_countries(ask)), ask.field("country").upper()
    if wanted not in known:
        raise Refused("no_pack")
    return wanted.lower()
