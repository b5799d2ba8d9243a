"""My page in the browser: the picture and the way on in one view, on a phone and on a desk, in light and dark."""

from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.looks import Axe, fits, in_both_schemes
from tests.browser.test_player import FRAME, Bay, OpenPage, bay, in_first_view

__all__ = ["bay"]
SIZES: list[ViewportSize] = [FRAME, {"width": 320, "height": 600}, {"width": 960, "height": 600}]


def adds_a_plan(page: Page, bay: Bay) -> None:
    page.goto(f"{bay.url}/me")
    page.locator("#add summary").click()
    page.fill("#text", "Kysyn opolta lisää ennen joululomaa.")
    page.locator("#add-form button").click()
    expect(page.locator("#answers")).to_have_attribute("open", "")


def test_the_picture_and_the_way_on_are_in_the_first_view(opened: OpenPage, bay: Bay, axe: Axe) -> None:
    page = bay.pupil(opened(viewport=FRAME, reduced_motion="reduce"))
    page.goto(f"{bay.url}/me")
    expect(page.locator("main h1")).to_be_focused()
    for is_filled in (False, True):
        if is_filled:
            adds_a_plan(page, bay)
        for opened_fold in ("", "?open=answers", "?open=add"):
            page.goto(f"{bay.url}/me{opened_fold}")
            assert not is_filled or in_both_schemes(page, axe) == []
            for size in SIZES:
                page.set_viewport_size(size)
                assert fits(page), size
                assert in_first_view(page, page.locator("[data-next]")), size


def test_at_large_text_nothing_is_covered(opened: OpenPage, bay: Bay) -> None:
    page = bay.pupil(opened(viewport=FRAME, reduced_motion="reduce"))
    adds_a_plan(page, bay)
    for path in ("/me", "/me?open=add", "/me?open=answers"):
        page.goto(bay.url + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert fits(page), path
        assert page.locator(".bar").evaluate("bar => getComputedStyle(bar).position") == "static"


def test_a_menu_outside_a_lesson_has_its_rows(opened: OpenPage, bay: Bay) -> None:
    page = bay.pupil(opened(viewport=FRAME))
    page.goto(f"{bay.url}/me")
    page.get_by_role("button", name="Valikko").click()
    expect(page.locator("#menu li:visible").first).to_contain_text("tehtävät")


def test_the_card_is_light_in_the_dark_and_fits_everywhere(opened: OpenPage, bay: Bay, axe: Axe) -> None:
    page = bay.pupil(opened(viewport=FRAME, color_scheme="dark", reduced_motion="reduce"))
    page.goto(f"{bay.url}/me/card")
    page.locator(".fold summary").click()
    assert axe(page) == []
    assert page.locator(".a6").evaluate("card => getComputedStyle(card).backgroundColor") == "rgb(255, 255, 255)"
    for size in SIZES:
        page.set_viewport_size(size)
        assert fits(page), size
        assert in_first_view(page, page.get_by_role("button", name="Tallenna PDF", exact=True)), size
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.get_by_role("button", name="Tulosta").click()
    assert page.title() == "printed"
    page.emulate_media(media="print")
    assert [page.locator(part).is_visible() for part in (".a6", ".head", ".bar", ".fold")] == [
        True,
        False,
        False,
        False,
    ]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.emulate_media(media="screen")
    assert fits(page)
