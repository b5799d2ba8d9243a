"""Evidence and letter home: the page and the PDF draw one content, on one sheet of paper, without the pupil's texts."""

import html
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from careered.packs.models import Pack
from careered.progress.queries import Activity
from careered.reports.event_days import event_days, lesson_days
from careered.reports.evidence_sheet import evidence_sheet
from careered.reports.letter_home import letter_home
from careered.reports.paper_context import PaperContext
from careered.reports.papers import Paper, papers_file, papers_html, papers_pdf
from careered.reports.state_tile import state_tile
from tests.browser.test_the_whole_way import pack
from tests.reports.test_paper import STATES, class_report, pupil

NOT_READ = {"file_name", "lang", "tile", "state", "qr", "qr_label", "url"}
"""Parts of a paper that are drawn, or are no text of it."""
IN_NOVEMBER, IN_JUNE = date(2026, 11, 26), date(2027, 6, 1)
PAPERS = [
    (folder, lang, build)
    for folder, languages in (("finland", ("fi", "sv", "en", "da")), ("denmark", ("da", "en")))
    for lang in languages
    for build in (evidence_sheet, letter_home)
]


def context(known: Pack, lang: str, day: date = IN_NOVEMBER) -> PaperContext:
    """A class of one, with a long name, every state, and days away from the screen."""
    report = class_report(known, 1)
    report["offline"] = [
        {
            "key": activity.id,
            "title": activity.title.in_language(lang, known.default_language),
            "days": {} if number else {"0": "28 September 2026 – 9 October 2026"},
        }
        for number, activity in enumerate(known.offline_activities)
    ]
    names = {("0", key): "Marja-Liisa Hietala-Rautio" for key in ("FI-R2", *(one.id for one in known.requirements))}
    return PaperContext(report, known, lang, day, "Koivurannan yhtenäiskoulu", "Tiina Rautio", names)


def paper_of(folder: str, lang: str, build: Any, day: date = IN_NOVEMBER) -> Paper:
    known = pack(folder)
    paper: Paper = build(context(known, lang, day), pupil(known, 0))
    return paper


def parts(value: Any, name: str = "") -> Iterator[str]:
    """Every text that a paper shows, in its order."""
    if name in NOT_READ:
        return
    if isinstance(value, str):
        yield from [value] if value else []
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from parts(one, key)
    else:
        for one in value:
            yield from parts(one)


def squeezed(text: str) -> str:
    """Without spaces, ligatures and hyphens at the end of a line: lines break elsewhere on paper."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\u00ad", "").split())


def text_of_page(paper: Paper) -> str:
    shown = re.sub(r"(?s)<svg.*?</svg>|<[^>]+>", " ", str(papers_html([paper])))
    return squeezed(html.unescape(shown))


def text_of_pdf(paper: Paper) -> str:
    (page,) = PdfReader(io.BytesIO(papers_pdf([paper], "x"))).pages
    return squeezed(page.extract_text())


@pytest.mark.parametrize(("folder", "lang", "build"), PAPERS)
def test_the_page_and_the_one_sheet_of_the_pdf_have_the_same_parts_in_the_same_order(
    folder: str, lang: str, build: Any
) -> None:
    paper = paper_of(folder, lang, build)
    expected = [squeezed(part) for part in parts(asdict(paper))]
    assert len(expected) > 30
    for text in (text_of_page(paper), text_of_pdf(paper)):
        at = 0
        for part in expected:
            found = text.find(part, at)
            assert found >= 0, (part, text[at : at + 80])
            at = found + len(part)


@pytest.mark.parametrize("build", [evidence_sheet, letter_home])
def test_the_pdf_is_tagged_and_its_pictures_have_words(build: Any) -> None:
    paper = paper_of("finland", "fi", build)
    root: Any = PdfReader(io.BytesIO(papers_pdf([paper], "x"))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    words = "\n".join(alternatives(root["/StructTreeRoot"]))
    shown = [row.state for row in paper.rows] if hasattr(paper, "rows") else [one.qr_label for one in paper.services]
    assert shown
    for word in shown:
        assert word in words


def alternatives(node: Any) -> Iterator[str]:
    """The alternative texts of a PDF's structure."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from alternatives(one)
    elif isinstance(node, dict):
        yield from [str(node["/Alt"])] if "/Alt" in node else []
        yield from alternatives(node["/K"]) if "/K" in node else ()


