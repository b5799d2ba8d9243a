"""A pupil opens one lesson while the class does another: the class's is the big way on, one's own stays open."""

import pytest

from careered.clock import now
from careered.live import live_lesson
from tests.lessons.factories import HarbourSchool, Visitor
from tests.support.pages import Page


def starts_together(school: HarbourSchool, pupil: Visitor, lesson_id: str, question: str = "") -> None:
    viewer = pupil.viewer
    with school.database.transaction() as db:
        live_lesson.start(db, viewer.organisation_id, viewer.class_id, lesson_id, now() + live_lesson.MAX_DURATION)
        if question:
            live_lesson.set_exit_ticket(db, viewer.organisation_id, viewer.class_id, question)


def led_to(page: Page) -> str:
    """Where the one big control leads: a link's address, or a form's."""
    control = page.next_control
    return page.path_of(control) if control.name == "a" else control.attrs.get("action", "")


def test_a_page_of_steps_leads_to_the_classs_lesson_first(school: HarbourSchool, aino: Visitor) -> None:
    starts_together(school, aino, "xh-1")
    page = aino.get("/lessons/xh-3")
    assert led_to(page) == "/lessons/xh-1"
    assert "Start this lesson instead" in page.main_text
    assert aino.submit(page.form("form#start"), {}).path == "/lessons/xh-3/xh-3-read"
    assert "Continue with this lesson instead" in aino.get("/lessons/xh-3").main_text


def test_a_cover_leads_to_the_classs_lesson_first(bay: HarbourSchool, iida: Visitor) -> None:
    starts_together(bay, iida, "xb-2")
    page = iida.get("/lessons/xb-1")
    assert led_to(page) == "/lessons/xb-2"
    title = bay.lesson("xb-2").title.in_language("en")
    assert f"Live lesson: {title}" in page.main_text
    assert iida.submit(page.form('form[action="/lessons/xb-1/start"]'), {}).path == "/lessons/xb-1/routes"


@pytest.mark.parametrize("lesson_id", ["xh-1", "xh-3"])
def test_in_the_classs_lesson_or_with_no_other_the_start_is_the_way_on(
    school: HarbourSchool, aino: Visitor, lesson_id: str
) -> None:
    if lesson_id == "xh-1":
        starts_together(school, aino, lesson_id)
    page = aino.get(f"/lessons/{lesson_id}")
    assert page.only("form#start").attrs["action"] == f"/lessons/{lesson_id}/start"
    assert "data-next" in page.only("form#start").attrs
    assert "instead" not in page.main_text


def test_with_the_exit_question_out_the_classs_lesson_no_longer_comes_first(
    school: HarbourSchool, aino: Visitor
) -> None:
    starts_together(school, aino, "xh-1", question="found")
    assert "data-next" in aino.get("/lessons/xh-3").only("form#start").attrs
