"""Many deployments under one registration are one question: courses of one school, or several schools?"""

import pytest
from sqlalchemy import select

from careered.lti import deployment_store, platform_store
from careered.lti.platform import Registration
from careered.roster.tables import Enrolment, Person, SchoolClass
from demo_platform.courses import Course
from tests.admin.conftest import AdminOffice
from tests.support.deployments import delete_deployment
from tests.support.pages import Form, Page
from tests.support.people import Browser
from tests.support.school import activities_of, pupils_of

FIRST = "2"


def come(office: AdminOffice, deployment_id: str, number: int = 0) -> Page:
    """A pupil of the Finnish course opens careered in a deployment."""
    platform = office.school.platform
    platform.tools["careered-demo"].deployment_id = deployment_id
    return Browser.new(office.school).open(pupils_of(platform, "fi-8b")[number], activities_of(platform, "fi-8b")[0])


def registration(office: AdminOffice) -> Registration:
    """The platform as it is stored."""
    with office.school.database.reading() as db:
        return platform_store.all_platforms(db)[0]


def answer(office: AdminOffice, kind: str) -> Page:
    """An administrator answers the question."""
    office.sign_in()
    page = office.platform_page()
    return office.browser.submit(page.form("form[action$='/deployment-kind']"), kind=kind)


def stored(office: AdminOffice, table: type) -> int:
    """How many rows a table has."""
    with office.school.database.reading() as db:
        return len(db.execute(select(table.__table__)).all())  # type: ignore[attr-defined]


@pytest.fixture
def canvas(office: AdminOffice) -> AdminOffice:
    """A platform with a pupil, from which forty more deployments have been tried."""
    assert come(office, FIRST).path == "/lessons"
    with office.school.database.transaction() as db:
        known = platform_store.all_platforms(db)[0]
        for number in range(39):
            deployment_store.request_approval(db, known.organisation_id, known.platform_id, f"course-{number}")
    assert come(office, "course-39").code == "deployment_unknown"
    return office


def test_forty_deployments_in_one_day_are_one_question(canvas: AdminOffice) -> None:
    canvas.sign_in()
    page = canvas.platform_page()
    assert len(page.all("form[action$='/deployment-kind']")) == 1
    assert page.all("form[action$='/deployments']") == []
    assert "40" in page.main_text
    home = canvas.browser.get("/admin")
    assert len(home.all("small.called")) == 1


def test_courses_of_one_school_share_their_people_and_not_their_classes(canvas: AdminOffice) -> None:
    answer(canvas, "course")
    assert len(registration(canvas).deployments) == 41
    assert come(canvas, "course-39").path == "/lessons"
    assert (stored(canvas, Person), stored(canvas, SchoolClass), stored(canvas, Enrolment)) == (1, 2, 2)
    assert canvas.platform_page().all("form[action$='/deployment-kind'], form[action$='/deployments']") == []


def test_another_course_of_that_school_opens_by_itself(canvas: AdminOffice) -> None:
    answer(canvas, "course")
    assert come(canvas, "course-of-next-week").path == "/lessons"
    assert "course-of-next-week" in registration(canvas).deployments
    assert stored(canvas, Person) == 1


def test_a_copied_course_in_a_new_deployment_takes_the_grade_over(canvas: AdminOffice) -> None:
    answer(canvas, "course")
    platform = canvas.school.platform
    platform.activities[activities_of(platform, "fi-8b")[0]].custom["careered_grade"] = "8"
    come(canvas, FIRST)
    copied: Course = platform.copy_course("fi-8b")
    whole = next(one for one in platform.activities.values() if one.course_id == copied.id)
    del whole.custom["careered_grade"]
    whole.custom["careered_context_history"] = "$Context.id.history"
    platform.tools["careered-demo"].deployment_id = "copy"
    Browser.new(canvas.school).open(pupils_of(platform, "fi-8b")[0], whole.id)
    with canvas.school.database.reading() as db:
        rows = db.execute(select(SchoolClass.__table__)).mappings().all()
    assert {row["deployment_id"]: row["grade"] for row in rows} == {FIRST: 8, "copy": 8}


def test_several_schools_are_approved_one_by_one_and_share_nobody(canvas: AdminOffice) -> None:
    page = answer(canvas, "school")
    assert len(page.all("form[action$='/deployments']")) == 40
    assert come(canvas, "course-39").code == "deployment_unknown"
    session = str(page.all("form[action$='/deployments'] input[name=session]")[0].attrs["value"])
    action = f"/admin/platforms/{registration(canvas).platform_id}/deployments"
    canvas.browser.submit(Form(action, "post"), session=session, place="course-39")
    assert come(canvas, "course-39").path == "/lessons"
    assert (stored(canvas, Person), stored(canvas, SchoolClass)) == (2, 2)


def test_schools_that_have_been_apart_are_not_joined_afterwards(canvas: AdminOffice) -> None:
    known = registration(canvas)
    with canvas.school.database.transaction() as db:
        deployment_store.approve(db, known.organisation_id, known.platform_id, "course-39")
    assert come(canvas, "course-39").path == "/lessons"
    assert answer(canvas, "course").code == "people_are_separate"
    assert registration(canvas).deployment_kind == ""
    answer(canvas, "school")
    assert registration(canvas).deployment_kind == "school"


def test_the_question_is_answered_once(canvas: AdminOffice) -> None:
    canvas.sign_in()
    form = canvas.platform_page().form("form[action$='/deployment-kind']")
    assert canvas.browser.submit(form, kind="none").code == "not_found"
    canvas.browser.submit(form, kind="school")
    assert canvas.browser.submit(form, kind="course").code == "not_found"
    assert registration(canvas).deployment_kind == "school"


def test_a_single_new_platform_is_not_asked_about(office: AdminOffice) -> None:
    with office.school.database.transaction() as db:
        known = platform_store.all_platforms(db)[0]
        delete_deployment(db, known.organisation_id, known.platform_id, FIRST)
    assert come(office, FIRST).code == "deployment_unknown"
    office.sign_in()
    page = office.platform_page()
    assert len(page.all("form[action$='/deployments']")) == 1
    assert page.all("form[action$='/deployment-kind']") == []
