"""A scale with its script: one statement after the other, and each petal grows when it is answered."""

from playwright.sync_api import Page, expect

from tests.browser.looks import Axe, fits, in_both_schemes
from tests.browser.test_player import FRAME, Bay, OpenPage, bay, in_first_view, presses_on

__all__ = ["bay"]
COUNT = 6


def petal(page: Page, number: int) -> str:
    return page.locator(".petal").nth(number).get_attribute("transform") or ""


def statement(page: Page) -> str:
    return page.locator("fieldset:visible legend").inner_text()


def test_a_flower_grows_by_keyboard_alone(opened: OpenPage, bay: Bay, axe: Axe) -> None:
    page = bay.pupil(opened(viewport=FRAME, reduced_motion="reduce"))
    page.goto(f"{bay.url}/lessons/xb-5")
    presses_on(page)
    button, picture = page.locator("[data-next]"), page.locator("svg[role=img]")
    button.click(force=True)  # Playwright waits for what is aria-disabled; people press it
    expect(page.locator("#status")).to_have_text("Valitse jokin näistä.")
    assert petal(page, 0) == "rotate(0) scale(0)"
    page.locator("fieldset:visible input").first.focus()
    for number in range(COUNT):
        assert in_first_view(page, button)
        assert fits(page)
        page.keyboard.press("Space")
        assert petal(page, number) == f"rotate({60 * number}) scale(0.333)"
        page.keyboard.press("ArrowRight")
        assert petal(page, number) == f"rotate({60 * number}) scale(0.556)"
        if number < COUNT - 1:
            page.keyboard.press("Enter")
    expect(picture).to_have_attribute("aria-label", "Kukkasi: Autan: joskus, Rakennan: joskus, Ratkon: joskus, "
                                      "Luon: joskus, Järjestän: joskus, Johdan: joskus")  # fmt: skip
    assert in_both_schemes(page, axe) == []
    last = statement(page)
    page.get_by_role("button", name="Edellinen").click()
    assert statement(page) != last
    page.keyboard.press("Enter")
    assert (statement(page), button.inner_text()) == (last, "Näytä kukkani")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("main").get_attribute("data-verdict") == "kept"
    assert page.evaluate("document.activeElement.id") == "answer"
    assert in_first_view(page, page.locator("[data-next]"))
    assert in_both_schemes(page, axe) == []
