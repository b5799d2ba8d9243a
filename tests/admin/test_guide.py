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
