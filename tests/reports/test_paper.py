"""A class and a pupil on paper: one page to sign, two pages for a whole class, and what a family may have."""

import io
import re
from datetime import date
from typing import Any

import pytest
import time_machine
from pypdf import PdfReader

from careered.packs.models import Pack
from careered.reports.class_tables import class_table, proposal_table, pupil_table
from careered.reports.grade_suggestion import suggest_grade
from careered.reports.spreadsheets import as_csv
from careered.reports.table import ReportTable, as_pdf, printed, table_html
from tests.browser.test_the_whole_way import pack

STATES = ("done", "confirmed", "in_progress", "exempt", "not_started")
METHODS = ("lesson", "teacher", "offline", None, None)
IN_JUNE = date(2027, 6, 1)
LONG_NAME = "Maximiliana Åkerström-Virtanen"
COUNTRIES = [("finland", "fi"), ("finland", "sv"), ("finland", "en"), ("denmark", "da"), ("denmark", "en")]


def requirement(pack_requirement: Any, number: int) -> dict[str, Any]:
    """A requirement of a pupil in a report; the states go round."""
    which = number % 5
    when = "2026-11-12T10:00:00Z" if which < 4 else None
    title = [{"lesson": "x", "title": "Opintopolku tutuksi"}] if which < 2 else []
    codes = list(pack_requirement.items)
    return {
        "key": pack_requirement.id,
        "codes": codes,
        "state": STATES[which],
        "when": when,
        "how": METHODS[which],
        "evidence": title,
    }


def pupil(pack: Pack, number: int) -> dict[str, Any]:
    requirements = [
        requirement(pack_requirement, number + offset) for offset, pack_requirement in enumerate(pack.requirements)
    ]
    name = f"{LONG_NAME} {number}"
    return {"id": str(number), "user_id": "", "name": name, "status": "active", "requirements": requirements}


def class_report(pack: Pack, pupils: int = 24) -> dict[str, Any]:
    """A class report with long names and every state."""
    everybody = [pupil(pack, number) for number in range(pupils)]
    named = {one["id"]: LONG_NAME.split()[0] for one in everybody}
    report = {"class": {"name": "8B Oppilaanohjaus"}, "pupils": everybody, "misconceptions": []}
    return report | {"given_names": named, "staff_names": {one["id"]: one["name"] for one in everybody}}


def pages(table: ReportTable) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(table))).pages]


def test_paper_is_set_in_the_typeface_of_the_pocket_card() -> None:
    known = pack("finland")
    table = as_pdf(class_table(class_report(known, 2), known, "fi"))
    resources: Any = PdfReader(io.BytesIO(table)).pages[0]["/Resources"]
    fonts = [font.get_object()["/BaseFont"] for font in resources["/Font"].values()]
    assert fonts
    assert all("DejaVuSans" in font for font in fonts)


@pytest.mark.parametrize(("folder", "lang"), COUNTRIES)
def test_24_pupils_with_nine_requirements_fit_on_two_sheets(folder: str, lang: str) -> None:
    known = pack(folder)
    assert len(known.requirements) == 9
    page_texts = pages(class_table(class_report(known), known, lang))
    assert len(page_texts) == 2
    assert "".join(page_texts).count("Maximiliana") == 24
    assert known.version in page_texts[0]


@pytest.mark.parametrize(("folder", "lang"), COUNTRIES)
def test_one_pupils_evidence_is_one_page_with_every_paragraph_and_a_line_to_sign(folder: str, lang: str) -> None:
    known = pack(folder)
    (page,) = pages(pupil_table(class_report(known), pupil(known, 0), known, lang))
    assert page.count("____") >= 1
    for requirement_of_pack in known.requirements:
        for code in requirement_of_pack.items:
            item = known.item(code)
            assert item
            assert (item.display.in_language(lang) if item.display else code).split()[0] in page


def test_a_paragraph_stands_with_its_text() -> None:
    known = pack("finland")
    rows = pupil_table(class_report(known), pupil(known, 0), known, "fi").rows
    assert "Oppilas osaa hakea, arvioida ja käyttää tietoa" in str(rows[0][1])


