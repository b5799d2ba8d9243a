"""A teacher reminds pupils, writes about what one has handed in, and asks to look at it once more."""

from typing import Any

from tests.journeys.browser import Visitor
from tests.journeys.town import FINLAND, WHOLE, Town, link_to
from tests.support.pages import Page

LESSON = "fi-2"


def reminds(town: Town) -> Page:
    """The teacher reminds everybody whom the page offers."""
    teacher, page = town.teacher(FINLAND)
    town.work()
    asked = teacher.get(f"{page.path}/remind")
    return teacher.submit(asked.form("form#remind"))


def comes(town: Town, which: int) -> tuple[Visitor, Page]:
    browser, _ = town.opens(town.people(FINLAND)[which], WHOLE[FINLAND])
    return browser, browser.get("/lessons")


def letters(page: Page) -> list[str]:
    return [" ".join(one.to_text().split()) for one in page.all(".notice") if one.query("form[action='/notes/seen']")]


def test_a_reminder_is_read_at_the_next_visit_names_what_is_open_and_goes_when_seen(monday: Town) -> None:
    assert len(reminds(monday).all("main ul li")) >= 24
    browser, home = comes(monday, 0)
    (letter,) = letters(home)
    first = monday.pack(FINLAND).playable_lessons()[0].title.in_language("fi").replace("\u00ad", "")
    assert first in letter.replace("\u00ad", "")
    seen = browser.submit(home.form("form[action='/notes/seen']"), note=note_of(home))
    assert letters(seen) == []


def note_of(page: Page) -> str:
    return str(page.all("form[action='/notes/seen'] button")[0].attrs["value"])


def test_nobody_is_reminded_twice_in_a_week(monday: Town) -> None:
    reminds(monday)
    monday.later(days=6)
    assert reminds(monday).response.status_code == 422
    assert len(letters(comes(monday, 0)[1])) == 1
    monday.later(days=2)
    assert len(reminds(monday).all("main ul li")) >= 24
    assert len(letters(comes(monday, 0)[1])) == 1


def test_a_teacher_writes_about_an_answer_and_the_pupil_looks_at_it_once_more(monday: Town) -> None:
    aino = monday.people(FINLAND)[0]
    monday.finishes(aino, FINLAND, LESSON)
    before = monday.record(aino, FINLAND)
    teacher, path = writes(monday, aino, "Hieno löytö! Katso vielä päivä.", again=True)
    browser, home = comes(monday, 0)
    assert "Hieno löytö!" in letters(home)[0]
    step = browser.get(
        str(next(one for one in home.all(".notice a") if "/lessons/fi-2/" in str(one.attrs)).attrs["href"])
    )
    assert "Hieno löytö!" in step.words
    browser.press(step)
    assert letters(browser.get("/lessons")) == []
    assert "Hieno löytö!" in teacher.get(path).words
    assert monday.record(aino, FINLAND)["requirements"] == before["requirements"]


def writes(town: Town, person: str, text: str, *, again: bool = False, times: int = 1) -> tuple[Visitor, str]:
    """The teacher writes about the first thing that the pupil has handed in: where that leads, or the refusal."""
    teacher, page = town.teacher(FINLAND)
    pupil = teacher.get(link_to(page, str(town.platform.people[person].name)))
    form: Any = pupil.all("form[action$='/comment']")[0]
    fields = {str(one.attrs["name"]): str(one.attrs["value"]) for one in form.query("input[type=hidden]")}
    data = {**fields, "text": text, **({"again": "yes"} if again else {})}
    for _ in range(times):
        answer = teacher.tool.post(str(form.attrs["action"]), data=data)
    return teacher, pupil.path if answer.is_redirect else answer.headers["careered-code"]


def test_a_second_press_of_the_button_is_one_comment(monday: Town) -> None:
    aino = monday.people(FINLAND)[0]
    monday.finishes(aino, FINLAND, LESSON)
    writes(monday, aino, "Hyvä!", times=2)
    assert len(letters(comes(monday, 0)[1])) == 1


def test_an_empty_comment_and_one_that_is_far_too_long_are_not_sent(monday: Town) -> None:
    aino = monday.people(FINLAND)[0]
    monday.finishes(aino, FINLAND, LESSON)
    assert writes(monday, aino, "  ")[1] == "answer_invalid"
    assert writes(monday, aino, "x" * 1001)[1] == "too_large"
    assert letters(comes(monday, 0)[1]) == []
