"""One card moves to the next: who taps on meanwhile goes on."""

from playwright.sync_api import Page, Route

from tests.browser.test_player import FRAME, Bay, OpenPage, bay, card, presses_on

__all__ = ["bay"]
SHIPPED, ENDLESS = "animation-duration: .16s", "animation-duration: 600s"
MOVES = "() => document.getAnimations().some((one) => one.effect.pseudoElement === '::view-transition-group(card)')"


def _slowly(route: Route) -> None:
    """The player's style as on a device that is so slow that the next card never stands still."""
    answer = route.fetch()
    style = answer.text()
    assert SHIPPED in style
    route.fulfill(response=answer, body=style.replace(SHIPPED, ENDLESS))


def taps_on(page: Page) -> None:
    """A tap by position, as a finger makes it: it does not ask what lies there."""
    box = page.locator("[data-next]").bounding_box()
    assert box
    with page.expect_navigation():
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_tap_while_the_next_card_moves_in_is_not_lost(opened: OpenPage, bay: Bay) -> None:
    page = opened(viewport=FRAME)
    page.route("**/player.css*", _slowly)
    bay.pupil(page)
    presses_on(page)
    page.wait_for_function(MOVES)
    assert card(page) == "routes"
    taps_on(page)
    assert card(page) == "before"
