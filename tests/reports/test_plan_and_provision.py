"""A municipality's plan of guidance as a file, and a school's own look at its guidance, term by term."""

import csv
import io
from datetime import UTC, datetime

import pytest
import time_machine
from pypdf import PdfReader

from careered.packs.models import Pack
from careered.reports.plan_sheet import plan_sheet
from careered.reports.provision import QUESTIONS, term_of
from careered.reports.sheet import as_pdf
from careered.web.permissions import Role
from tests.admin.conftest import Office
from tests.browser.test_the_whole_way import pack
from tests.dashboard.classroom import Classroom
from tests.reports.test_figure_pages import does_a_lesson, office
from tests.support.pages import Page

__all__ = ["office"]


def cells(known: Pack, lang: str) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in plan_sheet(known, {}, lang, "Town").rows]


@pytest.mark.parametrize(("folder", "lang"), [("finland", "fi"), ("finland", "sv"), ("denmark", "da")])
def test_every_requirement_stands_in_the_plan_with_its_rule_its_grade_and_its_lessons(folder: str, lang: str) -> None:
    known = pack(folder)
    rows = cells(known, lang)
    assert len(rows) == len(known.requirements)
    assert [row[0] for row in rows] == sorted(str(one.by_grade) for one in known.requirements)
    assert all(row[2] and row[3] and row[4] for row in rows)
    assert len(PdfReader(io.BytesIO(as_pdf(plan_sheet(known, {}, lang, "Town")))).pages) <= 2


def test_the_plan_is_called_as_the_country_calls_it() -> None:
    assert plan_sheet(pack("denmark"), {}, "da", "").title == "Plan for vejledningsaktiviteter: Uddannelse og job"
    assert plan_sheet(pack("finland"), {}, "fi", "").title.startswith("Ohjaussuunnitelman liite")


def test_the_danish_plan_says_which_services_the_rules_name() -> None:
    named = [row for row in cells(pack("denmark"), "da") if row[2] == "Krav: reglerne nævner tjenesten"]
    assert any("ug.dk" in row[1] for row in named)


def test_an_administrator_takes_the_plan_along_with_how_many_were_reached(office: Office) -> None:
    for index in range(6):
        does_a_lesson(office, index)
    saved = office.browser.tool.get("/admin/plan/fi-basic-7-9?as=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(saved, newline="")))
    rows = rows if len(rows[0]) > 1 else list(csv.reader(io.StringIO(saved, newline=""), delimiter=";"))
    assert ["6", "6"] in [row[-2:] for row in rows]
    assert office.browser.tool.get("/admin/plan/none").status_code == 404


def test_terms_follow_each_other() -> None:
    days = [datetime(2026, month, 1, tzinfo=UTC).date() for month in (1, 7, 8, 12)]
    assert [term_of(day) for day in days] == ["2026-1", "2026-1", "2026-2", "2026-2"]


def answers(room: Classroom, **said: str) -> Page:
    """The teacher answers the questions of the moment."""
    browser = room.looks("Opo Lehto")
    session = browser.headers["cookie"].split("=", 1)[1]
    browser.post(f"/teacher/class/{room.id}/provision/keep", data={**said, "session": session})
    return Page(browser.get(f"/teacher/class/{room.id}/provision"))


def ticked(page: Page) -> dict[str, str]:
    return {str(one.attrs["name"]): str(one.attrs["value"]) for one in page.all("#provision input[checked]")}


def test_ten_questions_are_answered_and_stand_there_next_term(room: Classroom) -> None:
    assert len(QUESTIONS) == 10
    with time_machine.travel(datetime(2026, 11, 28, tzinfo=UTC), tick=False):
        page = answers(room, plan="yes", alone="no")
        assert ticked(page) == {"plan": "yes", "alone": "no"}
        assert page.all(".notice.good")
    with time_machine.travel(datetime(2027, 2, 1, tzinfo=UTC), tick=False):
        page = Page(room.looks("Opo Lehto").get(f"/teacher/class/{room.id}/provision"))
        assert ticked(page) == {"plan": "yes", "alone": "no"}
        assert "autumn 2026" in page.words
        page = answers(room, plan="yes", alone="partly")
        assert "Before: No" in page.words
        assert ticked(page)["alone"] == "partly"


def test_an_answer_that_is_none_of_the_three_is_not_kept(room: Classroom) -> None:
    assert ticked(answers(room, plan="perhaps", other="yes")) == {}


def test_the_self_check_is_for_staff_of_the_class(room: Classroom, other_room: Classroom) -> None:
    path = f"/teacher/class/{room.id}/provision"
    assert room.looks("Aino Mäkelä", Role.PUPIL).get(path).status_code == 404
    assert other_room.looks("Opo Salo").get(path).status_code == 404


def test_administrators_see_what_each_school_said_and_no_sum(office: Office) -> None:
    page = office.browser.get("/admin/provision")
    rows = [[cell.to_text() for cell in row.query("th, td")] for row in page.all("tbody tr")]
    assert [row[0] for row in rows] == ["Järvikoulu", "Søskolen"]
    assert all(len(row) == 12 for row in rows)
