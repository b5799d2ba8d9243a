"""A new school year: courses move up or end, and activities no longer say the grade."""

import pytest
from sqlalchemy import select, update

from careered.progress.tables import Delivery
from careered.roster.tables import Person, SchoolClass
from tests.admin.conftest import Office
from tests.admin.test_schools import comes, rows
from tests.support.pages import Page
from tests.support.people import Browser


def grade(office: Office) -> int | None:
    """Of the only course."""
    (room,) = rows(office, SchoolClass)
    found: int | None = room["grade"]
    return found


def with_grade(office: Office, number: int) -> None:
    """A pupil has come, and the course is of this grade."""
    comes(office)
    with office.school.database.write() as db:
        db.execute(update(SchoolClass.__table__).values(grade=number))
    office.enter()


def moves(office: Office) -> Page:
    return office.browser.submit(office.browser.get("/admin/year").form("form#move"))


def test_what_would_happen_is_told_before_it_does(office: Office) -> None:
    with_grade(office, 8)
    page = office.browser.get("/admin/year")
    assert "8 → 9" in page.words
    assert grade(office) == 8
    moves(office)
    assert grade(office) == 9


def test_after_the_last_grade_a_course_ends_and_its_pupils_stay(office: Office) -> None:
    with_grade(office, 9)
    people = len(rows(office, Person))
    moves(office)
    (room,) = rows(office, SchoolClass)
    assert room["ended_at"] is not None
    assert len(rows(office, Person)) == people
    home = office.browser.get("/admin/figures")
    assert home.all("table.school-figures tbody tr") == []


def test_an_ended_course_goes_on_after_all(office: Office) -> None:
    with_grade(office, 9)
    moves(office)
    office.browser.submit(office.browser.get("/admin/year").form("form[action='/admin/year/place']"), to="9")
    (room,) = rows(office, SchoolClass)
    assert (room["ended_at"], room["grade"]) == (None, 9)


def test_what_changed_since_somebody_looked_is_shown_again(office: Office) -> None:
    with_grade(office, 8)
    page = office.browser.get("/admin/year")
    with office.school.database.write() as db:
        db.execute(update(SchoolClass.__table__).values(grade=7))
    again = office.browser.submit(page.form("form#move"))
    assert again.response.status_code == 409
    assert grade(office) == 7


def test_an_activity_that_says_last_years_grade_does_not_bring_it_back(office: Office) -> None:
    office.school.platform.activities["1"].custom["careered_grade"] = "8"
    comes(office)
    assert grade(office) == 8
    office.enter()
    moves(office)
    comes(office, index=1)
    assert grade(office) == 9


def test_the_marks_follow_what_the_new_grade_asks_for(office: Office) -> None:
    office.school.platform.activities["1"].custom["careered_grade"] = "8"
    comes(office)
    office.enter()
    marks_first(office)
    before = maximum(office)
    moves(office)
    assert maximum(office) > before


def marks_first(office: Office) -> None:
    """Staff have confirmed something, so a mark is on its way."""

    teacher = Browser.of(office.school)
    staff = next(one.id for one in office.school.platform.members("fi-8b") if one.roles["fi-8b"].name == "TEACHER")
    page = teacher.open(staff, "1")
    form = teacher.get(f"{page.path}/mark").form("form#mark")
    teacher.submit(form, what="confirmed:FI-R1", everybody="yes")
    teacher.close()


def maximum(office: Office) -> int:
    with office.school.database.read() as db:
        return max(int(one) for one in db.execute(select(Delivery.__table__.c.maximum)).scalars())


@pytest.mark.parametrize("to", ["12", "", "<b>", "gone"])
def test_a_course_is_put_only_where_its_pack_has_a_grade(office: Office, to: str) -> None:
    with_grade(office, 8)
    refused = office.browser.submit(office.browser.get("/admin/year").form("form[action='/admin/year/place']"), to=to)
    assert (refused.response.status_code, refused.code) == (404, "not_found")
    assert grade(office) == 8
