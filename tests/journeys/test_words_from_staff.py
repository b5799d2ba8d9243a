"""A teacher reminds pupils, writes about what one has handed in, and asks to look at it once more."""

import re
from typing import Any

from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, pupil_link
from tests.support.pages import Page

LESSON = "fi-2"


def teacher_reminds(scenario: Scenario) -> Page:
    """The teacher reminds everybody whom the page offers."""
    teacher, page = scenario.teacher(FINLAND)
    scenario.run_worker()
    asked = teacher.get(f"{page.path}/remind")
    return teacher.submit(asked.form("form#remind"))


def reminded(page: Page) -> int:
    """How many pupils the page says were reminded."""
    return max(map(int, re.findall(r"\d+", page.only(".toast").to_text())))


def two_pupils_come(scenario: Scenario) -> None:
    """Only who has come reads a reminder."""
    for which in range(2):
        pupil_opens(scenario, which)


def pupil_opens(scenario: Scenario, which: int) -> tuple[FrameBrowser, Page]:
    browser, _ = scenario.opens(scenario.people(FINLAND)[which], WHOLE_PROGRAMME[FINLAND])
    return browser, browser.get("/lessons")


def feedback_texts(page: Page) -> list[str]:
    return [
        " ".join(element.to_text().split())
        for element in page.all(".notice")
        if element.query("form[action='/feedback/read']")
    ]


def test_a_reminder_is_read_at_the_next_visit_names_what_is_open_and_goes_when_seen(scenario: Scenario) -> None:
    two_pupils_come(scenario)
    assert reminded(teacher_reminds(scenario)) == 2
    browser, home = pupil_opens(scenario, 0)
    (letter,) = feedback_texts(home)
    first = scenario.pack(FINLAND).playable_lessons()[0].title.in_language("fi").replace("\u00ad", "")
    assert first in letter.replace("\u00ad", "")
    seen = browser.submit(home.form("form[action='/feedback/read']"), note=comment_form_text(home))
    assert feedback_texts(seen) == []


def comment_form_text(page: Page) -> str:
    return str(page.all("form[action='/feedback/read'] button")[0].attrs["value"])


def test_nobody_is_reminded_twice_in_a_week(scenario: Scenario) -> None:
    two_pupils_come(scenario)
    teacher_reminds(scenario)
    scenario.advance(days=6)
    assert teacher_reminds(scenario).response.status_code == 422
    assert len(feedback_texts(pupil_opens(scenario, 0)[1])) == 1
    scenario.advance(days=2)
    assert reminded(teacher_reminds(scenario)) == 2
    assert len(feedback_texts(pupil_opens(scenario, 0)[1])) == 1


def test_a_teacher_writes_about_an_answer_and_the_pupil_looks_at_it_once_more(scenario: Scenario) -> None:
    aino = scenario.people(FINLAND)[0]
    scenario.finishes(aino, FINLAND, LESSON)
    before = scenario.record(aino, FINLAND)
    teacher, path = teacher_comments(scenario, aino, "Hieno löytö! Katso vielä päivä.", again=True)
    browser, home = pupil_opens(scenario, 0)
    assert "Hieno löytö!" in feedback_texts(home)[0]
    step = browser.get(
        str(next(element for element in home.all(".notice a") if "/lessons/fi-2/" in str(element.attrs)).attrs["href"])
    )
    assert "Hieno löytö!" in step.main_text
    browser.press_next(step)
    assert feedback_texts(browser.get("/lessons")) == []
    assert "Hieno löytö!" in teacher.get(path).main_text
    assert scenario.record(aino, FINLAND)["requirements"] == before["requirements"]


def teacher_comments(
    scenario: Scenario, person: str, text: str, *, again: bool = False, times: int = 1
) -> tuple[FrameBrowser, str]:
    """The teacher writes about the first thing that the pupil has handed in: where that leads, or the refusal."""
    teacher, page = scenario.teacher(FINLAND)
    pupil = teacher.get(pupil_link(page, str(scenario.platform.people[person].name)))
    form: Any = pupil.all("form[action$='/comment']")[0]
    fields = {str(element.attrs["name"]): str(element.attrs["value"]) for element in form.query("input[type=hidden]")}
    data = {**fields, "text": text, **({"again": "yes"} if again else {})}
    for _ in range(times):
        answer = teacher.tool.post(str(form.attrs["action"]), data=data)
    return teacher, pupil.path if answer.is_redirect else answer.headers["careered-code"]


def test_a_second_press_of_the_button_is_one_comment(scenario: Scenario) -> None:
    aino = scenario.people(FINLAND)[0]
    scenario.finishes(aino, FINLAND, LESSON)
    teacher_comments(scenario, aino, "Hyvä!", times=2)
    assert len(feedback_texts(pupil_opens(scenario, 0)[1])) == 1


def test_an_empty_comment_and_one_that_is_far_too_long_are_not_sent(scenario: Scenario) -> None:
    aino = scenario.people(FINLAND)[0]
    scenario.finishes(aino, FINLAND, LESSON)
    assert teacher_comments(scenario, aino, "  ")[1] == "answer_invalid"
    assert teacher_comments(scenario, aino, "x" * 1001)[1] == "too_large"
    assert feedback_texts(pupil_opens(scenario, 0)[1]) == []
