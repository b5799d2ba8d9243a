"""The picker: the pack's lessons in order, ticked for the class's grade; one press makes all activities."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale
from starlette.responses import Response

from careered.clock import new_id, now
from careered.lti import keyring, notes, platforms, urls
from careered.lti.deeplink import arrive
from careered.lti.deeplink.items import Choice, Columns, Maker
from careered.lti.deeplink.request import Wish, read_wish
from careered.lti.deeplink.response import signed_answer
from careered.lti.tables import DeepLinkingRow
from careered.packs.models import Lesson, Pack
from careered.packs.store import Shelf, versions
from careered.web import headers
from careered.web.edge import Ask
from careered.web.i18n import translations
from careered.web.refusals import Refused
from careered.words import _

OVERVIEW_TITLE = _("Career guidance: all lessons")
OVERVIEW_TEXT = _("Pupils see their lessons and how far they are. Teachers see the class.")
TAKES_NO_LINKS = _("careered can only be added as an activity here, and this place asks for something else.")
NOTHING_CHOSEN = _("Nothing was added.")
COLUMNS: Sequence[tuple[Columns, str, str]] = (
    (
        "one",
        _("One column: done / %(most)s"),
        _("Recommended. The whole programme carries it, else the first lesson."),
    ),
    ("each", _("One column for each lesson: 0 / 1"), _("Each is 1 when the lesson is done.")),
    ("none", _("No columns"), _("You follow the class here in careered.")),
)


@dataclass(frozen=True)
class LessonLine:
    """One lesson to tick. codes: the paragraphs of the curriculum that it serves."""

    id: str
    title: str
    summary: str
    minutes: int
    grade: int
    codes: str
    ticked: bool


def show_picker(ask: Ask) -> Response:
    """GET and POST /deeplink."""
    row = arrive.wanted(ask.db, ask.me)
    wish, pack = read_wish(row.settings), _pack(ask, row)
    if not wish.takes_links:
        return ask.render("lti/no_links.html")
    return ask.render(
        "lti/picker.html",
        wish=wish,
        lines=_lines(pack, row.grade, ask.lang),
        grade=row.grade,
        grades=pack.grades,
        columns=COLUMNS,
        most=len(pack.requirements_for(row.grade)),
        countries=_countries(ask, pack),
    )


def choose_country(ask: Ask) -> Response:
    """POST /deeplink/country: the lessons of another country, where its pack is loaded."""
    row, pack = arrive.wanted(ask.db, ask.me), ask.house.get(Shelf).pack_of_country(ask.db, ask.field("country"))
    if pack is None:
        raise Refused("no_pack")
    arrive.switch(ask.db, ask.me, row, pack)
    return ask.go("/deeplink")


def _countries(ask: Ask, pack: Pack) -> list[tuple[str, str, bool]]:
    """The countries whose lessons could be chosen: code, name, and whether it is the one shown."""
    names = Locale.parse(ask.lang).territories
    codes = sorted({row["country"] for row in versions(ask.db) if row["current"]})
    return [(code, names.get(code, code), code == pack.country) for code in codes]


def _lines(pack: Pack, grade: int | None, lang: str) -> list[LessonLine]:
    return [_line(pack, one, grade in (None, one.grade), lang) for one in pack.playable_lessons()]


def _line(pack: Pack, lesson: Lesson, ticked: bool, lang: str) -> LessonLine:
    say = pack.default_language
    served = [requirement for key in lesson.requirements if (requirement := pack.requirement(key))]
    items = [item for one in served for code in one.items if (item := pack.item(code))]
    shown = [item.display.in_language(lang, say) if item.display else item.code for item in items]
    return LessonLine(
        lesson.id,
        lesson.title.in_language(lang, say),
        lesson.summary.in_language(lang, say) if lesson.summary else "",
        lesson.minutes,
        lesson.grade,
        " · ".join(dict.fromkeys(shown)),
        ticked,
    )


def send_answer(ask: Ask) -> Response:
    """POST /deeplink/answer: the signed answer, in a form that sends itself. Cancelling is an answer too."""
    row = arrive.wanted(ask.db, ask.me)
    wish, pack = read_wish(row.settings), _pack(ask, row)
    if not wish.takes_links or "cancel" in ask.form:
        problem = "" if wish.takes_links else ask.translate(TAKES_NO_LINKS)
        return _answer(ask, row, wish, [], problem=problem, words="" if problem else ask.translate(NOTHING_CHOSEN))
    return _answer(ask, row, wish, _maker(ask, pack).items(_choice(ask, row, wish, pack)))


def _choice(ask: Ask, row: DeepLinkingRow, wish: Wish, pack: Pack) -> Choice:
    """What was ticked; refuses with lesson_not_available what this class's pack cannot play."""
    known = {lesson.id: lesson for lesson in pack.playable_lessons()}
    ticked = [one for one in ask.form.get("lesson", []) if one]
    if not set(ticked) <= set(known):
        raise Refused("lesson_not_available")
    lessons = [lesson for lesson in known.values() if lesson.id in ticked]
    overview = bool(ask.field("overview"))
    if not wish.several:
        overview, lessons = not lessons, lessons[:1]
    given = ask.field("columns") if wish.columns else "none"
    columns = next((key for key, *_rest in COLUMNS if key == given), COLUMNS[0][0])
    return Choice(lessons, overview, columns, _grade(ask, row, pack))


def _grade(ask: Ask, row: DeepLinkingRow, pack: Pack) -> int | None:
    given = ask.field("grade")
    return int(given) if given in {str(grade) for grade in pack.grades} else row.grade


def _maker(ask: Ask, pack: Pack) -> Maker:
    say = translations(pack.default_language).gettext
    return Maker(pack, ask.house.settings.origin, new_id, say(OVERVIEW_TITLE), say(OVERVIEW_TEXT))


def _pack(ask: Ask, row: DeepLinkingRow) -> Pack:
    pack = ask.house.get(Shelf).local(ask.db, row.organisation_id, row.pack_id)
    if pack is None:
        raise Refused("no_pack")
    return pack


def _answer(
    ask: Ask,
    row: DeepLinkingRow,
    wish: Wish,
    items: Sequence[dict[str, object]],
    *,
    words: str = "",
    problem: str = "",
) -> Response:
    """The page with the form. Only the platform's own address may be sent to from it."""
    registration = platforms.active_by_id(ask.db, row.organisation_id, row.platform_id)
    key = keyring.signing_key(ask.db, ask.house.settings)
    token = signed_answer(registration, row.deployment_id, wish.data, items, key, now(), words=words, problem=problem)
    arrive.answered(ask.db, row)
    if items:
        notes.put(ask.db, row.organisation_id, row.platform_id, notes.CHOSEN, notes.OK, {})
    page = ask.render("lti/deep_link_answer.html", address=wish.return_url, token=token, count=len(items))
    frames = headers.ancestors(ask.me, ask.house.strangers())
    page.headers["Content-Security-Policy"] = headers.policy(frames, form_action=[urls.origin_of(wish.return_url)])
    return page
