"""Whoever filters the class and takes it along has the same cells everywhere, and knows the file's name beforehand."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook
from pypdf import PdfReader

from careered.dashboard.class_reports import class_reports
from careered.dashboard.filters import Filters
from careered.packs.store import PackStore
from careered.privacy.tables import AccessLog
from careered.progress import attestations
from careered.roster.scope import load_class_scope
from careered.web.i18n import languages_from
from careered.web.time_format import format_date
from tests.browser.test_the_whole_way import pack
from tests.dashboard.factories import Classroom
from tests.journeys.scenario import grid_cells
from tests.support.pages import Page

AT_NINE = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_a_thursday() -> Iterator[None]:
    with time_machine.travel(AT_NINE, tick=False):
        yield


@pytest.fixture
def with_everything(classroom: Classroom) -> Classroom:
    """8B with something confirmed and a work experience."""
    teacher, aino = classroom.people["Opo Lehto"], classroom.scope("Aino Mäkelä")
    with classroom.app_state.database.transaction() as db:
        attestations.attest(
            *(db, aino, "offline", "xv-work", teacher), activity_date="2026-11-16", activity_end_date="2026-11-20"
        )
    return classroom


def get(classroom: Classroom, query: str) -> Any:
    return classroom.browser_of("Opo Lehto", lang="fi").get(f"/teacher/class/{classroom.id}/report?{query}")


def csv_rows(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet_of(answer: Any) -> Any:
    return load_workbook(io.BytesIO(answer.content)).active


def workbook_rows(answer: Any) -> list[list[str]]:
    return [[shown(cell.value) for cell in row] for row in sheet_of(answer).rows]


def shown(value: object) -> str:
    """A cell of a workbook as a reader of Finnish sees it."""
    return format_date(value, "fi") if isinstance(value, date) else "" if value is None else str(value)


def stacked(row: list[str]) -> list[str]:
    """What stands in a row, without how it is spread over cells and lines."""
    return [line for cell in row for line in cell.split("\n") if line]


def page_rows(answer: Any) -> list[list[str]]:
    page = Page(answer)
    rows: list[Any] = page.all(".report tbody tr")
    return [
        [line.strip() for cell in row.query("th, td") for line in cell.to_text("\n").split("\n") if line.strip()]
        for row in rows
    ]


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("filters", ["", "show=done", "show=not_started", "search=ö", "sort=-name", "sort=-done"])
@pytest.mark.parametrize("what", ["", "what=proposal&"])
def test_page_csv_xlsx_and_pdf_have_the_same_cells_whatever_is_filtered(
    with_everything: Classroom, what: str, filters: str
) -> None:
    expected = csv_rows(get(with_everything, f"{what}as=csv&{filters}"))
    assert workbook_rows(get(with_everything, f"{what}as=xlsx&{filters}")) == expected
    assert page_rows(get(with_everything, f"{what}as=print&{filters}")) == [stacked(row) for row in expected[1:]]
    pdf = PdfReader(io.BytesIO(get(with_everything, f"{what}as=pdf&{filters}").content))
    text, at = squeezed("".join(page.extract_text() for page in pdf.pages)), 0
    for part in [squeezed(part) for row in expected[1:] for part in stacked(row)]:
        found = text.find(part, at)
        assert found >= 0, (part, text[at : at + 80])
        at = found + len(part)
    teacher = with_everything.browser_of("Opo Lehto", lang="fi")
    page = Page(teacher.get(f"/teacher/class/{with_everything.id}?{filters}"))
    grid = grid_cells(page) if page.all("table.grid tbody th") else {}
    assert list(grid) == [row[0] for row in expected[1:]]
    for row in expected[1:] if not what else []:
        for word, state in zip(grid[row[0]][:-1], row[3::2], strict=False):
            assert state.split(" (")[0] in word


@pytest.mark.parametrize("what", ["", "what=proposal&"])
def test_no_spreadsheet_takes_how_much_is_done_for_a_day(with_everything: Classroom, what: str) -> None:
    """Seen by a counsellor: “4 / 9” of a CSV was the fourth of September in Excel."""
    heads, *rows = csv_rows(get(with_everything, f"{what}as=csv"))
    assert heads[:3] == ["Oppilas", "Valmis", "Yht."]
    assert [row[1:3] for row in rows] == [["1", "9"], ["0", "9"], ["0", "9"]]
    cells = [str(cell.value) for row in sheet_of(get(with_everything, f"{what}as=xlsx")).rows for cell in row]
    assert not [cell for row in [*rows, cells] for cell in row if re.fullmatch(r"\d+ ?[/.-] ?\d+", cell)]


def test_days_are_days_in_a_workbook_and_its_head_stays_and_filters(with_everything: Classroom) -> None:
    sheet = sheet_of(get(with_everything, "as=xlsx"))
    days = [cell for row in sheet.rows for cell in row if isinstance(cell.value, date)]
    assert days
    assert {cell.number_format for cell in days} == {"d.m.yyyy"}
    assert all(cell.is_date for cell in days)
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions


def test_a_workbook_is_called_what_it_is_and_prints_whole_rows_below_their_head(with_everything: Classroom) -> None:
    """Seen in a workbook: “Sheet1”, and a class of 24 columns on eight sheets of paper without a head."""
    sheet = sheet_of(get(with_everything, "as=xlsx"))
    assert sheet.title == "Luokan tilanne"
    assert sheet.parent.properties.title == f"Luokan tilanne, {with_everything.title}"
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert (sheet.print_title_rows, sheet.page_setup.paperSize) == ("$1:$1", 9)


def test_one_day_away_from_the_screen_is_a_day_in_a_workbook_and_several_are_words(with_everything: Classroom) -> None:
    """Seen in a workbook: a visit of one day was a text, so that nobody could sort or filter by it."""
    aino, teacher = with_everything.scope("Aino Mäkelä"), with_everything.people["Opo Lehto"]
    with with_everything.app_state.database.transaction() as db:
        attestations.attest(db, aino, "offline", "xv-visit", teacher, activity_date="2026-11-12")
    (row,) = [row for row in sheet_of(get(with_everything, "as=xlsx")).rows if row[0].value == "Aino Mäkelä"]
    assert datetime(2026, 11, 12) in [cell.value for cell in row if cell.is_date]  # noqa: DTZ001 - as in a workbook
    assert "16.11.2026\u00a0– 20.11.2026" in [cell.value for cell in row]


@pytest.mark.parametrize(("what", "look"), [("evidence", "pupil_report"), ("letters", "pupil_home_report")])
def test_a_page_for_each_pupil_is_one_file_and_each_look_is_noted(
    with_everything: Classroom, what: str, look: str
) -> None:
    answer = get(with_everything, f"what={what}&as=pdf&language=sv&search=ö")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) == 1
    assert "Väinö Öhman" in pages[0]
    assert len(PdfReader(io.BytesIO(get(with_everything, f"what={what}&as=pdf").content)).pages) == 3
    with with_everything.app_state.database.reading() as db:
        actions = [row.action for row in db.execute(AccessLog.__table__.select())]
    assert actions == [look] * 4
    assert "Salainen unelma" not in "".join(pages)


def test_papers_are_offered_in_the_countrys_own_language_first() -> None:
    assert [code for code, _ in languages_from("da")] == ["da", "fi", "sv", "en"]
    assert [code for code, _ in languages_from("fi")] == ["fi", "sv", "da", "en"]


def test_the_names_on_the_tab_are_those_of_the_files_and_only_formats_that_make_sense_stand_there(
    with_everything: Classroom,
) -> None:
    teacher = with_everything.browser_of("Opo Lehto", lang="fi")
    page = Page(teacher.get(f"/teacher/class/{with_everything.id}/reports?search=ö"))
    lines: list[Any] = page.all("li[data-report]")
    assert [line.attrs["data-report"] for line in lines] == ["class", "evidence", "letters"]
    for line in lines:
        name = line.query("code")[0].to_text()
        assert line.query("code .whole")[0].to_text() == name.split()[-1], "a day is never on two lines"
        addresses = [str(link.attrs["href"]) for link in line.query(".formats")[0].query("a")]
        assert len(addresses) == (2 if line.attrs["data-report"] in {"evidence", "letters"} else 4)
        for address in addresses:
            assert "search=" in address
            answer = teacher.get(address)
            assert answer.status_code == 200
            if "as=print" in address:
                assert f"<title>{name}</title>" in answer.text
            else:
                assert answer.headers["content-disposition"].startswith(f'attachment; filename="{name}.')
    assert lines[0].query("code")[0].to_text() == "8B tilanne 2026-11-26"


def test_each_link_says_what_it_opens_in_which_form_and_language(with_everything: Classroom) -> None:
    """Seen by a counsellor: “Suomi”, “Svenska” among words, three rows that say “PDF”."""
    teacher = with_everything.browser_of("Opo Lehto", lang="fi")
    page = Page(teacher.get(f"/teacher/class/{with_everything.id}/reports"))
    links: list[Any] = page.all("li[data-report] .formats a")
    said = {
        " ".join(link.to_text().replace(":", " :").split()).replace(" :", ":"): str(link.attrs["href"])
        for link in links
    }
    assert len(said) == len(links) == 4 + 2 + 2 * 4
    assert "as=xlsx" in said["Excel: Luokan tilanne"]
    for code, language in (("fi", "Suomi"), ("sv", "Svenska"), ("da", "Dansk"), ("en", "English")):
        for word, form in (("Tulosta", "print"), ("PDF", "pdf")):
            assert f"as={form}&language={code}" in said[f"{word}: Kirjeet kotiin, 3 ({language})"]


def test_who_moves_by_landmarks_finds_the_way_back_and_the_pdf_above_what_is_printed(
    with_everything: Classroom,
) -> None:
    for what in ("", "what=letters&", "what=evidence&"):
        page = Page(get(with_everything, f"{what}as=print"))
        assert len(page.all("body > header .print-bar a")) == 2
        assert len(page.all("main a[data-file]")) == 0


def test_a_proposal_is_offered_where_the_country_has_one(with_everything: Classroom) -> None:
    scope = with_everything.scope("Aino Mäkelä")
    with with_everything.app_state.database.reading() as db:
        valley = load_class_scope(db, with_everything.app_state.get(PackStore), "town", scope.class_id)
    assert valley
    for known, offered in ((valley.pack, False), (pack("finland"), True), (pack("denmark"), True)):
        reports = class_reports(replace(valley, pack=known), 3, Filters(search="ö"), "fi")
        proposals = [one for one in reports if one.kind == "proposal"]
        assert bool(proposals) == offered
        for one in proposals:
            assert [file_format for file_format, _address in one.ways] == ["print", "pdf", "xlsx", "csv"]
            assert all("what=proposal" in address and "search=" in address for _format, address in one.ways)


def test_what_staff_recorded_stands_on_the_tab_and_can_be_undone_there(with_everything: Classroom) -> None:
    teacher = with_everything.browser_of("Opo Lehto")
    address = f"/teacher/class/{with_everything.id}/reports"
    form = Page(teacher.get(address)).only(".trail form")
    act = str(form.query("input[name=act]")[0].attrs["value"])
    assert teacher.post(str(form.attrs["action"]), data={"act": act, "back": address}).status_code == 303
    assert not Page(teacher.get(address)).all(".trail form")


def test_a_class_without_anybody_is_offered_no_reports_about_nobody(with_everything: Classroom) -> None:
    teacher = with_everything.browser_of("Opo Lehto")
    page = Page(teacher.get(f"/teacher/class/{with_everything.id}/reports?search=nobody"))
    assert not page.all("li[data-report]")
    assert "saved under the name shown" not in page.main_text, "no file stands there with a name"
    assert get(with_everything, "what=letters&as=pdf&search=nobody").headers["careered-code"] == "not_found"


def test_where_the_class_page_shows_everybody_nothing_is_to_be_shown_again(classroom: Classroom) -> None:
    """Seen after sorting: “The same pupils as on the class page: 24 pupils. Show all again”, and all of them were."""
    teacher, address = classroom.browser_of("Opo Lehto"), f"/teacher/class/{classroom.id}/reports"
    everybody, some = (Page(teacher.get(f"{address}?{query}")) for query in ("sort=-name", "search=Aino"))
    assert ["Show all again" in page.main_text for page in (everybody, some)] == [False, True]
    assert "Nothing has been recorded yet." in everybody.main_text
    assert not everybody.all(".trail li"), "a sentence is no act of the list"


def test_a_report_of_no_kind_is_not_there(classroom: Classroom) -> None:
    assert get(classroom, "what=minutes").status_code == 404
    assert get(classroom, "what=class").status_code == 200