@pytest.mark.parametrize(("folder", "lang", "coming", "missing"), [
    ("finland", "fi", ("Hyvällä alulla", "Tulossa"), "P (puuttuvia"),
    ("denmark", "da", ("På vej", "Kommer"), "M (mangler)"),
])  # fmt: skip
def test_in_november_nothing_is_missing_and_in_june_the_states_are_said(
    folder: str, lang: str, coming: tuple[str, str], missing: str
) -> None:
    in_november, in_june = (
        " ".join(parts(asdict(paper_of(folder, lang, evidence_sheet, day)))) for day in (IN_NOVEMBER, IN_JUNE)
    )
    for word in coming:
        assert word in in_november
        assert word not in in_june
    assert (missing in in_november, missing in in_june) == (False, True)


def test_no_requirement_has_a_grade_under_a_sentence_that_grades_are_proposed_from_may_on() -> None:
    """Seen on paper: “G (gennemført)” in November, below “Et forslag gives fra 2. maj 2027”."""
    known = pack("denmark")
    early, later = (evidence_sheet(context(known, "da", day), pupil(known, 0)) for day in (IN_NOVEMBER, IN_JUNE))
    for sheet, proposes in ((early, False), (later, True)):
        said = [cell for row in sheet.rows for cell in row.cells]
        assert any(cell.startswith("G (") for cell in said) is proposes
        assert ("Forslag" in sheet.headings) is proposes
        assert ("2.\u00a0maj 2027" in sheet.proposal) is not proposes
    whole = evidence_sheet(context(known, "da"), with_state(known, "done"))
    assert "G (gennemført)" in whole.proposal
    assert {row.cells[-1] for row in whole.rows} == {"G (gennemført)"}


@pytest.mark.parametrize(("folder", "lang", "days"), [("finland", "fi", "10\xa0pv"), ("denmark", "da", "10 dage")])
def test_what_was_done_away_from_the_screen_stands_in_the_columns_of_the_rest(
    folder: str, lang: str, days: str
) -> None:
    known = pack(folder)
    visits = {("0", known.offline_activities[0].id): [("2026-09-28", "2026-10-09")]}
    sheet = evidence_sheet(replace(context(known, lang), visits=visits), pupil(known, 0))
    assert sheet.away[0].cells[0] == days
    assert {len(row.cells) for row in (*sheet.rows, *sheet.away)} == {len(sheet.headings) - 1}
    page = str(papers_html([sheet]))
    assert page.count("<table") == 1
    assert f'colspan="{len(sheet.headings) + 1}">{sheet.away_title}</th>' in page


def test_a_family_reads_no_reasons_no_grades_and_no_exemptions() -> None:
    known = pack("finland")
    letter = letter_home(context(known, "fi"), pupil(known, 0))
    text = " ".join(parts(asdict(letter)))
    for word in ("Vapautettu", "Ehdotus", "S (", "vahvist", "Hietala"):
        assert word not in text
    states = [entry["state"] for entry in pupil(known, 0)["requirements"]]
    visits = ["Henkilökohtainen ohjaus", "Tutustumiskäynti toisen asteen oppilaitokseen"]
    assert [what for what, _when in letter.coming][-2:] == visits
    assert len(letter.coming) == sum(state in {"in_progress", "not_started"} for state in states) + len(visits)
    assert len(letter.questions) == len(letter.services) == 3
    assert "opintopolku.fi" in text


@pytest.mark.parametrize(
    ("lang", "nameless"), [("fi", "oppilas"), ("sv", "eleven"), ("da", "eleven"), ("en", "the pupil")]
)
def test_a_letter_has_the_whole_name_once_and_then_speaks_of_the_pupil_as_families_do(lang: str, nameless: str) -> None:
    known = pack("finland")
    whole, (given, _) = pupil(known, 0)["name"], pupil(known, 0)["name"].split(" ", 1)
    letter = letter_home(context(known, lang), pupil(known, 0))
    assert " ".join(parts(asdict(letter))).count(whole) == 1
    assert whole in letter.greeting
    assert letter.about.count(given) == 2
    about = context(known, lang)
    unknown = letter_home(replace(about, report={**about.report, "given_names": {"0": ""}}), pupil(known, 0))
    assert unknown.about == letter.about.replace(given, nameless)


def test_a_letter_names_the_class_once_whether_the_school_is_known_or_not() -> None:
    known = pack("finland")
    guidance = "Oppilaanohjaus, 8B"
    for school, head in (("Hietalan koulu", ("Hietalan koulu", guidance)), ("", (guidance, ""))):
        letter = letter_home(replace(context(known, "fi"), school=school), pupil(known, 0))
        assert (letter.title, letter.subtitle) == head


