"""What only a look at the screens showed, at 360 by 600 pixels."""

from playwright.sync_api import Page

from careered.web.session_cookies import COOKIE
from tests.browser.test_player import FRAME, Bay, OpenPage, bay, in_first_view
from tests.browser.test_sizes import opens_every_card
from tests.support.card_player import does_lesson

__all__ = ["bay"]


def has_done(page: Page, bay: Bay, lesson: str) -> None:
    """The page at the end of a lesson, of a pupil who has just done it."""
    bay.pupils += 1
    visitor = bay.school.visitor(f"p{bay.pupils}", lang="fi")
    assert does_lesson(visitor, lesson)[-1] == "done"
    url = bay.url.replace("http:", "https:")
    page.context.add_cookies([{"name": COOKIE, "value": visitor.viewer.token, "url": url, "secure": True}])
    page.goto(f"{bay.url}/lessons/{lesson}/done")


def test_the_names_in_the_way_that_was_marked_can_be_read(opened: OpenPage, bay: Bay) -> None:
    for scheme in ("light", "dark"):
        page = opened(viewport=FRAME, color_scheme=scheme)
        has_done(page, bay, "xb-9")
        colours = page.locator(".own-way").evaluate("""drawing => {
            const fill = name => getComputedStyle(drawing.querySelector(name)).fill;
            return [fill("text:not(.over)"), fill(".mine"), getComputedStyle(document.body).color];
        }""")
        assert colours[0] == colours[2] != colours[1], scheme


def test_what_became_of_the_work_is_said_above_the_bar(opened: OpenPage, bay: Bay) -> None:
    page = opened(viewport=FRAME)
    for lesson in ("xb-9", "xb-8"):  # with a way; with a plan of one's own
        has_done(page, bay, lesson)
        assert in_first_view(page, page.locator(".state").last), lesson
        assert page.evaluate("document.documentElement.scrollHeight") == FRAME["height"], lesson


def test_every_choice_of_a_plan_stands_above_the_bar(opened: OpenPage, bay: Bay) -> None:
    page = opened(viewport=FRAME)
    has_done(page, bay, "xb-8")
    page.goto(f"{bay.url}/lessons/xb-8/next?change=1")
    for width in (960, FRAME["width"]):
        page.set_viewport_size({"width": width, "height": FRAME["height"]})
        for chip in page.locator("label.chip").all():
            assert in_first_view(page, chip), (width, chip.inner_text())


def test_to_guests_a_preview_says_so_in_one_row_and_a_cover_is_whole(opened: OpenPage, bay: Bay) -> None:
    page = opened(viewport=FRAME)
    page.goto(opens_every_card(page, bay)[0].rpartition("/")[0])
    assert page.locator(".preview").evaluate("row => row.getBoundingClientRect().height") <= 44
    assert in_first_view(page, page.locator(".facts li").last)
    assert page.evaluate("document.documentElement.scrollHeight") == FRAME["height"]


def test_on_a_desk_what_is_said_and_the_way_to_change_an_answer_lie_apart(opened: OpenPage, bay: Bay) -> None:
    page = opened(viewport={"width": 960, "height": 600})
    has_done(page, bay, "xb-8")
    plan = next(card for card in bay.school.lesson("xb-8").steps if card.kind == "plan")
    page.goto(f"{bay.url}/lessons/xb-8/{plan.id}")
    said, change = (page.locator(name).bounding_box() for name in ("#answer", ".bar .small"))
    assert said
    assert change
    assert said["y"] + said["height"] <= change["y"]
