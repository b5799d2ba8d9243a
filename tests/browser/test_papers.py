"""Evidence sheets and letters home on a phone: read downwards, nothing to push sideways."""

from typing import Any

import pytest

from careered.reports.evidence_sheet import evidence_sheet
from careered.reports.letter_home import letter_home
from careered.reports.papers import papers_file
from careered.web.static import assets
from tests.browser.looks import fits
from tests.browser.test_the_whole_way import OpenPage
from tests.reports.test_evidence_and_letter import paper_of


@pytest.mark.parametrize("build", [evidence_sheet, letter_home])
def test_a_paper_is_as_wide_as_the_phone_that_it_is_read_on(opened: OpenPage, build: Any) -> None:
    page = opened()
    page.set_content(papers_file([paper_of("denmark", "da", build)], "9.b").decode())
    assert fits(page)
    assert page.locator(".papers").evaluate("papers => papers.scrollWidth <= papers.clientWidth")


def test_a_letter_on_a_page_looks_as_in_its_file_and_says_each_address_once(opened: OpenPage) -> None:
    page = opened()
    file = papers_file([paper_of("finland", "sv", letter_home)], "9B").decode()
    page.set_content(file.replace("<style>", f"<style>{assets()['app.css'].plain.decode()}</style><style>"))
    page.emulate_media(media="print")
    assert page.locator(".letter section ul").first.evaluate("list => getComputedStyle(list).paddingLeft") == "0px"
    after = "links => links.map((link) => getComputedStyle(link, '::after').content)"
    assert page.locator(".paper a").evaluate_all(after) == ["none"] * 3