def test_a_letter_names_the_subject_once_whatever_the_course_is_called() -> None:
    known = pack("denmark")
    heads = {
        "9.b": "Uddannelse og job, 9.b",
        "9.b Uddannelse og job": "Uddannelse og job, 9.b",
        "UDDANNELSE OG JOB – 9.b": "Uddannelse og job, 9.b",
        "Oppilaanohjaus 9B": "Uddannelse og job, 9B",
        "9.c Uddannelse og job, valghold": "9.c Uddannelse og job, valghold",
        "Uddannelse og job": "Uddannelse og job",
    }
    for title, head in heads.items():
        about = context(known, "da")
        letter = letter_home(
            replace(about, school="", report={**about.report, "class": {"name": title}}), pupil(known, 0)
        )
        assert letter.title == head


def test_a_pupil_who_has_all_or_nothing_gets_a_sentence_and_no_empty_box() -> None:
    known = pack("finland")
    for state, empty in (("done", "coming"), ("not_started", "done")):
        entry = pupil(known, 0)
        for requirement in entry["requirements"]:
            requirement["state"] = state
        about = PaperContext({**class_report(known, 1), "offline": []}, known, "fi", IN_NOVEMBER)
        letter = letter_home(about, entry)
        assert not getattr(letter, empty)
        assert getattr(letter, f"nothing_{empty}") in html.unescape(str(papers_html([letter])))


def with_state(known: Pack, state: str, how: str | None = "lesson") -> dict[str, Any]:
    entry = pupil(known, 0)
    for requirement in entry["requirements"]:
        requirement.update(state=state, how=how)
    return entry


def test_a_visit_that_is_still_to_come_is_in_the_letter_of_who_has_done_all_lessons() -> None:
    known = pack("finland")
    letter = letter_home(context(known, "fi"), with_state(known, "done"))
    assert "Tutustumiskäynti toisen asteen oppilaitokseen" in [what for what, _when in letter.coming]
    assert letter.nothing_coming == ""


def test_what_one_pupil_of_another_grade_has_done_is_promised_to_no_other_family() -> None:
    known = pack("finland")
    (visit,) = [one for one in known.offline_activities if one.id == "fi-visit"]
    for grade, is_promised in ((min(visit.grades), True), (min(visit.grades) - 1, False)):
        letter = letter_home(replace(context(known, "fi"), grade=grade), with_state(known, "done"))
        assert ("Tutustumiskäynti toisen asteen oppilaitokseen" in dict(letter.coming)) is is_promised


def test_no_family_is_promised_what_only_some_pupils_do_or_the_same_thing_twice() -> None:
    known = pack("denmark")
    about = context(known, "da")
    assert letter_home(about, with_state(known, "done")).coming == []
    away = [row.title for row in evidence_sheet(about, with_state(known, "done")).away]
    assert away == ["Introduktionskursus", "Erhvervspraktik", "Informationsmøde"]


@pytest.mark.parametrize(("lesson_day", "reached"), [(5, "12.11.2026"), (20, "20.11.2026")])
def test_one_event_has_one_day_on_the_sheet_and_stands_once_in_the_letter(lesson_day: int, reached: str) -> None:
    known, entry = pack("denmark"), with_state(pack("denmark"), "done", "offline")
    for requirement in entry["requirements"]:
        requirement["when"] = "2026-11-30T10:00:00Z"  # the day on which staff recorded it
    visits = {("0", key): [("2026-11-12", "")] for key in ("dk-intro", "dk-meeting")}
    lessons = Activity({}, {}, {"dk-5": datetime(2026, 11, lesson_day, 9, tzinfo=UTC)})
    about = replace(context(known, "da"), event_days=event_days(known, visits, {"0": lessons}))
    for offline in about.report["offline"]:
        offline["days"] = {"0": "12.11.2026"} if ("0", offline["key"]) in visits else {}
    sheet, letter = evidence_sheet(about, entry), letter_home(about, entry)
    days = {row.title: row.cells[1] for row in sheet.rows}
    meeting, course = "Informationsmøde for elever og forældre", "Introduktionskursus i 8. klasse"
    assert (days[meeting], days[course]) == ("12.11.2026", reached)
    assert days["Kildekritik"] == "30.11.2026"
    told = [(what, when) for what, when in letter.done if what.startswith(("Introduktionskursus", "Informationsmøde"))]
    assert told == [(meeting, "12.11.2026"), (course, reached)]


def test_what_was_done_in_february_and_confirmed_in_november_was_done_in_february() -> None:
    known = pack("denmark")
    lessons = {lesson.id: datetime(2026, 2, 3, 9, tzinfo=UTC) for lesson in known.lessons}
    done = lesson_days(known, Activity({}, {}, lessons))
    about = replace(context(known, "da"), event_days={("0", requirement): day for requirement, day in done.items()})
    entry = with_state(known, "confirmed", "teacher")
    sheet, letter = evidence_sheet(about, entry), letter_home(about, entry)
    assert {row.title: row.cells[1] for row in sheet.rows}["Min plan"] == "3.2.2026"
    assert dict(letter.done)["Min plan"] == "3.2.2026"
    assert lesson_days(known, Activity({}, {}, {})) == {}


