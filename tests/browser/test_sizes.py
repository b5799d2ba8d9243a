"""Every activity on every screen it is met on: narrow, wide, low, in a frame that has grown, and in large letters."""

from playwright.sync_api import Page, ViewportSize

from careered.packs.models import Card
from careered.web.permissions import Role
from careered.web.session_cookies import COOKIE
from tests.browser.looks import fits
from tests.browser.test_player import FRAME, LOW, Bay, OpenPage, bay, in_first_view

__all__ = ["bay"]
SIZES: list[ViewportSize] = [
    {"width": width, "height": height}
    for width, height in [(360, 600), (330, 600), (320, 600), (960, 600), (360, 300), (640, 260)]
]
GROWN: ViewportSize = {"width": 360, "height": 3000}
HIGHEST = 864
"""Pixels that a card asks for at most, however high its frame is."""


def opens_every_card(page: Page, bay: Bay) -> list[str]:
    """A guest, to whom every card is open. Returns the cards' addresses."""
    token = bay.school.visitor("0", role=Role.GUEST, name="", lang="fi").viewer.token
    cookie = {"name": COOKIE, "value": token, "url": bay.url.replace("http:", "https:"), "secure": True}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    lessons = bay.school.pack.lessons
    return [f"{bay.url}/lessons/{one.id}/{card.id}" for one in lessons for card in one.steps if isinstance(card, Card)]


def test_every_card_is_right_at_every_size(opened: OpenPage, bay: Bay) -> None:
    page, wrong, kinds = opened(viewport=FRAME, reduced_motion="reduce"), [], set()
    for address in opens_every_card(page, bay):
        page.set_viewport_size(FRAME)
        page.goto(address)
        kinds.add(page.locator("main").get_attribute("data-kind"))
        next_control = page.locator("[data-next]").first
        for size in SIZES:
            page.set_viewport_size(size)
            is_seen = size["height"] < LOW or in_first_view(page, next_control)
            if not (fits(page) and is_seen):
                wrong.append((address.rpartition("/")[2], size))
        page.set_viewport_size(GROWN)
        height = page.evaluate("document.querySelector('.player').getBoundingClientRect().height")
        if height > HIGHEST:
            wrong.append((address.rpartition("/")[2], {**GROWN, "height": height}))
        page.set_viewport_size(FRAME)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        is_bar_below = page.locator(".bar").evaluate("bar => getComputedStyle(bar).position") == "static"
        if not (fits(page) and is_bar_below):
            wrong.append((address.rpartition("/")[2], {"width": 360, "height": 200}))
    assert wrong == []
    assert kinds >= {"cards", "choose", "sort", "order", "match", "spot", "scale", "chat"}
