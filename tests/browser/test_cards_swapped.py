"""A card takes another one's place on the same page: what the earlier one brought along acts no more."""

from playwright.sync_api import Page

from careered.web.static import ACTIVITY_PREFIX, assets, static_url
from tests.browser.test_player import FRAME, Bay, OpenPage, bay, presses_on

__all__ = ["bay"]
SWAP = """async (kind) => {
  const player = document.querySelector(".player");
  player.replaceWith(player.cloneNode(true));
  const { src } = document.querySelector(`script[src*="activity-${kind}"]`);
  await import(`${src}#again`);
}"""
"""What the player does where the next card is of the same kind."""

LOOKS = """[".card", ".go", ".chip"].map((name) => {
  const style = getComputedStyle(document.querySelector(`main ${name}`));
  return [style.borderTopWidth, style.backgroundColor, style.color, style.padding];
})"""


def opens(page: Page, bay: Bay, lesson: str) -> Page:
    bay.pupil(page, f"/lessons/{lesson}")
    presses_on(page)
    return page


def test_a_visit_after_another_visit_is_told_once(opened: OpenPage, bay: Bay) -> None:
    page = opens(opened(viewport=FRAME), bay, "xb-10")
    page.context.route("https://*/**", lambda route: route.fulfill(body=""))
    page.evaluate(SWAP, "mission")
    page.evaluate("window.sent = 0; window.addEventListener('submit', () => (window.sent += 1))")
    page.locator("a[data-visit]").click()
    page.locator("main .chips").first.wait_for()
    assert page.evaluate("window.sent") == 1


def test_enter_leads_to_the_replies_of_the_talk_that_is_here(opened: OpenPage, bay: Bay) -> None:
    page = opens(opened(viewport=FRAME), bay, "xb-7")
    page.evaluate(SWAP, "chat")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement === document.querySelector('.replies button')")
    page.evaluate("document.querySelector('.replies').remove()")  # an end has none: Enter is the player's again
    page.evaluate(
        "document.activeElement.blur(); document.addEventListener('keydown', (e) => (window.was = e.defaultPrevented))"
    )
    page.keyboard.press("Enter")
    assert page.evaluate("window.was") is False


def test_a_note_looks_the_same_after_cards_of_every_other_kind(opened: OpenPage, bay: Bay) -> None:
    page = opens(opened(viewport=FRAME, reduced_motion="reduce"), bay, "xb-11")
    alone = page.evaluate(LOOKS)
    for name in assets():
        if name.startswith(ACTIVITY_PREFIX) and name.endswith(".css"):
            page.add_style_tag(url=static_url(name))
    assert page.evaluate(LOOKS) == alone
