"""Every page of a class says the same in its head: what waits behind the tabs, and that a live lesson runs."""

from datetime import timedelta

import pytest
import time_machine

from careered.clock import now
from tests.boards.test_boards import creates_post, opens_board
from tests.lessons.factories import EACH_DATABASE, Visitor
from tests.questions.conftest import aino, school, teacher
from tests.questions.test_questions import asks
from tests.support.pages import Page, without_class

__all__ = ["aino", "school", "teacher"]
TABS = ["", "/lessons", "/questions", "/boards", "/reports"]
OTHERS = ["/groups", "/log", "/help", "/gradebook", "/remind", "/objectives", "/figures"]
LESSON = {"lesson": "xh-1", "minutes": "15"}
PARTIAL = {"hx-request": "true", "hx-request-type": "partial"}


def page_of(teacher: Visitor, below: str = "") -> Page:
    return teacher.get(f"/teacher/class/{teacher.viewer.class_id}{below}")


def says(page: Page) -> dict[str, str]:
    """What stands beside the tabs' words, by tab."""
    tabs = {tab.query("a")[0].to_text(): tab.query(".count") for tab in page.all(".head .tab")}
    return {name: str(found[0].attrs["title"]) for name, found in tabs.items() if found}


def main_action(page: Page) -> tuple[str, str]:
    """Its word, and where it leads in the class."""
    link = page.only(".head .main-action a")
    return link.to_text(), without_class(str(link.attrs["href"])).rpartition("/")[2]


def starts(teacher: Visitor) -> None:
    assert teacher.post(f"/teacher/class/{teacher.viewer.class_id}/live-lesson/start", LESSON).status_code == 303


@EACH_DATABASE
@pytest.mark.parametrize("below", TABS)
def test_each_tab_of_a_class_says_what_waits_behind_the_others(aino: Visitor, teacher: Visitor, below: str) -> None:
    asks(aino, "How long is it?")
    creates_post(aino, opens_board(teacher), "Found by the sea")
    assert says(page_of(teacher, below)) == {"Questions": "1 open question", "Boards": "1 post to read"}


@EACH_DATABASE
@pytest.mark.parametrize("below", TABS)
def test_each_tab_of_a_class_leads_to_the_lesson_that_runs(aino: Visitor, teacher: Visitor, below: str) -> None:
    assert main_action(page_of(teacher, below)) == ("Start a live lesson", "live-lesson")
    starts(teacher)
    page = page_of(teacher, below)
    assert (main_action(page), says(page)) == (
        ("Go to the lesson", "live-lesson"),
        {"Lesson": "A live lesson is running"},
    )
    assert page_of(teacher, "/live-lesson").only(".stage h1").to_text() == "Find your way"


@pytest.mark.parametrize("below", OTHERS)
def test_so_does_each_other_page_of_the_class(aino: Visitor, teacher: Visitor, below: str) -> None:
    starts(teacher)
    asks(aino, "How long is it?")
    page = page_of(teacher, below)
    assert says(page) == {"Lesson": "A live lesson is running", "Questions": "1 open question"}
    assert main_action(page)[0] == "Go to the lesson"


def test_the_page_of_the_running_lesson_says_it_too(aino: Visitor, teacher: Visitor) -> None:
    starts(teacher)
    asks(aino, "How long is it?")
    assert says(page_of(teacher, "/live-lesson")) == {
        "Lesson": "A live lesson is running",
        "Questions": "1 open question",
    }


def test_a_lesson_whose_time_is_over_runs_no_more(aino: Visitor, teacher: Visitor) -> None:
    starts(teacher)
    with time_machine.travel(now() + timedelta(minutes=30)):
        for below in ("", "/lessons"):
            assert main_action(page_of(teacher, below))[0] == "Start a live lesson"
            assert says(page_of(teacher, below)) == {}


def test_an_open_class_page_learns_that_a_lesson_has_started_and_ended(aino: Visitor, teacher: Visitor) -> None:
    for act, word in (("start", "Go to the lesson"), ("end", "Start a live lesson")):
        address = str(page_of(teacher).only("#live").attrs["hx-get"])
        assert teacher.client.get(address, headers=PARTIAL).status_code == 204
        teacher.post(f"/teacher/class/{teacher.viewer.class_id}/live-lesson/{act}", LESSON)
        assert f"<span>{word}</span>" in teacher.client.get(address, headers=PARTIAL).text


def test_while_a_lesson_runs_who_starts_another_is_told_that_it_ends_and_led_to_it(
    aino: Visitor, teacher: Visitor
) -> None:
    idle = [page_of(teacher, below).main_text for below in ("/lessons", "/live-lesson?new=1")]
    assert not [text for text in idle if "A live lesson is running" in text or "it ends" in text]
    starts(teacher)
    assert "A live lesson is running" in page_of(teacher, "/lessons").main_text
    page = page_of(teacher, "/live-lesson?new=1&lesson=xh-1")
    assert "A live lesson is running. If you start another one, it ends." in page.main_text
    assert page.only(".begin button").to_text().startswith("End it and start this lesson")
    running = teacher.get(str(page.only(".has-one a").attrs["href"]))
    assert running.only(".stage h1").to_text() == "Find your way"
