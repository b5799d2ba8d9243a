"""A platform of several schools comes again: an administrator says which deployment is which; nobody is mixed up."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select, update
from typer.testing import CliRunner

from careered.cli import app
from careered.lti import deployment_store, platform_store
from careered.lti.platform import Registration
from careered.lti.tables import Deployment, Platform
from careered.progress.tables import ScoreDelivery
from careered.roster.tables import Person, SchoolClass
from tests.admin.conftest import AdminOffice
from tests.admin.test_platform_again import add_anew, say_same
from tests.admin.test_schools import rows
from tests.admin.test_year_rollover import attest_first
from tests.support.pages import Form, Page
from tests.support.people import Browser
from tests.support.school import pupils_of

SOUTH, NORTH = "2", "north"
NEW_SOUTH, NEW_NORTH = "77", "88"


def come(office: AdminOffice, deployment_id: str, *, client: str = "again", activity: str = "1") -> Page:
    """The first pupil of the Finnish course opens careered in a deployment."""
    platform = office.school.platform
    platform.tools[client].deployment_id = deployment_id
    for one in platform.activities.values():
        one.client_id = client
    return Browser.new(office.school).open(pupils_of(platform, "fi-8b")[0], activity)


def connection(office: AdminOffice, client: str = "careered-demo") -> Registration:
    with office.school.database.reading() as db:
        return next(found for found in platform_store.all_platforms(db) if found.client_id == client)


def where(office: AdminOffice, table: type) -> dict[str, str]:
    """By our id of a class or person: the deployment."""
    return {row["id"]: row["deployment_id"] for row in rows(office, table)}


def moved(before: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Where everything is if deployments are called by these names."""
    return {one: names.get(name, name) for one, name in before.items()}


@pytest.fixture
def schools(office: AdminOffice) -> AdminOffice:
    """Two schools on one platform; a pupil of number 10 has opened careered in both, and has a score in the south."""
    platform_id = connection(office).platform_id
    with office.school.database.transaction() as db:
        deployment_store.approve(db, "town", platform_id, NORTH)
        deployment_store.set_kind(db, "town", platform_id, "school")
    for deployment_id in (NORTH, SOUTH):
        assert come(office, deployment_id, client="careered-demo").path == "/lessons"
    attest_first(office)
    office.sign_in()
    return office


def comes_again(office: AdminOffice, *deployments: str) -> Page:
    """The tool is deleted and added anew; the administrator says that it is the same platform."""
    return say_same(office, add_anew(office, deployments=deployments))


def say_it_was(office: AdminOffice, page: Page, deployment_id: str, former: str) -> Page:
    """The administrator says which deployment of before a new one is."""
    return office.browser.submit(question(page, deployment_id), earlier=f"former:{former}")


def question(page: Page, deployment_id: str) -> Form:
    """The form that asks which deployment a new one is."""
    return page.form(f"form[action$='/deployments']:has(input[value='{deployment_id}'])")


def look(office: AdminOffice, page: Page) -> Page:
    return office.browser.get(page.path)


def test_each_school_has_its_own_classes_again_once_somebody_has_said_which_is_which(schools: AdminOffice) -> None:
    classes, people, scores = where(schools, SchoolClass), where(schools, Person), rows(schools, ScoreDelivery)
    page = comes_again(schools, NEW_SOUTH)
    assert "Which deployment is which?" in page.main_text
    assert come(schools, NEW_SOUTH).code == come(schools, NEW_NORTH).code == "deployment_unknown"
    page = say_it_was(schools, look(schools, page), NEW_SOUTH, SOUTH)
    assert come(schools, NEW_SOUTH).path == "/lessons"
    assert come(schools, NEW_NORTH).code == "deployment_unknown"
    page = say_it_was(schools, page, NEW_NORTH, NORTH)
    assert come(schools, NEW_NORTH).path == "/lessons"
    names = {SOUTH: NEW_SOUTH, NORTH: NEW_NORTH}
    assert where(schools, SchoolClass) == moved(classes, names)
    assert where(schools, Person) == moved(people, names)
    assert rows(schools, ScoreDelivery) == scores
    assert "Which deployment" not in look(schools, page).main_text


def test_names_that_have_changed_places_mix_nobody_up(schools: AdminOffice) -> None:
    """A new installation counts its schools from one again, in another order."""
    classes, people = where(schools, SchoolClass), where(schools, Person)
    page = comes_again(schools, SOUTH, NORTH)
    assert come(schools, SOUTH).code == "deployment_unknown"
    page = say_it_was(schools, look(schools, page), SOUTH, NORTH)
    say_it_was(schools, page, NORTH, SOUTH)
    assert come(schools, SOUTH).path == come(schools, NORTH).path == "/lessons"
    swapped = {SOUTH: NORTH, NORTH: SOUTH}
    assert where(schools, SchoolClass) == moved(classes, swapped)
    assert where(schools, Person) == moved(people, swapped)


def test_undoing_brings_each_school_back_whether_it_had_been_recognised_or_not(schools: AdminOffice) -> None:
    classes, people = where(schools, SchoolClass), where(schools, Person)
    page = comes_again(schools, NORTH)
    say_it_was(schools, page, NORTH, SOUTH)
    former = connection(schools)
    undone = schools.browser.get(f"/admin/platforms/{former.platform_id}")
    page = schools.browser.submit(undone.form("form[action$='/undo']"))
    assert (where(schools, SchoolClass), where(schools, Person)) == (classes, people)
    assert connection(schools).deployments == {SOUTH, NORTH}
    assert "Which deployment" not in page.main_text
    assert come(schools, NORTH, client="careered-demo").path == "/lessons"
    assert where(schools, SchoolClass) == classes


