"""An administrator opens the schools' statistics, takes a snapshot, and compares with it later."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from careered.clock import now
from careered.roster.tables import School, SchoolClass
from careered.statistics.report_tables import school_table
from careered.statistics.school_order import in_order
from tests.admin.conftest import AdminOffice
from tests.admin.test_schools import LINES, open_as_pupil, preview_lines
from tests.browser.test_the_whole_way import pack
from tests.support.pages import Page
from tests.support.people import Browser, finish_lesson
from tests.support.school import pupils_of, school


@pytest.fixture
def office(database_url: str) -> Iterator[AdminOffice]:
    """A municipality of two schools; six pupils of 8B have come."""
    with school(database_url) as found:
        made = AdminOffice(found, Browser.new(found))
        for index in range(6):
            open_as_pupil(made, index=index)
        made.sign_in()
        made.browser.press_next(preview_lines(made, LINES))
        yield made
        made.browser.close()


def completes_a_lesson(office: AdminOffice, index: int) -> None:
    browser, pack = Browser.new(office.school), office.school.packs["FI"]
    browser.open(pupils_of(office.school.platform, "fi-8b")[index], "1")
    lesson = pack.lesson("fi-2")
    assert lesson
    finish_lesson(browser, pack, browser.get("/lessons/fi-2"), lesson)
    browser.close()


def table_cells(page: Page) -> list[list[str]]:
    """The page's table, row by row."""
    return [
        [" ".join(cell.to_text().split()) for cell in row.query("th, td")]
        for row in page.all("table.school-figures tr")
    ]


def takes_snapshot(office: AdminOffice) -> Page:
    return office.browser.submit(office.browser.get("/admin/statistics").form("form#freeze"))


def test_every_school_stands_there_by_name(office: AdminOffice) -> None:
    rows = table_cells(office.browser.get("/admin/statistics"))
    assert [row[0] for row in rows[1:]] == ["Järvikoulu", "Søskolen"]
    assert rows[1][1:3] == ["1", "6"]
    assert rows[2][1:] == ["0", "0", "–"]  # as on the first page


def test_what_to_look_at_first_stands_above_the_schools(office: AdminOffice) -> None:
    page = office.browser.get("/admin/statistics")
    assert "1 school without a course Søskolen" in " ".join(page.only(".attention").to_text().split())
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(school_id=""))
    office.school.run_worker_once()
    first = office.browser.get("/admin/statistics").only(".attention").to_text()
    assert "1 course without a school" in first
    assert "6 pupils are missing" in first


def test_the_share_of_the_saved_day_is_a_line_in_the_bar(office: AdminOffice) -> None:
    assert office.browser.get("/admin/statistics").all("svg.share line") == []
    page = takes_snapshot(office)
    assert page.only("svg.share line.day").attrs["x1"] == "0"
    _, day = page.only(".before").to_text().rstrip(".").split("before the change since ")
    assert f"both now and on {' '.join(day.split())}." in page.main_text


def test_a_snapshot_stays_and_what_came_since_is_the_difference(office: AdminOffice) -> None:
    frozen = takes_snapshot(office)
    day = str(frozen.only("section[aria-labelledby=frozen] li a").attrs["href"])
    before = table_cells(office.browser.get(day))
    for index in range(6):
        completes_a_lesson(office, index)
    later = table_cells(office.browser.get("/admin/statistics"))
    assert int(later[1][3]) > int(before[1][3])
    assert later[1][4] == f"+{int(later[1][3]) - int(before[1][3])}"
    assert table_cells(office.browser.get(day)) == before


def test_a_share_does_not_fall_because_more_of_it_is_hidden(office: AdminOffice) -> None:
    """Seen on a page: −12 since the saved day, and nobody had lost anything: a seventh pupil had come."""
    for index in range(6):
        completes_a_lesson(office, index)
    takes_snapshot(office)
    open_as_pupil(office, index=6)
    page = office.browser.get("/admin/statistics")
    assert table_cells(page)[1][4] == "0"
    assert "in 1 school" not in page.only("#attention ~ ul").to_text()
    school_page = office.browser.get("/admin/statistics/0123")
    assert {row[-1] for row in table_cells(school_page)[1:]} == {"0", "–"}
    for one in (page, school_page):
        assert "“Difference” compares" in one.main_text
        assert "A dash (–) there" in one.main_text


