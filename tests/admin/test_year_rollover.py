"""A new school year: courses move up or end, and activities no longer say the grade."""

import pytest
from sqlalchemy import select, update

from careered.progress.tables import ScoreDelivery
from careered.roster.tables import Person, SchoolClass
from tests.admin.conftest import AdminOffice
from tests.admin.test_schools import open_as_pupil, rows
from tests.support.pages import Page
from tests.support.people import Browser


def class_grade(office: AdminOffice) -> int | None:
    """Grade of the only class."""
    (room,) = rows(office, SchoolClass)
    found: int | None = room["grade"]
    return found


def set_up_grade(office: AdminOffice, number: int) -> None:
    """A pupil launches, and the class gets this grade."""
    open_as_pupil(office)
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(grade=number))
    office.sign_in()


def roll_over(office: AdminOffice) -> Page:
    return office.browser.submit(office.browser.get("/admin/school-year").form("form#move"))


def test_what_would_happen_is_told_before_it_does(office: AdminOffice) -> None:
    set_up_grade(office, 8)
    page = office.browser.get("/admin/school-year")
    assert "8 → 9" in page.main_text
    assert class_grade(office) == 8
    roll_over(office)
    assert class_grade(office) == 9


def test_after_the_last_grade_a_course_ends_and_its_pupils_stay(office: AdminOffice) -> None:
    set_up_grade(office, 9)
    people = len(rows(office, Person))
    roll_over(office)
    (room,) = rows(office, SchoolClass)
    assert room["ended_at"] is not None
    assert len(rows(office, Person)) == people
    home = office.browser.get("/admin/statistics")
    assert home.all("table.school-figures tbody tr") == []


def test_an_ended_course_goes_on_after_all(office: AdminOffice) -> None:
    set_up_grade(office, 9)
    roll_over(office)
    office.browser.submit(
        office.browser.get("/admin/school-year").form("form[action='/admin/school-year/class']"), to="9"
    )
    (room,) = rows(office, SchoolClass)
    assert (room["ended_at"], room["grade"]) == (None, 9)


def test_what_changed_since_somebody_looked_is_shown_again(office: AdminOffice) -> None:
    set_up_grade(office, 8)
    page = office.browser.get("/admin/school-year")
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(grade=7))
    again = office.browser.submit(page.form("form#move"))
    assert again.response.status_code == 409
    assert class_grade(office) == 7


def test_an_activity_that_says_last_years_grade_does_not_bring_it_back(office: AdminOffice) -> None:
    office.school.platform.activities["1"].custom["careered_grade"] = "8"
    open_as_pupil(office)
    assert class_grade(office) == 8
    office.sign_in()
    roll_over(office)
    open_as_pupil(office, index=1)
    assert class_grade(office) == 9


def test_scores_follow_the_requirements_of_the_new_grade(office: AdminOffice) -> None:
    office.school.platform.activities["1"].custom["careered_grade"] = "8"
    open_as_pupil(office)
    office.sign_in()
    attest_first(office)
    before = highest_score_maximum(office)
    roll_over(office)
    assert highest_score_maximum(office) > before


def attest_first(office: AdminOffice) -> None:
    """Staff confirm a requirement, so a score is due."""
    teacher = Browser.new(office.school)
    staff = next(
        member.id for member in office.school.platform.members("fi-8b") if member.roles["fi-8b"].name == "TEACHER"
    )
    page = teacher.open(staff, "1")
    form = teacher.get(f"{page.path}/attestations").form("form#mark")
    teacher.submit(form, what="confirmed:FI-R1", everybody="yes")
    teacher.close()


def highest_score_maximum(office: AdminOffice) -> int:
    with office.school.database.reading() as db:
        return max(int(maximum) for maximum in db.execute(select(ScoreDelivery.__table__.c.score_maximum)).scalars())


@pytest.mark.parametrize("to", ["12", "", "<b>", "gone"])
def test_a_course_is_put_only_where_its_pack_has_a_grade(office: AdminOffice, to: str) -> None:
    set_up_grade(office, 8)
    refused = office.browser.submit(
        office.browser.get("/admin/school-year").form("form[action='/admin/school-year/class']"), to=to
    )
    assert (refused.response.status_code, refused.code) == (404, "not_found")
    assert class_grade(office) == 8
