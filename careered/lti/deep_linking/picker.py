"""The picker: the pack's lessons in order, ticked for the class's grade; one press makes all activities."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale
from starlette.responses import Response

from careered.clock import new_id, now
from careered.i18n_marker import _
from careered.lti import connection_log, platform_store, tool_key_store, urls
from careered.lti.deep_linking import launch
from careered.lti.deep_linking.content_items import ContentItemBuilder, LineItemMode, PickerSelection
from careered.lti.deep_linking.response import sign_response
from careered.lti.deep_linking.settings import DeepLinkingSettings, read_settings
from careered.lti.tables import DeepLinkingRow
from careered.packs.models import Lesson, Pack
from careered.packs.store import PackStore, loaded_versions
from careered.web import headers
from careered.web.errors import RequestError
from careered.web.i18n import translations
from careered.web.request import PageRequest

OVERVIEW_TITLE = _("Career guidance: all lessons")
OVERVIEW_TEXT = _("Pupils see their lessons and how far they are. Teachers see the class.")
LINKS_NOT_ACCEPTED = _("careered can only be added as an activity here, and this place asks for something else.")
NOTHING_CHOSEN = _("Nothing was added.")
LINE_ITEM_MODES: Sequence[tuple[LineItemMode, str, str]] = (
    (
        "one",
        _("One column: done / %(most)s"),
        _("Recommended. The whole programme carries it, else the first lesson."),
    ),
    ("each", _("One column for each lesson: 0 / 1"), _("Each is 1 when the lesson is done.")),
    ("none", _("No columns"), _("You follow the class here in careered.")),
)


@dataclass(frozen=True)
class PickerLesson:
    """One lesson to tick. codes: the paragraphs of the curriculum that it serves."""

    id: str
    title: str
    summary: str
    minutes: int
    grade: int
    requirement_codes: str
    is_ticked: bool


def show_picker(req: PageRequest) -> Response:
    """GET and POST /deeplink."""
    row = launch.load_session(req.db, req.viewer)
    settings, pack = read_settings(row.settings), _pack(req, row)
    if not settings.accepts_links:
        return req.render("lti/no_links.html")
    return req.render(
        "lti/picker.html",
        settings=settings,
        lessons=_picker_lessons(pack, row.grade, req.lang),
        grade=row.grade,
        grades=pack.grades,
        line_item_modes=LINE_ITEM_MODES,
        requirement_count=len(pack.requirements_for(row.grade)),
        countries=_countries(req, pack),
    )


def choose_country(req: PageRequest) -> Response:
    """POST /deeplink/country: the lessons of another country, where its pack is loaded."""
    row, pack = (
        launch.load_session(req.db, req.viewer),
        req.state.get(PackStore).pack_of_country(req.db, req.form_value("country")),
    )
    if pack is None:
        raise RequestError("no_pack")
    launch.change_pack(req.db, req.viewer, row, pack)
    return req.redirect("/deeplink")


def _countries(req: PageRequest, pack: Pack) -> list[tuple[str, str, bool]]:
    """The countries whose lessons could be chosen: code, name, and whether it is the one shown."""
    names = Locale.parse(req.lang).territories
    codes = sorted({row["country"] for row in loaded_versions(req.db) if row["current"]})
    return [(code, names.get(code, code), code == pack.country) for code in codes]


def _picker_lessons(pack: Pack, grade: int | None, lang: str) -> list[PickerLesson]:
    return [_picker_lesson(pack, lesson, grade in (None, lesson.grade), lang) for lesson in pack.playable_lessons()]


def _picker_lesson(pack: Pack, lesson: Lesson, is_ticked: bool, lang: str) -> PickerLesson:
    default_lang = pack.default_language
    requirements = [requirement for key in lesson.requirements if (requirement := pack.requirement(key))]
    items = [item for requirement in requirements for code in requirement.items if (item := pack.item(code))]
    codes = [item.display.in_language(lang, default_lang) if item.display else item.code for item in items]
    return PickerLesson(
        lesson.id,
        lesson.title.in_language(lang, default_lang),
        lesson.summary.in_language(lang, default_lang) if lesson.summary else "",
        lesson.minutes,
        lesson.grade,
        " · ".join(dict.fromkeys(codes)),
        is_ticked,
    )


def send_response(req: PageRequest) -> Response:
    """POST /deeplink/answer: the signed answer, in a form that sends itself. Cancelling is an answer too."""
    row = launch.load_session(req.db, req.viewer)
    settings, pack = read_settings(row.settings), _pack(req, row)
    if not settings.accepts_links or "cancel" in req.form:
        error_message = "" if settings.accepts_links else req.gettext(LINKS_NOT_ACCEPTED)
        return _response_page(
            req,
            row,
            settings,
            [],
            error_message=error_message,
            message="" if error_message else req.gettext(NOTHING_CHOSEN),
        )
    return _response_page(req, row, settings, _item_builder(req, pack).build(_selection(req, row, settings, pack)))


def _selection(req: PageRequest, row: DeepLinkingRow, settings: DeepLinkingSettings, pack: Pack) -> PickerSelection:
    """What was ticked; refuses with lesson_not_available what this class's pack cannot play."""
    lessons_by_id = {lesson.id: lesson for lesson in pack.playable_lessons()}
    ticked = [lesson_id for lesson_id in req.form.get("lesson", []) if lesson_id]
    if not set(ticked) <= set(lessons_by_id):
        raise RequestError("lesson_not_available")
    lessons = [lesson for lesson in lessons_by_id.values() if lesson.id in ticked]
    overview = bool(req.form_value("overview"))
    if not settings.accepts_multiple:
        overview, lessons = not lessons, lessons[:1]
    chosen_mode = req.form_value("columns") if settings.accepts_line_items else "none"
    line_item_mode = next((mode for mode, *_rest in LINE_ITEM_MODES if mode == chosen_mode), LINE_ITEM_MODES[0][0])
    return PickerSelection(lessons, overview, line_item_mode, _grade(req, row, pack))