@pytest.mark.parametrize(
    ("folder", "states", "expected"),
    [
        ("finland", ["done", "confirmed"], "S (suoritettu)"),
        ("finland", ["done", "exempt"], "S (suoritettu)"),
        ("finland", ["done", "in_progress"], "P (puuttuvia suorituksia)"),
        ("finland", ["not_started"], "P (puuttuvia suorituksia)"),
        ("finland", ["exempt"], ""),
        ("finland", [], ""),
        ("denmark", ["confirmed"], "G (gennemført)"),
        ("denmark", ["not_started", "done"], "M (mangler)"),
        ("denmark", ["exempt"], "F (fritaget)"),
    ],
)
def test_the_suggested_grade_follows_what_is_done(folder: str, states: list[str], expected: str) -> None:
    assert suggest_grade(pack(folder), states, "fi" if folder == "finland" else "da", IN_JUNE) == expected


@pytest.mark.parametrize(
    ("day", "begun", "not_begun"),
    [
        (date(2026, 11, 26), "hyvällä alulla", "tulossa"),
        (date(2027, 4, 30), "hyvällä alulla", "tulossa"),
        (date(2027, 5, 3), "P (puuttuvia suorituksia)", "P (puuttuvia suorituksia)"),
    ],
)
def test_before_the_time_of_certificates_nothing_is_missing(day: date, begun: str, not_begun: str) -> None:
    for states, words in ((["done", "not_started"], begun), (["not_started", "not_started", "exempt"], not_begun)):
        assert suggest_grade(pack("finland"), states, "fi", day).lower() == words.lower()


@pytest.mark.parametrize(("folder", "lang", "missing"), [("finland", "fi", "P ("), ("denmark", "da", "M (")])
def test_in_november_nobody_of_a_class_has_anything_missing_from_the_certificate(
    folder: str, lang: str, missing: str
) -> None:
    known = pack(folder)
    for day, is_said in ((date(2026, 11, 26), False), (IN_JUNE, True)):
        with time_machine.travel(day, tick=False):
            table = proposal_table(class_report(known, 2), known, lang)
        assert [len(row) for row in table.rows] == [4, 4]
        assert all(str(row[-1]).startswith(missing) == is_said for row in table.rows)


@pytest.mark.parametrize(
    ("folder", "lang", "begun", "day"),
    [("finland", "fi", "Hyvällä alulla", "2.5.2027"), ("denmark", "da", "På vej", "2.\u00a0maj 2027")],
)
def test_before_the_time_of_certificates_papers_say_when_it_is_instead_of_proposing_no_grade(
    folder: str, lang: str, begun: str, day: str
) -> None:
    """Seen on paper: “Ehdotus todistukseen: Hyvällä alulla. Koulu päättää.”"""
    known = pack(folder)
    for when, is_early in ((date(2026, 11, 26), True), (IN_JUNE, False)):
        with time_machine.travel(when, tick=False):
            sheet = pupil_table(class_report(known, 1), pupil(known, 0), known, lang)
            table = proposal_table(class_report(known, 1), known, lang)
        assert (day in sheet.footer_lines[0]) is is_early
        assert begun not in sheet.footer_lines[0]
        assert [f"”{begun}”" in line and day in line for line in table.header_lines[1:]] == [True] * is_early


def test_a_fail_is_never_suggested() -> None:
    known = pack("finland")
    assert all("H (" not in suggest_grade(known, [state], "fi", IN_JUNE) for state in STATES)


def test_danes_have_a_proposal_for_each_requirement_and_finns_for_the_whole() -> None:
    danes, finns = pack("denmark"), pack("finland")
    with time_machine.travel(IN_JUNE, tick=False):
        assert len(pupil_table(class_report(danes), pupil(danes, 0), danes, "da").column_headings) == 6
        table = pupil_table(class_report(finns), pupil(finns, 0), finns, "fi")
    assert len(table.column_headings) == 5
    assert "P (puuttuvia suorituksia)" in table.footer_lines[0]


@pytest.mark.parametrize(("folder", "lang"), COUNTRIES)
def test_on_the_sheets_of_a_class_neither_a_name_nor_a_date_nor_a_state_is_broken(folder: str, lang: str) -> None:
    """Seen on a picture: one long name took the room of all other columns; “vah-vista-ma”, “12. no-vember”."""
    table = class_table(class_report(pack(folder), 4), pack(folder), lang)
    on_paper = "\n".join(pages(table))
    words = {word for row in printed(table)[1] for cell in row for word in cell.replace("-", " ").split()}
    assert len(words) > 10
    assert not [word for word in words if word not in on_paper]


@pytest.mark.parametrize(("folder", "lang"), COUNTRIES)
def test_the_columns_of_the_page_to_print_have_a_hundred_per_cent_and_no_more(folder: str, lang: str) -> None:
    """Seen on a picture: “H l ö - k o h t . o h j a u s”, a letter a line, and the last column cut off."""
    page = str(table_html(class_table(class_report(pack(folder), 4), pack(folder), lang)))
    widths = [float(width) for width in re.findall(r'<col width="([\d.]+)%">', page)]
    assert len(widths) > 10
    assert 99 < sum(widths) <= 100.5
    assert min(widths) >= 1


