"""Sorting, ordering, matching and asking: by keyboard alone, and the result is heard before the way on."""

from playwright.sync_api import Page

from tests.browser.test_newer_cards import hears, opens, page, tabs_to
from tests.browser.test_player import Bay, bay, focus

__all__ = ["bay", "page"]


def picks(page: Page, keys: dict[str, str]) -> None:
    """Come to the list of each thing by Tab, and choose by the first keys of what it is to be."""
    for name, first in keys.items():
        tabs_to(page, page.get_by_label(name))
        page.keyboard.type(first)


def checks(page: Page) -> None:
    tabs_to(page, page.locator("[data-next]"))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def is_told(page: Page, verdict: str) -> None:
    assert page.locator("main").get_attribute("data-verdict") == verdict
    assert focus(page) == "answer"
    hears(page, "heading", "- status", page.locator("[data-next]").inner_text())


def is_asked(page: Page, *parts: str) -> None:
    hears(page, "heading", *parts)
    assert "- status" not in page.locator("main").aria_snapshot()


def test_who_hears_the_page_sorts_and_orders(page: Page, bay: Bay) -> None:
    opens(page, bay, "xb-3")
    for left in (3, 2, 1):
        name = page.locator("[data-groups]").get_attribute("aria-label")
        is_asked(page, f'group "{name}"', f'group "{name}"', 'button "Lukio"', 'button "Amis"')
        if left == 3:
            page.keyboard.press("Enter")  # on the heading: leads to the groups, puts nothing anywhere
        assert page.locator("[data-groups] button").first.evaluate("one => one === document.activeElement")
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.go[data-next]')")
    hears(page, "heading", 'radio "Lukio" [checked]', 'button "Tarkista"')
    checks(page)
    is_told(page, "again")
    hears(page, "heading", "ei tähän ryhmään: Lukio", 'radio "Molemmat"', "- status", 'button "Vastaa uudelleen"')
    for rows in page.locator(".sorting fieldset").all():
        tabs_to(page, rows.locator("input").first)
        page.keyboard.press("Space")
    checks(page)
    is_told(page, "told")
    checks(page)

    is_asked(page, 'combobox "Hae"', 'button "Tarkista"')
    picks(page, {"Tutki reittejä": "1", "Käy kouluissa": "2", "Hae": "4", "Ota paikka vastaan": "3"})
    checks(page)
    is_told(page, "again")
    hears(
        page, "listitem: Tutki reittejä", "listitem: Käy kouluissa", "combobox", "- status", 'button "Vastaa uudelleen"'
    )
    picks(page, {"Hae": "3", "Ota paikka vastaan": "4"})
    checks(page)
    is_told(page, "right")


def test_who_hears_the_page_matches_pairs(page: Page, bay: Bay) -> None:
    opens(page, bay, "xb-4")
    is_asked(page, 'combobox "Haluan verrata koulutuksia"', 'button "Tarkista"')
    rest = {"Haluan jutella": "O", "Koulu on loppunut": "N"}
    picks(page, {"Haluan verrata": "A", "Haluan tietää": "K", **rest})
    checks(page)
    is_told(page, "again")
    hears(page, "term: Haluan jutella", "definition", "ei tämän pari: Ammattikirja", "- status")
    picks(page, {"Haluan verrata": "K", "Haluan tietää": "A"})
    checks(page)
    is_told(page, "right")


def test_asking_in_a_chat(page: Page, bay: Bay) -> None:
    opens(page, bay, "xb-7")
    for reply in ('button "Olen Aino', 'button "En oikein mitään."'):  # their order is each pupil's own
        is_asked(page, "Moi!", reply)
    page.keyboard.press("Enter")  # on the heading: leads to the replies, says nothing
    tabs_to(page, page.get_by_role("button", name="Olen Aino"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert focus(page) == "answer"
    hears(page, "heading", "Olen Aino", "Nimettömässä chatissa", "Kiva, että kirjoitit!", "- button")
