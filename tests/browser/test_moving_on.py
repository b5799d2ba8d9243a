"""One card moves to the next: who taps on meanwhile goes on."""

from contextlib import suppress

from playwright.sync_api import Page, Route, TimeoutError

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


def goes_to_a_card_that_moves(page: Page, bay: Bay) -> None:
    """From the cover to a card that moves in for ever. A busy browser leaves the movement out: then from there anew."""
    for _ in range(10):
        bay.pupil(page)
        presses_on(page)
        with suppress(TimeoutError):
            page.wait_for_function(MOVES, timeout=3000)
            return
    raise AssertionError("no card moved in")


def test_a_tap_while_the_next_card_moves_in_is_not_lost(opened: OpenPage, bay: Bay) -> None:
    page = opened(viewport=FRAME)
    page.route("**/player.css*", _slowly)
    goes_to_a_card_that_moves(page, bay)
    assert card(page) == "routes"
    taps_on(page)
    assert card(page) == "before"
