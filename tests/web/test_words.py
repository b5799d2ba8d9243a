"""Every word that people see is in their language: the catalogues are whole, and no page has a word of its own."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from jinja2 import Environment
from sqlalchemy import update

from careered.packs.models import Lesson, Pack
from careered.web import rendering
from careered.web.errors import ERROR_PAGES
from careered.web.i18n import LANGUAGES, choose_language
from careered.web.tables import SessionRow
from careered.web.time_format import FORMATS
from scripts import messages
from tests.support.databases import fresh
from tests.support.pages import Page
from tests.support.school import School, activities_of, pupils_of, read_real, school
from tests.web.crawler import TYPED_TEXT, Crawler
from tests.web.pseudo_locale import MARK, clear_caches, install_pseudo_locale, untranslated

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = sorted((ROOT / "careered").glob("*/templates/**/*.html"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
NO_WORDS = re.compile(r'<code>.*?</code>|<!?/?[a-zA-Z][^<>]*>|[\w-]+="[^"]*"|&\w+;|\bcareered\b')
LETTERS = re.compile(r"\w*[^\W\d_]\w*")
NEVER_IN_DANISH = re.compile(r"portfolio|parathed|vurdering af dig", re.IGNORECASE)
"""Denmark abolished the study-choice portfolio and the readiness assessment; nothing here may look like them."""


def forms(message: Message) -> tuple[str, ...]:
    """The message id in all its forms."""
    return messages.strings(message.id)


@cache
def collected() -> Catalog:
    """The words of the code, looked for once for all languages."""
    return messages.collect()


@pytest.mark.parametrize("lang", messages.TRANSLATED)
def test_every_word_in_the_code_has_its_translation(lang: str) -> None:
    catalogue, wanted = messages.read(lang), collected()
    assert {message.id for message in catalogue} == {message.id for message in wanted}
    assert [message.id for message in catalogue if message.id and not all(messages.strings(message.string))] == []
    assert [message.id for message in catalogue if message.fuzzy] == []


@pytest.mark.parametrize("lang", messages.TRANSLATED)
def test_a_translation_has_the_same_places_for_names_and_numbers(lang: str) -> None:
    differ = [
        (message.id, text)
        for message in messages.read(lang)
        for text in messages.strings(message.string)
        if message.id and sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(forms(message)[-1]))
    ]
    assert differ == []


@pytest.mark.parametrize("lang", ["sv", "da"])
def test_no_sentence_is_finnish_in_another_language(lang: str) -> None:
    finnish = {message.id: messages.strings(message.string) for message in messages.read("fi") if message.id}
    translated = {message.id: messages.strings(message.string) for message in messages.read(lang) if message.id}
    assert [
        key for key, texts in translated.items() if texts == finnish[key] and len(" ".join(texts).split()) > 2
    ] == []


def test_collecting_twice_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    messages.main()
    first = {path: path.read_bytes() for path in tmp_path.rglob("*.po")}
    messages.main()
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.po")} == first
    assert len(first) == len(messages.TRANSLATED)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    tokens = Environment(autoescape=True).lex(path.read_text(encoding="utf-8"))
    html = "".join(text if kind == "data" else " " for _, kind, text in tokens if kind in {"data", "variable_begin"})
    spoken = re.findall(r'\s(?:aria-label|placeholder|title|alt)="([^"]*)"', html)
    assert LETTERS.findall(NO_WORDS.sub(" ", html) + " ".join(spoken)) == []


@dataclass(frozen=True)
class Tour:
    """A class, its pack, and the language in which everybody in it goes through the pages."""

    course: str
    country: str
    lang: str
    teacher: str


FINLAND, DENMARK = Tour("fi-8b", "FI", "fi", "10"), Tour("dk-9a", "DK", "da", "50")


def walk_tour(inside: School, tour: Tour) -> list[Page]:
    """Every page that two pupils, a visitor and a teacher meet, and every refusal."""
    pack = inside.packs[tour.country]
    programme, *_ = activities_of(inside.platform, tour.course)
    open_pupil, quiet_pupil, *_ = pupils_of(inside.platform, tour.course)
    first, second, teacher, stranger = (new_crawler(inside, tour.lang) for _ in range(4))
    teacher.open(tour.teacher, programme)
    second.flags = False
    for pupil, number in ((first, open_pupil), (second, quiet_pupil)):
        pupil.open(number, programme)
        for lesson in lessons_of_every_kind(pack):
            pupil.walk_lesson(pack, lesson)
        pupil.get("/about-your-data")
    inside.run_worker()
    first.get(f"/lessons/{pack.playable_lessons()[0].id}/done")
    first.get("/lessons")
    walk_staff_pages(teacher)
    walk_as_visitor(inside, second)
    stranger.get("/lessons")
    return [*first.pages_seen, *second.pages_seen, *teacher.pages_seen, *stranger.pages_seen]


def lessons_of_every_kind(pack: Pack) -> list[Lesson]:
    """As few lessons as have every kind of step and card among them: the words of an activity are the same in each."""
    chosen, left = list[Lesson](), {kind for lesson in pack.playable_lessons() for kind in kinds_of(lesson)}
    while left:
        best = max(pack.playable_lessons(), key=lambda lesson: len(left & kinds_of(lesson)))
        chosen.append(best)
        left -= kinds_of(best)
    return chosen


def kinds_of(lesson: Lesson) -> set[str]:
    """The kinds of a lesson's steps or cards."""
    return {step.kind for step in lesson.steps}