def _grade(req: PageRequest, row: DeepLinkingRow, pack: Pack) -> int | None:
    value = req.form_value("grade")
    return int(value) if value in {str(grade) for grade in pack.grades} else row.grade


def _item_builder(req: PageRequest, pack: Pack) -> ContentItemBuilder:
    gettext = translations(pack.default_language).gettext
    return ContentItemBuilder(pack, req.state.settings.origin, new_id, gettext(OVERVIEW_TITLE), gettext(OVERVIEW_TEXT))


def _pack(req: PageRequest, row: DeepLinkingRow) -> Pack:
    pack = req.state.get(PackStore).effective_pack(req.db, row.organisation_id, row.pack_id)
    if pack is None:
        raise RequestError("no_pack")
    return pack


def _response_page(
    req: PageRequest,
    row: DeepLinkingRow,
    settings: DeepLinkingSettings,
    items: Sequence[dict[str, object]],
    *,
    message: str = "",
    error_message: str = "",
) -> Response:
    """The page with the form. Only the platform's own address may be sent to from it."""
    registration = platform_store.require_active(req.db, row.organisation_id, row.platform_id)
    key = tool_key_store.signing_key(req.db, req.state.settings)
    token = sign_response(
        registration, row.deployment_id, settings.data, items, key, now(), message=message, error_message=error_message
    )
    launch.mark_answered(req.db, row)
    if items:
        connection_log.record(
            req.db, row.organisation_id, row.platform_id, connection_log.LINKS_ADDED, connection_log.OK, {}
        )
    page = req.render("lti/deep_link_answer.html", return_url=settings.return_url, token=token, count=len(items))
    ancestors = headers.frame_ancestors(req.viewer, req.state.anonymous_frame_ancestors())
    page.headers["Content-Security-Policy"] = headers.content_security_policy(
        ancestors, form_action=[urls.origin_of(settings.return_url)]
    )
    return page
