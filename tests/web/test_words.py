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

from careered.web import pages
from careered.web.i18n import LANGUAGES, choose
from careered.web.refusals import REFUSALS
from careered.web.tables import SessionRow
from scripts import words
from tests.support.databases import fresh
from tests.support.pages import Page
from tests.support.school import School, activities_of, pupils_of, school
from tests.web.marked import MARK, forget, mark_everything, strays
from tests.web.wanderer import TYPED, Wanderer

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = sorted(path for path in (ROOT / "careered").glob("*/templates/**/*.html") if "demo_lms" not in path.parts)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
NO_WORDS = re.compile(r'<code>.*?</code>|<!?/?[a-zA-Z][^<>]*>|[\w-]+="[^"]*"|&\w+;|\bcareered\b')
LETTERS = re.compile(r"\w*[^\W\d_]\w*")
NEVER_IN_DANISH = re.compile(r"portfolio|parathed|vurdering af dig", re.IGNORECASE)
"""Denmark abolished the study-choice portfolio and the readiness assessment; nothing here may look like them."""


def forms(message: Message) -> tuple[str, ...]:
    """The message id in all its forms."""
    return words.strings(message.id)


@cache
def collected() -> Catalog:
    """The words of the code, looked for once for all languages."""
    return words.collect()


@pytest.mark.parametrize("lang", words.TRANSLATED)
def test_every_word_in_the_code_has_its_translation(lang: str) -> None:
    catalogue, wanted = words.read(lang), collected()
    assert {message.id for message in catalogue} == {message.id for message in wanted}
    assert [message.id for message in catalogue if message.id and not all(words.strings(message.string))] == []
    assert [message.id for message in catalogue if message.fuzzy] == []


@pytest.mark.parametrize("lang", words.TRANSLATED)
def test_a_translation_has_the_same_places_for_names_and_numbers(lang: str) -> None:
    differ = [
        (message.id, said)
        for message in words.read(lang)
        for said in words.strings(message.string)
        if message.id and sorted(PLACEHOLDER.findall(said)) != sorted(PLACEHOLDER.findall(forms(message)[-1]))
    ]
    assert differ == []


@pytest.mark.parametrize("lang", ["sv", "da"])
def test_no_sentence_is_finnish_in_another_language(lang: str) -> None:
    finnish = {one.id: words.strings(one.string) for one in words.read("fi") if one.id}
    said = {one.id: words.strings(one.string) for one in words.read(lang) if one.id}
    assert [key for key, told in said.items() if told == finnish[key] and len(" ".join(told).split()) > 2] == []


def test_collecting_twice_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "LOCALE", tmp_path)
    words.main()
    first = {path: path.read_bytes() for path in tmp_path.rglob("*.po")}
    words.main()
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.po")} == first
    assert len(first) == len(words.TRANSLATED)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    tokens = Environment(autoescape=True).lex(path.read_text(encoding="utf-8"))
    html = "".join(text if kind == "data" else " " for _, kind, text in tokens if kind in {"data", "variable_begin"})
    spoken = re.findall(r'\s(?:aria-label|placeholder|title|alt)="([^"]*)"', html)
    assert LETTERS.findall(NO_WORDS.sub(" ", html) + " ".join(spoken)) == []


@dataclass(frozen=True)
class Way:
    """A class, its pack, and the language in which everybody in it goes through the pages."""

    course: str
    country: str
    lang: str
    teacher: str


FINLAND, DENMARK = Way("fi-8b", "FI", "fi", "10"), Way("dk-9a", "DK", "da", "50")


def walk(inside: School, way: Way) -> list[Page]:
    """Every page that two pupils, a visitor and a teacher meet, and every refusal."""
    pack = inside.packs[way.country]
    programme, *_ = activities_of(inside.platform, way.course)
    open_pupil, quiet_pupil, *_ = pupils_of(inside.platform, way.course)
    first, second, teacher, stranger = (newcomer(inside, way.lang) for _ in range(4))
    teacher.open(way.teacher, programme)
    second.flags = False
    for pupil, number in ((first, open_pupil), (second, quiet_pupil)):
        pupil.open(number, programme)
        for lesson in pack.playable_lessons():
            pupil.goes_through(pack, lesson)
        pupil.get("/about-your-data")
    inside.work()
    first.get(f"/lessons/{pack.playable_lessons()[0].id}/done")
    first.get("/lessons")
    teaches(teacher)
    visits(inside, second)
    stranger.get("/lessons")
    return [*first.seen, *second.seen, *teacher.seen, *stranger.seen]


