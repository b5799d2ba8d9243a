"""The page of a lesson that runs, on the phone that a teacher has in the hand while the class works."""

import pytest
from playwright.sync_api import Page

from careered.web.static import assets
from tests.browser.looks import fits
from tests.browser.test_the_whole_way import OpenPage
from tests.dashboard.factories import Classroom
from tests.live.test_right_now import app_state, begins, classroom

IS_WHOLE = "place => [place, ...place.children].every(one => one.scrollWidth <= one.clientWidth + 1)"
__all__ = ["app_state", "classroom"]


@pytest.fixture(params=["fi", "sv"])
def lesson(opened: OpenPage, classroom: Classroom, request: pytest.FixtureRequest) -> Page:
    """The page, with its style sheets in it; a pupil waits."""
    teacher = classroom.browser_of("Opo Lehto", lang=request.param)
    path = begins(classroom, teacher)
    classroom.asks_for_help("Siiri Åkerblom", "page_closed")
    return shown(opened, teacher.get(path).text)


def shown(opened: OpenPage, html: str) -> Page:
    style = "".join(assets()[name].plain.decode() for name in ("app.css", "workplace.css", "acts.css", "live.css"))
    page = opened()
    page.set_content(html.replace("</head>", f"<style>{style}</style></head>"))
    return page


@pytest.mark.parametrize("width", [360, 390])
def test_the_wall_and_the_lessons_end_are_read_whole_and_stay_in_view(lesson: Page, width: int) -> None:
    lesson.set_viewport_size({"width": width, "height": 600})
    assert fits(lesson)
    lesson.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    wall, end = (lesson.locator(f".lesson-acts {name} .button") for name in ("[data-wall]", "form:not([data-wall] *)"))
    for button in (wall, end):
        box = button.bounding_box() or pytest.fail("not shown")
        assert 0 <= box["y"] < 40
        assert box["x"] + box["width"] <= width
    assert end.evaluate(IS_WHOLE)
    is_short = (width, lesson.locator("html").get_attribute("lang")) == (390, "fi")
    assert wall.evaluate(IS_WHOLE) or not is_short, "longer words may end in dots, on narrower phones all"


@pytest.mark.parametrize("width", [900, 1280])
def test_help_stands_in_the_head_beside_every_tab(lesson: Page, width: int) -> None:
    """Seen in a platform's column: beside two buttons it was nowhere, and the head began with a stroke."""
    lesson.set_viewport_size({"width": width, "height": 600})
    assert lesson.locator(".head .end a[href*='/help']").is_visible()
    assert lesson.locator(".head .tabs").evaluate("tabs => tabs.scrollWidth <= tabs.clientWidth")
    first = lesson.locator(".desk-crumb").evaluate("crumb => getComputedStyle(crumb, '::before').content")
    assert ("/" in first) == lesson.locator(".head .wordmark").is_visible()


def test_who_waits_comes_before_the_plan(lesson: Page) -> None:
    waiting, plan = (
        lesson.locator(name).bounding_box() or pytest.fail("not shown") for name in (".now-box", ".plan-list")
    )
    assert waiting["y"] + waiting["height"] <= plan["y"]


def test_each_part_of_the_plan_says_below_its_title_how_it_is_done(opened: OpenPage, classroom: Classroom) -> None:
    teacher = classroom.browser_of("Opo Lehto", lang="fi")
    page = shown(opened, teacher.get(f"/teacher/class/{classroom.id}/live-lesson").text)
    page.set_viewport_size({"width": 390, "height": 600})
    lines = "all => all.map(how => how.getClientRects()[0].x - how.parentElement.getBoundingClientRect().x)"
    begins_at = page.locator(".plan-list li small:visible").evaluate_all(lines)
    assert begins_at
    assert max(begins_at) < 1
