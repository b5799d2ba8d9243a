"""The administrator's guide: found on the first page, and each of its links opens."""

from careered.admin.help_topics import ADMINISTRATOR_TOPICS
from tests.admin.conftest import AdminOffice


def test_the_administrator_finds_the_guide_and_each_of_its_pages(entered: AdminOffice) -> None:
    browser = entered.browser
    assert any("/admin/help" in str(link.attrs["href"]) for link in browser.get("/admin").all("main a"))
    assert len(browser.get("/admin/help").all(".guide .card")) == len(ADMINISTRATOR_TOPICS)
    for topic in ADMINISTRATOR_TOPICS:
        assert browser.get(topic.page_path).response.status_code == 200, topic.page_path
    assert [card.attrs["id"] for card in browser.get("/admin/help?search=pack").all(".guide .card")] == ["packs"]


def test_the_guide_leads_to_where_a_connection_is_really_checked(entered: AdminOffice) -> None:
    """The self-test reads what was found last; it was said to try every connection."""
    card = entered.browser.get("/admin/help").only(".guide .card#check").to_text()
    button = "Check the connection"
    assert button in card
    assert button not in [one.to_text() for one in entered.browser.get("/admin/self-test").all("button")]