@pytest.mark.parametrize(("folder", "lang"), COUNTRIES)
def test_a_heading_of_usual_length_is_not_broken_on_the_sheets_of_a_class(folder: str, lang: str) -> None:
    """Seen on paper: “Infomø-de”, “Praktikda-ge”, “Introkur-sus”, “Neuvon-ta”."""
    known = pack(folder)
    away = [
        {
            "key": one.id,
            "title": (one.short or one.title).in_language(lang, known.default_language),
            "days": {},
            "day": {},
        }
        for one in known.offline_activities
    ]
    table = class_table(class_report(known, 4) | {"offline": away}, known, lang)
    heads, on_paper = printed(table)[0], pages(table)[0]
    words = {word for head in heads for word in head.replace("\u00ad", "").split() if len(word) <= 8}
    assert len(words) > 10
    assert not [word for word in words if word not in on_paper]


def test_a_heading_that_does_not_say_where_it_may_break_breaks_wherever_a_sheet_ends() -> None:
    heads = ["Oppilas", "Tutustumiskäynti", "Tutus\u00adtumis\u00adkäynti", *["x"] * 9]
    page = str(table_html(ReportTable("fi", "x", [], heads, [["Aino", *["12.11.2026"] * 11]])))
    assert page.count("breaks") == 1
    assert '<th scope="col" class="breaks">Tutustumiskäynti</th>' in page


def test_below_the_class_stands_what_some_of_it_believe_and_of_whom_that_is_said() -> None:
    """Seen on paper: 24 lines without a word about them, “before 0 / 6, after 0” among them, under one pupil's row."""
    known = pack("finland")
    counts = [("Kolme tuntia?", 4, 1), ("Ei kukaan?", 0, 0), ("Liian harva?", None, None)]
    believed = [
        {"question": question, "text": "Niin", "pupils": before, "before": before, "after": after, "words": "4 / 9"}
        for question, before, after in counts
    ]
    report = class_report(known, 2) | {"misconceptions": believed}
    table = class_table(report, known, "fi", ["1"])
    _heading, about, *lines = table.notes
    assert about.startswith("Koko luokasta")
    assert lines == ["Kolme tuntia? Niin – 4 / 9"]
    page, (sheet,) = str(table_html(table)), pages(table)
    assert all(text in page and text.split("?")[0] in sheet for text in lines)
    assert class_table(report, known, "fi", []).notes == []


def test_a_table_on_a_page_is_reached_by_keys_where_it_is_wider_than_the_window() -> None:
    known = pack("finland")
    page = str(table_html(class_table(class_report(known, 2), known, "fi")))
    assert '<div class="scroll" role="region" aria-label="Luokan tilanne" tabindex="0"><table>' in page


def test_a_paper_says_what_it_is_of_whom_and_how_many_sheets_there_are() -> None:
    """Seen on a picture: the report of 9B was called 9B, a town's report had no title and so was no PDF/UA."""
    known = pack("finland")
    document = PdfReader(io.BytesIO(as_pdf(class_table(class_report(known), known, "fi"))))
    assert document.metadata
    assert document.metadata.title == "Luokan tilanne, 8B Oppilaanohjaus"
    for number, page in enumerate(document.pages, 1):
        assert f"{number} / 2" in page.extract_text()
        assert "Luokan tilanne, 8B Oppilaanohjaus" in page.extract_text()


def test_a_report_about_nobody_says_so_and_has_neither_heads_nor_a_line_to_sign() -> None:
    """Seen on a picture: fifteen heads of columns above nothing, and who was to sign for that."""
    known = pack("finland")
    table = class_table(class_report(known, 0) | {"offline": []}, known, "fi")
    for text in (pages(table)[0], str(table_html(table))):
        assert "Ei ketään juuri nyt." in text
        assert not [word for word in ("Oppilas", "Päiväys", "Hyvällä alulla") if word in text]
    assert "Oppilas" in as_csv(table).decode("utf-8-sig")


def test_what_is_written_is_data_on_paper_too() -> None:
    table = ReportTable("en", "#panic()", ["#sys"], ["a"], [["= #let x = 1\n$x$ <b>"]], ["[x]"])
    (page,) = pages(table)
    assert "#panic()" in page
    assert "$x$ <b>" in page
    assert b"= #let" not in as_csv(table).replace(b"'= #let", b"")
