"""Reports by the command line, in every format; files are opened again and compared with the JSON."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import select, update
from typer.testing import CliRunner

from careered.cli import app
from careered.clock import now
from careered.privacy.tables import AccessLog
from careered.reports.spreadsheet_cells import escape_formula
from careered.reports.spreadsheets import as_csv, as_xlsx
from careered.reports.table import ReportTable, as_html
from careered.roster.tables import Organisation, Person, SchoolClass
from careered.roster.tables import School as SchoolRow
from careered.statistics.disclosure import suppress
from careered.web.time_format import format_short_date
from tests.cli.test_commands import run
from tests.cli.test_person import demo_school, find
from tests.support.pages import Page
from tests.support.school import School

__all__ = ["demo_school"]
FORMATS = ("csv", "xlsx", "html", "pdf")


def class_id() -> str:
    """The id of the only class."""
    return str(json.loads(run("classes", "list", "--json"))[0]["id"])


def saved_report(tmp_path: Path, *words: str) -> bytes:
    path = tmp_path / "report"
    run("report", *words, "--output", str(path))
    return path.read_bytes()


def rows(content: bytes, delimiter: str = ",") -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def cells(content: bytes) -> list[list[str]]:
    page = load_workbook(io.BytesIO(content)).active
    assert page is not None
    return [[as_written(cell) for cell in row] for row in page.iter_rows(values_only=True)]


def as_written(cell: object) -> str:
    """A cell as the other formats write it."""
    if isinstance(cell, datetime):
        return format_short_date(cell.date(), "en")
    return "" if cell is None else str(cell)


@pytest.fixture
def harbour_town(demo_school: School) -> str:
    """The organisation's id; its course belongs to a school."""
    with demo_school.database.transaction() as db:
        key = str(db.execute(select(Organisation.__table__.c.organisation_id)).scalars().first())
        row = {"organisation_id": key, "id": "s1", "code": "H1", "name": "Harbour school", "created_at": now()}
        db.execute(SchoolRow.__table__.insert().values(**row))
        db.execute(update(SchoolClass.__table__).values(school_id="s1"))
    return key


def test_a_class_is_the_same_in_every_format(demo_school: School, tmp_path: Path) -> None:
    report = json.loads(run("report", "class", class_id()))
    table = rows(saved_report(tmp_path, "class", class_id(), "--format", "csv"))
    assert len(table) == 1 + len(report["pupils"])
    assert cells(saved_report(tmp_path, "class", class_id(), "--format", "xlsx")) == table
    aino = next(row for row in table if row[0] == "Aino Mäkelä")
    states = [
        one["state"] for one in next(one for one in report["pupils"] if one["name"] == "Aino Mäkelä")["requirements"]
    ]
    assert aino[1:3] == [str(sum(state in {"done", "confirmed"} for state in states)), str(len(states))]
    assert len(aino) == len(table[0]) > 3 + 2 * len(states)  # what was done away from the screen comes after them
    assert aino[-1] in {"Under way", "P (parts missing)"}  # by the time of the school year
    html = saved_report(tmp_path, "class", class_id(), "--format", "html").decode()
    assert html.count("<tr>") == len(table)


def test_finns_and_danes_get_semicolons_and_their_own_words(demo_school: School, tmp_path: Path) -> None:
    table = rows(saved_report(tmp_path, "class", class_id(), "--format", "csv", "--lang", "fi"), ";")
    assert table[0][0] == "Oppilas"
    assert "Ei aloitettu" in table[1]


def test_a_pupil_has_each_requirement_with_its_paragraphs_and_a_line_to_sign(
    demo_school: School, tmp_path: Path
) -> None:
    (aino,) = find("mäkelä")
    report = json.loads(run("report", "person", aino["id"]))
    assert report["person"]["name"] == "Aino Mäkelä"
    keys = [requirement["key"] for requirement in report["classes"][0]["requirements"]]
    table = rows(saved_report(tmp_path, "person", aino["id"], "--format", "csv"))
    assert len(table) == 1 + len(keys)
    done = next(row for row in table if row[2] == "Done")
    assert "O8" in done[1] or "T8" in done[1]
    assert "In the lessons: Lesson fi-3 (en)" in done[4]
    html = saved_report(tmp_path, "person", aino["id"], "--format", "html").decode()
    assert "Date and signature" in html
    with demo_school.database.reading() as db:
        views = db.execute(select(AccessLog.__table__.c.action)).scalars().all()
    assert views == ["command_report"] * 3


def test_nobody_and_nothing_are_said_to_be_there(demo_school: School) -> None:
    for words in (("class", "x"), ("person", "x"), ("school", "x"), ("organisation", "x")):
        assert "There is no" in run("report", *words, code=1)


@pytest.mark.parametrize("form", FORMATS)
def test_a_school_and_an_organisation_tell_sums_and_hide_few(
    demo_school: School, harbour_town: str, tmp_path: Path, form: str
) -> None:
    report = json.loads(run("report", "school", "H1"))
    assert report["school"] == {"code": "H1", "name": "Harbour school"}
    assert report["pupils"] is None or report["pupils"] >= 5
    for requirement in report["requirements"]:
        assert all(
            requirement[name] is None or requirement[name] == 0 or requirement[name] >= 5
            for name in ("pupils", "exempt", "reached")
        )
    assert saved_report(tmp_path, "school", "H1", "--format", form)
    whole = json.loads(run("report", "organisation", harbour_town))
    assert [school["name"] for school in whole["schools"]] == ["Harbour school"]
    assert saved_report(tmp_path, "organisation", harbour_town, "--format", form)


@given(number=st.integers(0, 300), of=st.integers(0, 300))
def test_no_figure_tells_of_fewer_than_five(number: int, of: int) -> None:
    figure = suppress(min(number, of), of)
    assert figure is None or (of >= 5 and (figure == 0 or figure >= 5) and (figure == of or of - figure >= 5))


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "<b>x</b>", 'Brid O\'Brien; "x"']
)
def test_a_name_is_never_a_formula_and_never_markup(demo_school: School, tmp_path: Path, name: str) -> None:
    with demo_school.database.transaction() as db:
        db.execute(update(Person.__table__).where(Person.__table__.c.name == "Aino Mäkelä").values(name=name))
    table = rows(saved_report(tmp_path, "class", class_id(), "--format", "csv"))
    assert [row[0] for row in table].count(escape_formula(name)) == 1
    sheet = ReportTable("en", "x", (), ("a",), [[name]])
    page = load_workbook(io.BytesIO(as_xlsx(sheet))).active
    assert page is not None
    assert (page["A2"].value, page["A2"].data_type) == (name, "s")
    assert b"<b>x</b>" not in as_html(sheet)


def test_a_printed_page_is_well_formed() -> None:
    text = as_html(ReportTable("fi", "8B & 9A", ["<above>"], ["Oppilas"], [["Aino"], [3]], ["below"]))
    page = Page(httpx2.Response(200, content=text, request=httpx2.Request("GET", "https://x.test/")))
    assert page.lang == "fi"
    assert "<above>" in page.main_text
    assert as_csv(ReportTable("fi", "", (), ("a", "b"), [["1;2", 3]])).decode("utf-8-sig") == '"a";"b"\r\n"1;2";3\r\n'


def test_the_report_on_standard_output_is_the_files_content(demo_school: School, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["report", "class", class_id(), "--format", "csv"])
    assert done.stdout_bytes == saved_report(tmp_path, "class", class_id(), "--format", "csv")
