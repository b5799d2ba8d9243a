"""Sorting, ordering, matching by thumb: what is tapped lies where it was put; only what lies wrong comes back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import fits
from tests.browser.test_player import FRAME, Bay, OpenPage, bay, in_first_view, presses_on

__all__ = ["bay"]
ORDER = {"Tutki reittejä": "1", "Käy kouluissa": "2", "Hae": "3", "Ota paikka vastaan": "4"}
FOUR_ROWS = """() => {
  const sorting = document.querySelector(".sorting"), settled = document.querySelector(".sorted");
  const { nextSibling } = settled, copies = [1, 2, 3].map(() => sorting.firstElementChild.cloneNode(true));
  const more = new Text(" tai jossakin muualla, pidempi sana");
  settled.querySelector("b").append(more);
  const { width } = settled.querySelector("li > span").getBoundingClientRect();
  more.remove();
  const isHalf = width > settled.clientWidth * .35;
  const bar = document.querySelector(".bar");
  const isAbove = () => sorting.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top;
  document.querySelector(".say p").textContent = "sana ".repeat(20);
  const [other] = settled.children;
  other.remove();
  sorting.append(...copies.slice(1));
  const areThreeAbove = isAbove();
  settled.remove();
  sorting.append(...copies);
  const areFourAbove = isAbove();
  copies.forEach((copy) => copy.remove());
  nextSibling.before(settled);
  settled.prepend(other);
  return [isHalf, areThreeAbove, areFourAbove];
}"""
"""Whether a settled row has room for the thing beside a long group, and three more rows or four fit above the bar."""
PAIRS = {
    "Haluan verrata koulutuksia": "Kompassi",
    "Haluan tietää, mitä työssä tehdään": "Ammattikirja",
    "Haluan jutella koulupäivän aikana": "Opo",
    "Koulu on loppunut. Mitä nyt?": "Neuvontapiste",
}


def opens(page: Page, bay: Bay, lesson_id: str) -> Page:
    bay.pupil(page).goto(f"{bay.url}/lessons/{lesson_id}")
    presses_on(page)
    return page


def verdict(page: Page) -> str | None:
    return page.locator("main").get_attribute("data-verdict")


def checks(page: Page) -> None:
    """Press the button, which is in view."""
    assert fits(page)
    assert in_first_view(page, page.locator("[data-next]"))
    presses_on(page)


def sorts(page: Page, item: str, group: str) -> None:
    """Put the item in hand into a group, by a button in the bar."""
    assert item in page.locator("fieldset:visible legend").inner_text()
    button = page.locator(".bar [data-groups] button", has_text=group)
    assert in_first_view(page, button)
    button.tap()


def dots(page: Page) -> list[str]:
    return [str(dot.get_attribute("class")) for dot in page.locator(".dots:visible i").all()]


def numbers(page: Page) -> dict[str, str]:
    rows = page.locator(".pick")
    return dict(
        zip(rows.locator("span:not(.no)").all_inner_texts(), rows.locator(".no").all_inner_texts(), strict=True)
    )


@pytest.fixture
def phone(opened: OpenPage) -> Page:
    return opened(viewport=FRAME, has_touch=True, reduced_motion="reduce")


def test_in_a_low_frame_the_item_in_hand_and_its_groups_are_one_look(phone: Page, bay: Bay) -> None:
    page = opens(phone, bay, "xb-3")
    for width, height in [(360, 300), (640, 260)]:
        page.set_viewport_size({"width": width, "height": height})
        assert in_first_view(page, page.locator("fieldset:visible legend")), width
        assert in_first_view(page, page.locator("[data-groups] button").last), width
        page.locator("[data-groups] button").first.tap()


def test_at_large_text_the_second_answer_is_met_first_as_the_first_one(phone: Page, bay: Bay) -> None:
    page = opens(phone, bay, "xb-3")
    page.evaluate("document.documentElement.style.fontSize = '210%'")  # the page's end lies within its last pixel
    for _ in range(3):
        page.locator("[data-groups] button").first.tap()
    for expected in ("again", "told"):
        for row in page.locator(".sorting fieldset").all():
            row.locator("label").first.tap()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        presses_on(page)
        assert verdict(page) == expected
        assert page.locator("#answer").evaluate("answer => answer.getBoundingClientRect().top < innerHeight")


def test_items_are_sorted_by_a_tap_each_and_put_in_order_on_the_next_card(phone: Page, bay: Bay) -> None:
    page, groups = opens(phone, bay, "xb-3"), {"Loppukoe": "Molemmat", "Osa työpaikalla": "Amis"}
    assert dots(page) == ["here", "", ""]
    sorts(page, page.locator("fieldset:visible legend").inner_text(), "Lukio")
    assert dots(page) == ["done", "here", ""]
    page.locator("[data-undo]").tap()
    assert dots(page) == ["here", "", ""], "the last one was taken back"
    for _ in range(3):
        legend = page.locator("fieldset:visible legend").inner_text()
        sorts(page, legend, next((group for item, group in groups.items() if item in legend), "Molemmat"))
    checks(page)
    assert verdict(page) == "again"
    assert page.locator(".sorting fieldset").count() == 1, "only what lies wrong comes back"
    assert page.evaluate(FOUR_ROWS) == [True, True, True]
    page.locator(".sorting fieldset label", has_text="Lukio").tap()
    checks(page)
    assert verdict(page) == "right"
    checks(page)

    assert set(numbers(page).values()) == {""}, "the script of this card has begun too"
    wrong = ["Käy kouluissa", "Tutki reittejä", "Hae", "Ota paikka vastaan"]
    for item in wrong:
        page.locator(".pick", has_text=item).tap()
    assert [numbers(page)[item] for item in wrong] == ["1", "2", "3", "4"]
    page.locator(".pick", has_text="Hae").tap()
    assert numbers(page)["Hae"] == "", "a second tap takes it back"
    page.locator(".pick", has_text="Hae").tap()
    assert numbers(page)["Hae"] == "3"
    checks(page)
    assert verdict(page) == "again"
    for item in ("Tutki reittejä", "Käy kouluissa"):
        page.locator(".pick", has_text=item).tap()
    assert numbers(page) == {item: ORDER[item] for item in numbers(page)}
    checks(page)
    assert verdict(page) == "right"


def test_pairs_are_made_by_two_taps_and_can_be_parted(phone: Page, bay: Bay) -> None:
    page = opens(phone, bay, "xb-4")
    for item, partner in PAIRS.items():
        page.locator("label.side", has_text=item).tap()
        page.locator("[data-partner]", has_text=partner).tap()
    expect(page.locator("[data-pair]")).to_have_count(8)
    page.locator("[data-partner]", has_text="Opo").tap()
    expect(page.locator("[data-pair]")).to_have_count(6)
    page.locator("label.side", has_text="Haluan jutella").tap()  # the partner was in hand
    expect(page.locator("[data-pair]")).to_have_count(8)
    checks(page)
    assert verdict(page) == "right"