def new_crawler(inside: School, lang: str) -> Crawler:
    """Somebody with a browser of their own in a language."""
    return Crawler(inside, inside.lms_client(), inside.tool_client(**{"accept-language": lang}))


def walk_staff_pages(teacher: Crawler) -> None:
    """The class page as it fills, its filters, every pupil's page, and what is stored about a teacher."""
    page = teacher.get(teacher.pages_seen[-1].path)
    for show in ("needs_you", "done", "not_started", "in_progress"):
        teacher.get(f"{page.path}?show={show}")
    for link in page.all(".grid tbody th a")[:4]:
        teacher.get(str(link.attrs["href"]))
    for link in page.all(".needs a"):
        teacher.get(str(link.attrs["href"]))
    teacher.submit(page.form("form.roster"))
    teacher.get("/about-your-data")
    teacher.get("/teacher/pupil/nobody")


def walk_as_visitor(inside: School, guest: Crawler) -> None:
    """From now on nothing is saved for whoever is here: the pages that a visitor meets."""
    with inside.database.transaction() as db:
        db.execute(update(SessionRow.__table__).values(persists=False))
    home = guest.get("/lessons")
    paths = {str(link.attrs["href"]) for link in home.all("main a") if str(link.attrs["href"]).startswith("/lessons/")}
    for path in sorted(paths):
        guest.get(path)
        guest.get(f"{path}/done")


@cache
def walked_tour(tour: Tour) -> tuple[list[Page], set[str]]:
    """The pages of a whole walk, every word in them with its mark, and what may stand outside the marks.

    The walk takes a minute: the tests of this file share it.
    """
    with pytest.MonkeyPatch.context() as patch, fresh("sqlite", Path(mkdtemp())) as url:
        install_pseudo_locale(patch)
        clear_caches()
        with school(url, read=read_real) as inside:
            seen = walk_tour(inside, tour), allowed_words(inside, tour)
    clear_caches()
    return seen


def allowed_words(inside: School, tour: Tour) -> set[str]:
    """What may stand outside the marks: names of people, platform and course, codes, languages, what was typed."""
    names = {part for person in inside.platform.people.values() for part in (person.name, person.given)}
    course = inside.platform.courses[tour.course].title
    titles = {activity.title for activity in inside.platform.activities.values()}
    languages = {*Locale(tour.lang).languages.values(), *LANGUAGES.values(), *(code.upper() for code in LANGUAGES)}
    months = set(Locale(tour.lang).months["format"]["wide"].values())  # of Babel, and so is the language's own date
    dates = {*months, *re.findall(r"\w+", FORMATS[tour.lang].separator)}
    codes = {
        *ERROR_PAGES,
        *(item for requirement in inside.packs[tour.country].requirements for item in requirement.items),
    }
    keys = {"Ctrl", "Enter", "Esc", *"XVKPMZ"}  # as they stand on a keyboard
    of_course = {course, *course.split(" ", 1)}  # the class and the rest, where there is little room
    return {*names, *of_course, *titles, *languages, *dates, *codes, *keys, "Moodle", "careered", TYPED_TEXT}


@pytest.mark.parametrize("way", [FINLAND, DENMARK], ids=["Finnish", "Danish"])
def test_no_page_has_a_word_that_nobody_can_translate(way: Tour) -> None:
    seen, allowed = walked_tour(way)
    assert {page.lang for page in seen} == {way.lang}
    assert {(page.path, stray) for page in seen for stray in untranslated(page, allowed)} == set()
    assert len({page.path for page in seen}) > 20


@pytest.mark.parametrize("code", ERROR_PAGES)
def test_a_refusal_is_in_the_readers_language(code: str) -> None:
    pages = {lang: refusal(code, lang) for lang in LANGUAGES}
    assert len(set(pages.values())) == len(LANGUAGES), pages


def refusal(code: str, lang: str) -> str:
    """The words of a refusal's page."""
    row = ERROR_PAGES[code]
    context = {"title": row.title, "next_step": row.next_step, "code": code, "words": "", "action": None, "kept": None}
    answer = rendering.render(
        rendering.page_shell(None, choose_language([lang], LANGUAGES, "en"), "/"), "refusal.html", context
    )
    return bytes(answer.body).decode()


def test_no_danish_page_looks_like_a_portfolio_or_a_verdict() -> None:
    seen, _ = walked_tour(DENMARK)
    texts = {page.path: page.response.text.replace(MARK, "").replace("\u00ad", "") for page in seen}
    assert [path for path, text in texts.items() if NEVER_IN_DANISH.search(text)] == []
    translations = [text for message in messages.read("da") for text in messages.strings(message.string)]
    assert [text for text in translations if NEVER_IN_DANISH.search(text)] == []