def test_a_day_has_one_snapshot(office: AdminOffice) -> None:
    frozen = takes_snapshot(office)
    for index in range(6):
        completes_a_lesson(office, index)
    again = takes_snapshot(office)
    day = str(frozen.only("section[aria-labelledby=frozen] li a").attrs["href"])
    assert len(again.all("section[aria-labelledby=frozen] li")) == 1
    assert table_cells(office.browser.get(day))[1][3] == "0"


def test_a_school_is_shown_by_requirement_and_method(office: AdminOffice) -> None:
    for index in range(6):
        completes_a_lesson(office, index)
    page = office.browser.get("/admin/statistics/0123")
    done = next(row for row in table_cells(page) if row[2] == "6")  # beside the grade: in view on a phone
    assert done[2:] == ["6", "6", "0", "6", "0", "0"]
    saved = office.browser.tool.get("/admin/statistics/0123?as=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(saved), delimiter=";" if page.lang != "en" else ","))
    assert [row[:2] + row[4:5] + row[2:4] + row[5:] for row in rows] == table_cells(page)


def test_the_page_that_is_kept_is_the_one_that_would_be_drawn(office: AdminOffice) -> None:
    def both() -> tuple[str, str]:
        kept, drawn = (office.browser.tool.get(f"/admin/statistics{end}") for end in ("", "?drawn=anew"))
        return kept.text, drawn.text

    def changed(table: Any, **values: Any) -> None:
        with office.school.database.transaction() as db:
            db.execute(update(table).values(**values))

    office.school.run_worker_once()
    seen = [both(), both()]
    changed(School.__table__, name="Kotikoulu")
    seen.append(both())
    changed(SchoolClass.__table__, ended_at=now())
    seen.append(both())
    office.school.run_worker_once()
    seen.append(both())
    takes_snapshot(office)
    seen.append(both())
    assert [kept for kept, _ in seen] == [drawn for _, drawn in seen]
    assert len({kept for kept, _ in seen}) == 4


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf", "html"])
def test_the_figures_are_taken_along(office: AdminOffice, form: str) -> None:
    answer = office.browser.tool.get(f"/admin/statistics?as={form}")
    assert answer.status_code == 200
    assert re.search(rf"''School%20figures.*%20\d{{4}}-\d\d-\d\d\.{form}$", answer.headers["content-disposition"])
    assert "careered." not in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "path", ["/admin/statistics/none", "/admin/statistics?day=2020-01-01", "/admin/statistics?day=x"]
)
def test_what_is_not_there_is_said_to_be_missing(office: AdminOffice, path: str) -> None:
    assert office.browser.tool.get(path).status_code == 404


def test_another_organisation_has_its_own_figures(office: AdminOffice) -> None:
    takes_snapshot(office)
    stranger = Browser.new(office.school)
    stranger.press_next(stranger.get(office.sign_in_link(organisation="elsewhere")))
    page = stranger.get("/admin/statistics")
    assert table_cells(page)[1:] == []
    assert page.all("section[aria-labelledby=frozen] li") == []
    stranger.close()


def school_names(page: Page) -> list[str]:
    return [row[0] for row in table_cells(page)[1:]]


def test_an_administrator_of_many_schools_finds_those_that_have_done_least(office: AdminOffice) -> None:
    """By name unless somebody asks: the first page ranks nobody. What is not told comes last."""
    for index in range(6):
        completes_a_lesson(office, index)
    page = office.browser.get("/admin/statistics")
    assert school_names(page) == ["Järvikoulu", "Søskolen"]
    assert [one.to_text() for one in page.all(".town-tools [aria-current]")] == ["All", "By name"]
    least = office.browser.get(next(page.path_of(a) for a in page.all(".town-tools a") if "Least" in a.to_text()))
    assert school_names(least) == ["Järvikoulu", "Søskolen"]
    assert "sort=change" not in least.response.text  # nothing to compare with yet