def test_a_visit_stands_in_the_letter_while_its_requirement_has_more_to_come() -> None:
    known = pack("denmark")
    about = context(known, "da")
    for offline in about.report["offline"]:
        offline["days"] = {"0": "12.11.2026"} if offline["key"] == "dk-intro" else {}
    letter = letter_home(about, with_state(known, "in_progress"))
    assert letter.done == [("Introduktionskursus", "12.11.2026")]
    assert "Introduktionskursus i 8. klasse" in dict(letter.coming)


def test_without_the_lesson_or_a_day_of_the_event_the_day_of_confirming_stands() -> None:
    visits = {("0", "dk-intro"): [("2026-11-12", "")], ("0", "dk-meeting"): [("", "")]}
    assert event_days(pack("denmark"), visits, {}) == {}


def test_a_letter_of_a_pupil_who_has_begun_nothing_says_once_that_it_is_to_come_and_is_one_page() -> None:
    known = pack("finland")
    about = context(known, "fi")
    about.report["offline"][0]["days"] = {}
    letter = letter_home(about, with_state(known, "not_started", None))
    assert [*parts(asdict(letter))].count("Tulossa") == 1
    assert "tutustumiskäynti" in text_of_pdf(letter).casefold()


@pytest.mark.parametrize(("state", "how", "known_by"), [
    ("exempt", "teacher", "Vapautettu"),
    ("exempt", "lesson", "Vapautettu"),
    ("confirmed", "lesson", "Tehtävissä; vahvisti Marja-Liisa Hietala-Rautio"),
    ("confirmed", "teacher", "Opettaja vahvisti: Marja-Liisa Hietala-Rautio"),
])  # fmt: skip
def test_the_evidence_says_who_did_it_who_confirmed_it_and_who_is_exempt(state: str, how: str, known_by: str) -> None:
    known = pack("finland")
    sheet = evidence_sheet(context(known, "fi"), with_state(known, state, how))
    assert {row.cells[2] for row in sheet.rows} == {known_by}
    assert "Viiva ruudussa: oppilas on vapautettu." in sheet.note


def test_the_school_year_in_a_courses_name_stays_on_one_line() -> None:
    known = pack("finland")
    about = context(known, "fi")
    named = {**about.report, "class": {"name": "9D, lukuvuosi 2026–2027"}}
    for school in ("", "Hietalan koulu"):
        letter = letter_home(replace(about, school=school, report=named), pupil(known, 0))
        assert "lukuvuosi 2026–\u20602027</" in str(papers_html([letter]))


def test_an_address_breaks_only_after_a_stroke() -> None:
    known = pack("finland")
    letter = letter_home(context(known, "fi"), pupil(known, 0))
    assert ">osaamispolku.fi/<wbr>urataidot/<wbr>fi</a>" in str(papers_html([letter]))


def test_states_differ_on_paper_in_shape_and_in_grey() -> None:
    tiles = [str(state_tile(state)) for state in STATES]
    assert len({re.search(r"<g .*</g>", tile)[0].split(">", 1)[1] for tile in tiles}) == len(STATES)  # type: ignore[index]
    grounds = [re.search(r'<rect[^>]+fill="#(\w+)"', tile) for tile in tiles]
    greys = sorted(lightness(ground[1]) if ground else 255.0 for ground in grounds)
    assert all(darker < lighter for darker, lighter in pairwise(greys))


def lightness(colour: str) -> float:
    """0 to 255, as a printer without colour mixes it (ITU-R BT.601)."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_names_are_text_and_a_file_carries_its_own_style() -> None:
    known = pack("finland")
    entry = {**pupil(known, 0), "name": "<b>Aino</b> #panic()"}
    letter = letter_home(context(known, "fi"), entry)
    file = papers_file([letter], "x").decode()
    assert "<b>Aino" not in file
    assert "static/" not in file
    assert "<b>Aino</b>#panic()" in text_of_pdf(letter)


def test_a_letter_names_the_languages_of_its_country_first() -> None:
    """Seen by parents in Denmark: “Suomi · Svenska · Dansk · English”."""
    for country, first in (("denmark", "in: Dansk · Suomi"), ("finland", "in: Suomi · Svenska")):
        letter = letter_home(context(pack(country), "en"), pupil(pack(country), 0))
        assert first in letter.languages
