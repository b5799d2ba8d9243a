"""The code on the wall, and where it leads whoever types it."""

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from careered.live import live_lesson
from careered.live.lesson_code import ALPHABET, as_typed, new_code, on_the_wall
from careered.live.tables import LiveLessonRow
from careered.roster.enrol import enrol_from_launch
from careered.roster.tables import SchoolClass
from careered.web.app_state import AppState
from careered.web.permissions import Role
from tests.dashboard.conftest import app_state
from tests.dashboard.factories import Classroom, class_8b
from tests.support.enrolment import launch_identity
from tests.support.pages import Page

__all__ = ["app_state"]
COURSE = "https://moodle.example.org/course/view.php?id=2"


@pytest.fixture
def counsellor(app_state: AppState) -> TestClient:
    """Who launches 8B, and has 9D on the desk by its list alone."""
    return class_8b(app_state).browser_of("Opo Lehto")


@pytest.fixture
def class_d(app_state: AppState) -> Classroom:
    """9D, whose pupil has come from its course."""
    classroom = Classroom(app_state, "9D", "course-9d")
    classroom.launches("Opo Lehto", Role.TEACHER, sub="course-8b-Opo Lehto")
    launches(classroom, "Eetu Niemi", COURSE)
    return classroom


def launches(classroom: Classroom, name: str, address: str, role: str = "pupil") -> None:
    """Somebody comes from a course that says its address."""
    arrival = launch_identity(
        "moodle",
        f"{classroom.context_id}-{name}",
        classroom.context_id,
        name=name,
        role=role,
        title=classroom.title,
        pack="valley-7-9",
        grade=9,
        course_address=address,
    )
    with classroom.app_state.database.transaction() as db:
        enrol_from_launch(db, arrival)


def on_wall(counsellor: TestClient, classroom: Classroom) -> Page:
    """The wall, from the desk: the class's lesson, started, and shown."""
    path = f"/teacher/class/{classroom.id}/live-lesson"
    opened = counsellor.get(f"/desk/class/{classroom.id}", params={"to": path})
    cookie = next(one for one in opened.headers.get_list("set-cookie") if f"-in-{classroom.id}=" in one)
    headers = {"x-careered-session": cookie.partition("=")[2].split(";")[0], "cookie": ""}
    counsellor.post(f"{path}/start", data={"lesson": "xv-1", "minutes": "45"}, headers=headers)
    return Page(counsellor.get(f"{path}/wall", headers=headers))


def typed(browser: TestClient, code: str) -> Page:
    """What somebody without a session is told who types it."""
    return Page(browser.get("/go", params={"code": code}, headers={"x-careered-session": "", "cookie": ""}))


def test_the_wall_shows_code_and_qr_also_when_the_lesson_is_opened_from_the_desk(
    counsellor: TestClient, class_d: Classroom
) -> None:
    wall = on_wall(counsellor, class_d)
    assert wall.only(".enter .qr").attrs["aria-label"] == "QR code for the course in Moodle"
    code = wall.only(".enter .code").to_text()
    for variant in (code, code.lower(), code.replace(" ", "-"), f" {code} "):
        page = typed(counsellor, variant)
        assert page.only("main a.primary").attrs["href"] == COURSE
    assert "Eetu" not in page.main_text


def test_a_code_ends_with_its_lesson(counsellor: TestClient, class_d: Classroom) -> None:
    code = on_wall(counsellor, class_d).only(".enter .code").to_text()
    with class_d.app_state.database.transaction() as db:
        live_lesson.end(db, "town", class_d.id)
    page = typed(counsellor, code)
    assert page.response.status_code == 404
    assert "There is no lesson with this code" in page.main_text


@pytest.mark.parametrize("code", ["23456Q", "12345", "ÄÄÄÄÄÄ", "%", "' OR 1"])
def test_what_is_no_code_leads_nowhere(counsellor: TestClient, code: str) -> None:
    assert typed(counsellor, code).response.status_code == 404


def test_without_a_code_the_page_asks_for_one(counsellor: TestClient) -> None:
    assert typed(counsellor, "").response.status_code == 200


def test_where_no_launch_has_said_an_address_the_wall_promises_no_way(
    counsellor: TestClient, class_d: Classroom
) -> None:
    classes = SchoolClass.__table__
    with class_d.app_state.database.transaction() as db:
        db.execute(
            update(classes)
            .where(classes.c.organisation_id == "town", classes.c.id == class_d.id)
            .values(course_address="")
        )
    wall = on_wall(counsellor, class_d)
    assert wall.all(".enter .qr") + wall.all(".enter .code") == []
    assert "In Moodle, open 9D" in wall.only(".enter").to_text()
    with class_d.app_state.database.reading() as db:
        lessons = LiveLessonRow.__table__
        code = db.execute(select(lessons.c.code).where(lessons.c.organisation_id == "town")).scalar_one()
    assert typed(counsellor, code).response.status_code == 404


def test_a_later_pupil_does_not_change_the_address_and_staff_do(counsellor: TestClient, class_d: Classroom) -> None:
    launches(class_d, "Leo Saari", f"{COURSE}&activity=7")
    code = on_wall(counsellor, class_d).only(".enter .code").to_text()
    assert typed(counsellor, code).only("main a.primary").attrs["href"] == COURSE
    launches(class_d, "Ope Kataja", f"{COURSE}1", role="teacher")
    assert typed(counsellor, code).only("main a.primary").attrs["href"] == f"{COURSE}1"


def test_an_address_that_may_name_a_pupil_is_not_kept(app_state: AppState) -> None:
    classroom = Classroom(app_state, "7A", "course-7a")
    launches(classroom, "Leo Saari", "https://lms.example.org/course/7?as=231")
    classes = SchoolClass.__table__
    with app_state.database.reading() as db:
        kept = db.execute(select(classes.c.course_address).where(classes.c.organisation_id == "town")).scalars()
        assert list(kept) == [""]


def test_a_code_is_read_from_a_wall_without_mistakes() -> None:
    code = new_code()
    assert set(code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01ILOU")
    assert as_typed(on_the_wall(code)) == code
