"""An invented post in the browser: words marked by thumb and by keyboard, and everything can be read."""

from playwright.sync_api import Page

from tests.browser.looks import Axe, fits, in_both_schemes
from tests.browser.test_player import FRAME, Bay, OpenPage, bay, in_first_view, presses_on

__all__ = ["bay"]
POST = "/lessons/xb-6"


def opens_the_post(page: Page, bay: Bay) -> Page:
    bay.pupil(page).goto(bay.url + POST)
    presses_on(page)
    return page


def taps(page: Page, *words: str) -> None:
    for word in words:
        page.locator(f"label.word:has([value={word}])").click()


def test_a_post_is_searched_by_thumb_and_everything_can_be_read(opened: OpenPage, bay: Bay, axe: Axe) -> None:
    page, troubles = opened(viewport=FRAME, reduced_motion="reduce"), []

    def look() -> None:
        troubles.extend(in_both_schemes(page, axe))
        assert fits(page)
        assert in_first_view(page, page.locator("[data-next]"))
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert fits(page)
        button = page.locator("[data-next]").bounding_box()
        assert button
        assert button["width"] > FRAME["width"] / 2, "in large letters nothing stands beside it"
        page.evaluate("document.documentElement.style.fontSize = ''")

    opens_the_post(page, bay)
    look()
    taps(page, "name", "age", "behind", "earn", "earn")
    assert page.locator(":checked").evaluate_all("boxes => boxes.map(box => box.value)") == ["name", "age", "behind"]
    look()
    presses_on(page)
    look()
    with page.expect_navigation():
        page.locator("[name=rest]").click()
    look()
    presses_on(page)
    look()
    assert troubles == []


def test_enter_in_a_box_checks_and_does_not_ask_for_the_rest(opened: OpenPage, bay: Bay) -> None:
    page = opens_the_post(opened(viewport=FRAME), bay)
    for words, verdict in ((["name", "age"], "again"), (["cousin", "code"], "right")):
        for word in words:
            page.locator(f"[value={word}]").focus()
            page.keyboard.press("Space")
        with page.expect_navigation(), page.expect_request(lambda request: request.method == "POST") as posted:
            page.keyboard.press("Enter")
        assert "rest=" not in (posted.value.post_data or "")
        post, bar = page.locator(".post").bounding_box(), page.locator(".bar").bounding_box()
        assert post
        assert bar
        assert post["y"] + post["height"] <= bar["y"], "what is said lies over no clue"
        assert page.locator("main").get_attribute("data-verdict") == verdict