def newcomer(inside: School, lang: str) -> Wanderer:
    """Somebody with a browser of their own in a language."""
    return Wanderer(inside, inside.lms_client(), inside.tool_client(**{"accept-language": lang}))


def teaches(teacher: Wanderer) -> None:
    """The class page as it fills, its filters, every pupil's page, and what is stored about a teacher."""
    page = teacher.get(teacher.seen[-1].path)
    for show in ("needs_you", "done", "not_started", "in_progress"):
        teacher.get(f"{page.path}?show={show}")
    for link in page.all(".grid tbody th a")[:4]:
        teacher.get(str(link.attrs["href"]))
    for link in page.all(".needs a"):
        teacher.get(str(link.attrs["href"]))
    teacher.submit(page.form("form.roster"))
    teacher.get("/about-your-data")
    teacher.get("/teacher/pupil/nobody")


def visits(inside: School, guest: Wanderer) -> None:
    """From now on nothing is saved for whoever is here: the pages that a visitor meets."""
    with inside.database.write() as db:
        db.execute(update(SessionRow.__table__).values(saves=False))
    home = guest.get("/lessons")
    paths = {str(link.attrs["href"]) for link in home.all("main a") if str(link.attrs["href"]).startswith("/lessons/")}
    for path in sorted(paths):
        guest.get(path)
        guest.get(f"{path}/done")


@cache
def walked(way: Way) -> tuple[list[Page], set[str]]:
    """The pages of a whole walk, every word in them with its mark, and what may stand outside the marks.

    The walk takes a minute: the tests of this file share it.
    """
    with pytest.MonkeyPatch.context() as patch, fresh("sqlite", Path(mkdtemp())) as url:
        mark_everything(patch)
        forget()
        with school(url) as inside:
            seen = walk(inside, way), known(inside, way)
    forget()
    return seen


def known(inside: School, way: Way) -> set[str]:
    """What may stand outside the marks: names of people, platform and course, codes, languages, what was typed."""
    names = {part for one in inside.platform.people.values() for part in (one.name, one.given)}
    course = inside.platform.courses[way.course].title
    titles = {one.title for one in inside.platform.activities.values()}
    languages = {*Locale(way.lang).languages.values(), *LANGUAGES.values(), *(code.upper() for code in LANGUAGES)}
    codes = {*REFUSALS, *(item for one in inside.packs[way.country].requirements for item in one.items)}
    return {*names, course, *titles, *languages, *codes, "Moodle", "careered", TYPED}


@pytest.mark.parametrize("way", [FINLAND, DENMARK], ids=["Finnish", "Danish"])
def test_no_page_has_a_word_that_nobody_can_translate(way: Way) -> None:
    seen, allowed = walked(way)
    assert {page.lang for page in seen} == {way.lang}
    assert {(page.path, stray) for page in seen for stray in strays(page, allowed)} == set()
    assert len({page.path for page in seen}) > 20


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_is_in_the_readers_language(code: str) -> None:
    said = {lang: refusal(code, lang) for lang in LANGUAGES}
    assert len(set(said.values())) == len(LANGUAGES), said


def refusal(code: str, lang: str) -> str:
    """The words of a refusal's page."""
    row = REFUSALS[code]
    context = {"title": row.title, "next_step": row.next_step, "code": code, "words": "", "action": None, "kept": None}
    answer = pages.render(pages.shell_for(None, choose([lang], LANGUAGES, "en"), "/"), "refusal.html", context)
    return bytes(answer.body).decode()


def test_no_danish_page_looks_like_a_portfolio_or_a_verdict() -> None:
    seen, _ = walked(DENMARK)
    texts = {page.path: page.response.text.replace(MARK, "").replace("\u00ad", "") for page in seen}
    assert [path for path, text in texts.items() if NEVER_IN_DANISH.search(text)] == []
    said = [one for message in words.read("da") for one in words.strings(message.string)]
    assert [one for one in said if NEVER_IN_DANISH.search(one)] == []
