"""A pupil goes through a lesson, from home to home."""

import pytest

from careered.progress.tables import Answer
from tests.lessons.factories import EACH_DATABASE, GOOD_ANSWERS, HarbourSchool, Visitor, texts_of
from tests.support.pages import without_class


@EACH_DATABASE
@pytest.mark.parametrize("cookies", [True, False])
def test_a_pupil_who_presses_on_is_led_through_every_lesson(school: HarbourSchool, cookies: bool) -> None:
    aino = school.visitor(cookies=cookies)
    places = aino.walks_through(aino.get("/lessons"))
    first = [f"/lessons/xh-1/{step.id}" for step in school.lesson("xh-1").steps]
    assert places[:3] == ["/lessons", "/lessons/xh-1", first[0]]
    assert [place for place in dict.fromkeys(places) if place in first] == first
    assert "/lessons/xh-1/done" in places
    assert places[-2:] == ["/lessons/xh-2/xh-2-read", "/lessons/xh-2/done"]
    assert school.events("lesson_done") == 2


def test_a_pupil_reads_before_the_start_what_it_is_about_and_who_sees_what(aino: Visitor) -> None:
    page = aino.get("/lessons/xh-1")
    for words in ["Find your way", "About 30 minutes", "Grade 8", "Knows Compass, Has judged a source"]:
        assert words in page.main_text
    assert "Two routes and a person to ask." in page.main_text
    assert "Your teacher can see which lessons you have done" in page.main_text
    assert "Your classmates cannot see it. There is no grade." in page.main_text
    assert texts_of([page.next_control]) == ["Start"]


@EACH_DATABASE
def test_starting_twice_is_one_start(aino: Visitor, school: HarbourSchool) -> None:
    for _ in range(2):
        assert without_class(aino.post("/lessons/xh-1/start").headers["location"]) == "/lessons/xh-1/xh-1-read"
    assert school.events("lesson_started") == 1


@EACH_DATABASE
def test_a_pupil_who_comes_back_another_day_goes_on_where_she_was(aino: Visitor, school: HarbourSchool) -> None:
    aino.post("/lessons/xh-1/start")
    aino.completes("xh-1-read", "xh-1-visit")
    again = school.visitor()
    page = again.get("/lessons")
    assert texts_of([page.next_control]) == ["Continue"]
    page = again.follow_next(page)
    assert "In progress" in page.main_text
    assert again.follow_next(page).path == "/lessons/xh-1/xh-1-source"


def test_a_pupil_who_goes_back_finds_her_answers_and_may_change_them(aino: Visitor, school: HarbourSchool) -> None:
    aino.completes("xh-1-read", "xh-1-visit", "xh-1-source")
    page = aino.get("/lessons/xh-1/xh-1-check")
    back = next(link for link in page.all("main a") if texts_of([link]) == ["Back"])
    assert page.path_of(back) == "/lessons/xh-1/xh-1-source"
    form = aino.get("/lessons/xh-1/xh-1-visit").form("[data-next]")
    assert ("task_a", "sailor, diver") in form.fields
    assert [value for name, value in form.fields if name == "task_b"] == ["work"]
    assert aino.submit(form, {"task_a": "captain"}).path == "/lessons/xh-1/xh-1-source"
    stored = school.stored_answer("xh-1-visit")
    assert stored is not None
    assert stored["values"]["task_a"] == "captain"
    assert school.events("step_done", step_id="xh-1-visit") == 1


@EACH_DATABASE
def test_a_double_click_and_a_second_tab_end_the_same(aino: Visitor, school: HarbourSchool) -> None:
    aino.completes("xh-1-read")
    ends = [aino.hand_in("xh-1-visit") for _ in range(3)]
    assert {(end.status_code, without_class(end.headers["location"])) for end in ends} == {
        (303, "/lessons/xh-1/xh-1-source")
    }
    assert school.count(Answer, step_id="xh-1-visit") == 1
    assert school.events("step_done", step_id="xh-1-visit") == 1


def test_a_pupil_who_jumps_ahead_is_led_back_to_her_step(aino: Visitor, school: HarbourSchool) -> None:
    aino.completes("xh-1-read")
    for answer in [
        aino.client.get("/lessons/xh-1/xh-1-check"),
        aino.hand_in("xh-1-check"),
        aino.client.get("/lessons/xh-1/done"),
    ]:
        assert (answer.status_code, answer.headers["careered-code"]) == (409, "step_order")
    page = aino.get("/lessons/xh-1/xh-1-check")
    assert page.code == "step_order"
    assert page.path_of(page.next_control) == "/lessons/xh-1/xh-1-visit"
    assert school.events("step_done") == 1


def test_a_pupil_may_not_begin_what_builds_on_something_else(aino: Visitor, school: HarbourSchool) -> None:
    page = aino.get("/lessons/xh-2")
    assert "This lesson builds on: Find your way." in page.main_text
    assert page.path_of(page.next_control) == "/lessons/xh-1"
    for answer in [aino.post("/lessons/xh-2/start"), aino.hand_in("xh-2-reflect")]:
        assert (answer.status_code, answer.headers["careered-code"]) == (409, "step_order")
    page = aino.get("/lessons/xh-2/xh-2-reflect")
    assert page.path_of(page.next_control) == "/lessons/xh-1"
    assert school.events("lesson_started") == 0


@pytest.mark.parametrize(
    "path",
    ["/lessons/xh-4", "/lessons/dk-2", "/lessons/xh-1/xh-2-read", "/lessons/xh-1/none", "/lessons/x/xh-1-read"],
)
def test_what_the_pack_does_not_have_is_not_there(aino: Visitor, path: str) -> None:
    page = aino.get(path)
    assert (page.response.status_code, page.code) == (404, "not_found")


@pytest.mark.parametrize("path", ["xh-4/start", "xh-1/steps/xh-2-read", "dk-4/steps/dk-4-read", "xh-4/steps/a/draft"])
def test_nothing_can_be_sent_to_what_is_not_there(aino: Visitor, path: str) -> None:
    answer = aino.post(f"/lessons/{path}", {"revision": "1"})
    assert (answer.status_code, answer.headers["careered-code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_the_address_of_an_answer_is_not_for_visiting(aino: Visitor, method: str) -> None:
    answer = aino.client.request(method, "/lessons/xh-1/steps/xh-1-read")
    assert (answer.status_code, answer.headers["careered-code"]) == (405, "method_not_allowed")


def test_the_language_switch_on_a_page_with_errors_comes_back_to_the_step(aino: Visitor) -> None:
    aino.completes("xh-1-read")
    form = aino.get("/lessons/xh-1/xh-1-visit").form("[data-next]")
    page = aino.submit(form, {"task_a": ""})
    assert page.response.status_code == 422
    page = aino.submit(page.form(".languages"), {"language": "fi"})
    assert (page.path, page.lang) == ("/lessons/xh-1/xh-1-visit", "fi")
    assert "Katso ympärillesi" in page.main_text


def test_a_finished_lesson_says_so_and_leads_to_the_next(aino: Visitor) -> None:
    aino.completes(*[step for step in GOOD_ANSWERS if step.startswith("xh-1")])
    page = aino.get("/lessons/xh-1")
    assert "Done" in page.main_text
    assert page.path_of(page.next_control) == "/lessons/xh-2"
    assert "Two routes and a person to ask." in page.main_text
