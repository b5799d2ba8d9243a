"""A municipality's guidance plan as a file, and a school's self-assessment term by term."""

import csv
import io
from datetime import UTC, datetime

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import delete

from careered.packs.models import Pack
from careered.reports.table import as_pdf
from careered.roster.tables import School
from careered.statistics.guidance_plan import guidance_plan_table
from careered.statistics.self_assessment import QUESTION_TEXTS, term_of
from careered.web.permissions import Role
from tests.admin.conftest import AdminOffice
from tests.browser.test_the_whole_way import pack
from tests.dashboard.factories import Classroom
from tests.statistics.test_statistics_pages import completes_a_lesson, office
from tests.support.pages import Page

__all__ = ["office"]


def cells(pack: Pack, lang: str) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in guidance_plan_table(pack, {}, lang, "Town").rows]


@pytest.mark.parametrize(("folder", "lang"), [("finland", "fi"), ("finland", "sv"), ("denmark", "da")])
def test_every_requirement_stands_in_the_plan_with_its_rule_its_grade_and_its_lessons(folder: str, lang: str) -> None:
    plan_pack = pack(folder)
    rows = cells(plan_pack, lang)
    assert len(rows) == len(plan_pack.requirements)
    assert [row[0] for row in rows] == sorted(str(requirement.by_grade) for requirement in plan_pack.requirements)
    assert all(row[2] and row[3] and row[4] for row in rows)
    assert len(PdfReader(io.BytesIO(as_pdf(guidance_plan_table(plan_pack, {}, lang, "Town")))).pages) <= 2


def test_the_plan_is_called_as_the_country_calls_it() -> None:
    assert (
        guidance_plan_table(pack("denmark"), {}, "da", "").title == "Plan for vejledningsaktiviteter: Uddannelse og job"
    )
    assert guidance_plan_table(pack("finland"), {}, "fi", "").title.startswith("Ohjaussuunnitelman liite")


def test_the_danish_plan_says_which_services_the_rules_name() -> None:
    named = [row for row in cells(pack("denmark"), "da") if row[2] == "Krav: Reglerne nævner tjenesten"]
    assert any("ug.dk" in row[1] for row in named)


def test_an_administrator_takes_the_plan_along_with_how_many_were_reached(office: AdminOffice) -> None:
    for index in range(6):
        completes_a_lesson(office, index)
    saved = office.browser.tool.get("/admin/guidance-plan/fi-basic-7-9?as=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(saved, newline="")))
    rows = rows if len(rows[0]) > 1 else list(csv.reader(io.StringIO(saved, newline=""), delimiter=";"))
    assert ["6", "6"] in [row[-2:] for row in rows]
    assert office.browser.tool.get("/admin/guidance-plan/none").status_code == 404


def test_terms_follow_each_other() -> None:
    days = [datetime(2026, month, 1, tzinfo=UTC).date() for month in (1, 7, 8, 12)]
    assert [term_of(day) for day in days] == ["2026-1", "2026-1", "2026-2", "2026-2"]


def submits(classroom: Classroom, **said: str) -> Page:
    """The teacher submits answers for the current term."""
    browser = classroom.browser_of("Opo Lehto")
    session = browser.headers["cookie"].split("=", 1)[1]
    browser.post(f"/teacher/class/{classroom.id}/self-assessment/save", data={**said, "session": session})
    return Page(browser.get(f"/teacher/class/{classroom.id}/self-assessment"))


def checked_answers(page: Page) -> dict[str, str]:
    return {str(field.attrs["name"]): str(field.attrs["value"]) for field in page.all("#provision input[checked]")}


def test_ten_questions_are_answered_and_stand_there_next_term(classroom: Classroom) -> None:
    assert len(QUESTION_TEXTS) == 10
    with time_machine.travel(datetime(2026, 11, 28, tzinfo=UTC), tick=False):
        page = submits(classroom, plan="yes", alone="no")
        assert checked_answers(page) == {"plan": "yes", "alone": "no"}
        assert page.all(".notice.good")
    with time_machine.travel(datetime(2027, 2, 1, tzinfo=UTC), tick=False):
        page = Page(classroom.browser_of("Opo Lehto").get(f"/teacher/class/{classroom.id}/self-assessment"))
        assert checked_answers(page) == {"plan": "yes", "alone": "no"}
        assert "autumn 2026" in page.main_text
        page = submits(classroom, plan="yes", alone="partly")
        assert "Before: No" in page.main_text
        assert checked_answers(page)["alone"] == "partly"


def test_an_answer_that_is_none_of_the_three_is_not_kept(classroom: Classroom) -> None:
    assert checked_answers(submits(classroom, plan="perhaps", other="yes")) == {}


def test_the_self_assessment_is_for_staff_of_the_class(classroom: Classroom, other_classroom: Classroom) -> None:
    path = f"/teacher/class/{classroom.id}/self-assessment"
    assert classroom.browser_of("Aino Mäkelä", Role.PUPIL).get(path).status_code == 404
    assert other_classroom.browser_of("Opo Salo").get(path).status_code == 404


def test_administrators_see_what_each_school_said_and_no_sum(office: AdminOffice) -> None:
    page = office.browser.get("/admin/self-assessments")
    rows = [[cell.to_text() for cell in row.query("th, td")] for row in page.all("tbody tr")]
    assert [row[0] for row in rows] == ["Järvikoulu", "Søskolen"]
    assert all(row[1:] == ["Not answered yet"] for row in rows)
    heads = [str(head.attrs["aria-label"]) for head in page.all("thead th")[1:]]
    assert [question.to_text() for question in page.all("ol.asked li")] == heads
    with office.school.database.transaction() as db:
        db.execute(delete(School.__table__))
    assert "No schools have been added yet." in office.browser.get("/admin/self-assessments").main_text
