"""The script that does pages for a pupil in a hurry stops where a person could not go on."""

import pytest
from playwright.sync_api import Page

from tests.browser.hurried import HAND
from tests.browser.test_the_whole_way import OpenPage

PAGE = """<!doctype html><meta name=viewport content="width=device-width">
<main><form data-next action="about:blank#sent">
<label><input type=radio name=sum value=3>3</label><label><input type=radio name=sum value=4>4</label>
<label><input type=checkbox name=task_1>Done</label><textarea></textarea><button type=button>On</button>
</form></main>"""
COVER = "<div style='position:fixed;inset:0'></div>"


@pytest.fixture
def page_of_a_lesson(opened: OpenPage) -> Page:
    page = opened()
    page.set_content(PAGE)
    page.evaluate("() => { window.pressed = 0; document.querySelector('button').onclick = () => pressed++; }")
    return page


def test_a_page_is_filled_in_rightly_and_its_button_pressed_once(page_of_a_lesson: Page) -> None:
    assert page_of_a_lesson.evaluate(HAND, [{"sum": "4"}, "æøå", 0]) == []
    assert page_of_a_lesson.evaluate("[...new FormData(document.forms[0])]") == [["sum", "4"], ["task_1", "on"]]
    assert page_of_a_lesson.locator("textarea").input_value() == "æøå"
    assert page_of_a_lesson.evaluate("pressed") == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("document.body.insertAdjacentHTML('beforeend', cover)", "out of reach"),
        ("document.querySelector('button').style.display = 'none'", "out of reach"),
        ("document.querySelector('[name=task_1]').disabled = true", "not ticked: task_1"),
        ("document.querySelector('[value=\"4\"]').remove()", "not ticked: sum"),
        ("document.querySelector('main').innerHTML += '<a data-next href=#>On</a>'", "2 things lead on"),
        ("document.querySelector('form').remove()", "0 things lead on"),
        ("document.querySelector('main').style.width = '400px'", "scrolls sideways"),
        ("document.querySelector('main').dataset.code = 'session_missing'", "refused"),
    ],
)
def test_what_stops_a_person_stops_the_script_and_is_told(page_of_a_lesson: Page, change: str, said: str) -> None:
    page_of_a_lesson.evaluate(f"cover => {{ {change} }}", COVER)
    wrong = page_of_a_lesson.evaluate(HAND, [{"sum": "4"}, "æøå", 0])
    assert any(one.startswith(said) for one in wrong), wrong
    assert page_of_a_lesson.evaluate("pressed") == 0


def test_what_is_covered_for_a_moment_is_waited_for(page_of_a_lesson: Page) -> None:
    cover = "document.body.insertAdjacentHTML('beforeend', cover)"
    page_of_a_lesson.evaluate(
        f"cover => {{ {cover}; setTimeout(() => document.body.lastChild.remove(), 100); }}", COVER
    )
    assert page_of_a_lesson.evaluate(HAND, [{"sum": "4"}, "æøå", 5_000]) == []
    assert page_of_a_lesson.evaluate("pressed") == 1