def test_no_file_ranks_the_schools_whatever_its_address_asks_for(office: AdminOffice) -> None:
    with office.school.database.transaction() as db:
        db.execute(update(School.__table__).where(School.__table__.c.code == "0123").values(name="Ylikoulu"))
    assert school_names(office.browser.get("/admin/statistics?sort=least")) == ["Ylikoulu", "Søskolen"]
    saved = office.browser.tool.get("/admin/statistics?as=csv&sort=least").content.decode("utf-8-sig")
    assert saved.index("Søskolen") < saved.index("Ylikoulu")


def test_from_the_first_page_a_school_leads_to_its_figures_and_an_empty_one_has_no_pupils(office: AdminOffice) -> None:
    home = office.browser.get("/admin")
    empty = next(row for row in home.all(".town tbody tr") if "Søskolen" in row.to_text())
    assert [cell.to_text() for cell in empty.query("td")] == ["0", "0", "–"]
    assert empty.query("a") == []
    (way,) = [link for link in home.all(".town a") if link.to_text().strip() == "Järvikoulu"]
    assert "Järvikoulu" in office.browser.get(home.path_of(way)).only("h1").to_text()


def test_an_administrator_looks_at_one_grade_of_every_school(office: AdminOffice) -> None:
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(grade=8))
    page = office.browser.get("/admin/statistics")
    eighth = office.browser.get(next(page.path_of(a) for a in page.all(".town-tools a") if a.to_text().strip() == "8"))
    assert "Grade 8" in eighth.only("h1").to_text()
    assert table_cells(eighth)[1][:3] == ["Järvikoulu", "1", "6"]
    unread = office.browser.get(f"/admin/statistics?grade={'9' * 5000}")
    assert table_cells(unread)[1][2] != "–"  # no grade: all of them
    seventh = office.browser.get("/admin/statistics?grade=7")
    assert table_cells(seventh)[1] == ["Järvikoulu", "0", "0", "–"]
    assert not seventh.all("#attention")  # a school without a seventh grade needs nobody's attention
    assert "All" in [one.to_text().strip() for one in seventh.all(".town-tools a")]  # the way back to all of them
    for wrong in ("42", "-1", "²", "8.0"):
        answer = office.browser.get(f"/admin/statistics?grade={wrong}")
        assert [one.to_text() for one in answer.all(".town-tools [aria-current]")] == ["All", "By name"]
        assert table_cells(office.browser.get(f"/admin/statistics/0123?grade={wrong}"))[1:] != []
    file = office.browser.tool.get("/admin/statistics?as=csv&grade=8")
    assert "Grade 8" in file.headers["content-disposition"]
    assert "Järvikoulu" in file.text


def test_in_each_order_what_is_not_told_comes_last_and_the_courses_without_a_school_after_it() -> None:
    shares = {"A": 50, "B": None, "C": 20, "D": 90, "": 10}
    schools = [{"code": code, "share": share} for code, share in shares.items()]
    changes: dict[str, int | None] = {"A": 40, "B": None, "C": 1, "D": -5, "": 0}

    def codes(order: str) -> list[str]:
        return [school["code"] for school in in_order(schools, order, changes)]

    assert codes("") == ["A", "B", "C", "D", ""]
    assert codes("least") == ["C", "A", "D", "B", ""]
    assert codes("most") == ["D", "A", "C", "B", ""]
    assert codes("change") == ["D", "C", "A", "B", ""]


def test_a_sum_that_leaves_a_grade_out_does_not_say_all() -> None:
    """Seen: “All: 22 pupils, 22 done”, while the 25 of a hidden grade were left out."""
    known = pack("finland")
    of_all, told = ({"key": known.requirements[0].id, "pupils": 22, "exempt": 0, "reached": 22, "by": None},) * 2
    hidden = {**told, "pupils": 25, "exempt": None, "reached": None}
    grades = [{"grade": grade, "requirements": [entry]} for grade, entry in ((8, told), (9, hidden))]
    report = {"school": {"name": "Hietala"}, "requirements": [of_all], "grades": grades}
    told_rows = [row[1:5] for row in school_table(report, [known], "en").rows]
    assert told_rows == [["only 8", 22, 0, 22], [8, 22, 0, 22], [9, 25, "–", "–"]]
    grades[1]["requirements"] = [told]
    assert school_table(report, [known], "en").rows[0][1] == "All"