def test_a_school_that_is_new_begins_at_nothing_and_the_others_wait_on(schools: AdminOffice) -> None:
    classes = where(schools, SchoolClass)
    page = comes_again(schools, NORTH)
    form = page.form("form[action$='/deployments']")
    assert schools.browser.submit(form).code == "not_found", "an answer is needed"
    page = schools.browser.submit(form, new="yes")
    assert come(schools, NORTH).path == "/lessons"
    now_there = where(schools, SchoolClass)
    assert {one: now_there[one] for one in classes} == moved(classes, {SOUTH: "former:2", NORTH: "former:north"})
    (new_class,) = set(now_there) - set(classes)
    assert now_there[new_class] == NORTH
    assert "Which deployment is which?" in look(schools, page).main_text
    undo = schools.browser.get(f"/admin/platforms/{connection(schools).platform_id}").form("form[action$='/undo']")
    schools.browser.submit(undo)
    back = where(schools, SchoolClass)
    assert {one: back[one] for one in classes} == classes
    assert back[new_class].startswith("former:"), "it waits apart; it is none of the two"


def test_a_deployment_is_recognised_once(schools: AdminOffice) -> None:
    page = comes_again(schools, NEW_SOUTH, NEW_NORTH)
    forms = {name: question(page, name) for name in (NEW_SOUTH, NEW_NORTH)}
    schools.browser.submit(forms[NEW_SOUTH], earlier="former:2")
    assert schools.browser.submit(forms[NEW_NORTH], earlier="former:2").code == "not_found"
    assert schools.browser.submit(forms[NEW_NORTH], earlier="former:nobody").code == "not_found"


def test_who_is_in_the_middle_of_a_lesson_goes_on(schools: AdminOffice) -> None:
    platform = schools.school.platform
    pupil = Browser.new(schools.school)
    assert pupil.open(pupils_of(platform, "fi-8b")[0], "1").path == "/lessons"
    comes_again(schools)
    assert pupil.get("/lessons").response.status_code == 200


def test_commands_let_nobody_in_before_the_answer(schools: AdminOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    comes_again(schools, NEW_SOUTH)
    platform_id = connection(schools, "again").platform_id
    settings = schools.school.settings
    for name in ("database_url", "base_url", "secret_key"):
        monkeypatch.setenv(f"CAREERED_{name.upper()}", str(getattr(settings, name)))
    for command in (["approve", platform_id, "--deployment", NEW_SOUTH], ["deployments", platform_id, "course"]):
        result = CliRunner().invoke(app, ["platforms", *command])
        assert result.exit_code, result.output
        assert "which earlier deployment each one was" in result.output
    assert connection(schools, "again").deployments == frozenset()


@pytest.fixture
def canvas(office: AdminOffice) -> AdminOffice:
    """One school with a deployment for each course: the same pupil in two of them."""
    platform_id = connection(office).platform_id
    with office.school.database.transaction() as db:
        deployment_store.set_kind(db, "town", platform_id, "course")
    return office


def test_courses_of_one_school_are_recognised_by_themselves(canvas: AdminOffice) -> None:
    assert come(canvas, "course-8b", client="careered-demo").path == "/lessons"
    canvas.sign_in()
    classes, people = where(canvas, SchoolClass), where(canvas, Person)
    page = comes_again(canvas, NEW_SOUTH)
    assert "Which deployment" not in page.main_text
    assert come(canvas, "course-anew").path == "/lessons"
    assert where(canvas, SchoolClass) == dict.fromkeys(classes, "course-anew")
    assert where(canvas, Person) == people, "they are the same in all deployments"


def test_a_course_with_two_deployments_is_asked_about(canvas: AdminOffice) -> None:
    for deployment_id in ("account", "course-8b"):
        assert come(canvas, deployment_id, client="careered-demo").path == "/lessons"
    canvas.sign_in()
    classes, people = where(canvas, SchoolClass), where(canvas, Person)
    page = comes_again(canvas)
    assert come(canvas, "course-anew").code == "deployment_unknown"
    say_it_was(canvas, look(canvas, page), "course-anew", "course-8b")
    assert come(canvas, "course-anew").path == "/lessons"
    assert where(canvas, SchoolClass) == moved(classes, {"course-8b": "course-anew", "account": "former:account"})
    assert where(canvas, Person) == people


def test_a_connection_replaced_before_deployments_were_noted_can_still_be_undone(office: AdminOffice) -> None:
    assert come(office, SOUTH, client="careered-demo").path == "/lessons"
    office.sign_in()
    classes = where(office, SchoolClass)
    comes_again(office, NEW_SOUTH)
    with office.school.database.transaction() as db:
        db.execute(update(Deployment.__table__).values(replaces=""))
        former = db.execute(select(Platform.__table__.c.id).where(Platform.__table__.c.replaced_by != "")).scalar_one()
    office.browser.submit(office.browser.get(f"/admin/platforms/{former}").form("form[action$='/undo']"))
    assert where(office, SchoolClass) == classes
