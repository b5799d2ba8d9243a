"""Pages of the picker: the lessons of the pack to tick, and the form that posts the signed response."""

from collections.abc import Sequence

from babel import Locale
from starlette.responses import Response

from careered.clock import new_id, now
from careered.lti import connection_log, platform_store, tool_key_store, urls
from careered.lti.deep_linking import picker_session
from careered.lti.deep_linking.content_items import ContentItemBuilder
from careered.lti.deep_linking.labels import (
    LINE_ITEM_MODES,
    LINKS_NOT_ACCEPTED,
    MUST_BE_PUBLISHED,
    NOTHING_CHOSEN,
    OVERVIEW_TEXT,
    OVERVIEW_TITLE,
)
from careered.lti.deep_linking.picker_lessons import picker_lessons, read_selection
from careered.lti.deep_linking.response import sign_response
from careered.lti.deep_linking.settings import DeepLinkingSettings, read_settings
from careered.lti.quirks import quirks_of
from careered.lti.tables import DeepLinkingSession
from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.packs.version_store import loaded_versions
from careered.web import headers
from careered.web.errors import RequestError
from careered.web.framing import PageKind
from careered.web.i18n import translations
from careered.web.request import PageRequest


def show_picker(req: PageRequest) -> Response:
    """GET and POST /deeplink."""
    row = picker_session.load_session(req.db, req.viewer)
    settings, pack = read_settings(row.settings), _pack(req, row)
    if not settings.accepts_links:
        return req.render("lti/no_links.html")
    return req.render(
        "lti/picker.html",
        settings=settings,
        lessons=picker_lessons(pack, row.grade, req.lang),
        grade=row.grade,
        grades=pack.grades,
        line_item_modes=LINE_ITEM_MODES,
        requirement_count=len(pack.requirements_for(row.grade)),
        countries=_countries(req, pack),
    )


def _countries(req: PageRequest, pack: Pack) -> list[tuple[str, str, bool]]:
    """The countries with a loaded pack: code, name, and whether it is the one shown."""
    names = Locale.parse(req.lang).territories
    codes = sorted({row["country"] for row in loaded_versions(req.db) if row["current"]})
    return [(code, names.get(code, code), code == pack.country) for code in codes]


def choose_country(req: PageRequest) -> Response:
    """POST /deeplink/country: switch to the lessons of another country. Raises RequestError no_pack."""
    row = picker_session.load_session(req.db, req.viewer)
    pack = req.state.get(PackStore).pack_of_country(req.db, req.form_value("country"))
    if pack is None:
        raise RequestError("no_pack")
    picker_session.change_pack(req.db, req.viewer, row, pack)
    return req.redirect("/deeplink")


def send_response(req: PageRequest) -> Response:
    """POST /deeplink/answer: the signed response in a form that submits itself. Cancelling sends an empty response."""
    row = picker_session.load_session(req.db, req.viewer)
    settings, pack = read_settings(row.settings), _pack(req, row)
    if not settings.accepts_links:
        return _response_page(req, row, settings, [], error_message=req.gettext(LINKS_NOT_ACCEPTED))
    if "cancel" in req.form:
        return _response_page(req, row, settings, [], message=req.gettext(NOTHING_CHOSEN))
    selection = read_selection(req.form, pack, settings, row.grade)
    return _response_page(req, row, settings, _item_builder(req, pack).build(selection), message=_next_step(req, row))


def _next_step(req: PageRequest, row: DeepLinkingSession) -> str:
    """What is left to do on the platform, in a sentence; "" for nothing."""
    registration = platform_store.require_active(req.db, row.organisation_id, row.platform_id)
    return req.gettext(MUST_BE_PUBLISHED) if quirks_of(registration.family).adds_unpublished else ""


def _item_builder(req: PageRequest, pack: Pack) -> ContentItemBuilder:
    gettext = translations(pack.default_language).gettext
    return ContentItemBuilder(pack, req.state.settings.origin, new_id, gettext(OVERVIEW_TITLE), gettext(OVERVIEW_TEXT))


def _pack(req: PageRequest, row: DeepLinkingSession) -> Pack:
    pack = req.state.get(PackStore).effective_pack(req.db, row.organisation_id, row.pack_id)
    if pack is None:
        raise RequestError("no_pack")
    return pack


def _response_page(
    req: PageRequest,
    row: DeepLinkingSession,
    settings: DeepLinkingSettings,
    items: Sequence[dict[str, object]],
    *,
    message: str = "",
    error_message: str = "",
) -> Response:
    """The page with the form. Its content security policy allows posting to the platform's return URL only."""
    registration = platform_store.require_active(req.db, row.organisation_id, row.platform_id)
    key = tool_key_store.signing_key(req.db, req.state.settings)
    token = sign_response(
        registration, row.deployment_id, settings.data, items, key, now(), message=message, error_message=error_message
    )
    picker_session.end_session(req.db, row)
    if items:
        connection_log.record(
            req.db, row.organisation_id, row.platform_id, connection_log.LINKS_ADDED, connection_log.OK, {}
        )
    page = req.render("lti/deep_link_answer.html", return_url=settings.return_url, token=token, count=len(items))
    ancestors = req.state.frame_ancestors(PageKind.SESSION, req.viewer.origins)
    page.headers["Content-Security-Policy"] = headers.content_security_policy(
        ancestors, form_action=[urls.origin_of(settings.return_url)]
    )
    return page
