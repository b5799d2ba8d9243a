"""National services as pupils see them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from careered.lessons.kinds import registry
from careered.packs.load import read_pack
from careered.packs.release_review import undescribed_services
from careered.services.cards import ServiceCard, cards_for_step, directory
from tests.lessons.factories import GOOD_ANSWERS, HarbourSchool, Visitor, texts_of

CONTENT = Path(__file__).parents[2] / "content"
WHILE_FRESH, WHEN_STALE = datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 1, 15, tzinfo=UTC)


def card(school: HarbourSchool, moment: datetime, index: int = 0, lang: str = "en") -> ServiceCard:
    """A card of the contact step, at some time."""
    step = school.lesson("xh-1").step("xh-1-contact")
    assert step is not None
    with time_machine.travel(moment, tick=False):
        return cards_for_step(school.pack, step, lang)[index]


@pytest.fixture
def at_contact(aino: Visitor) -> Visitor:
    """A pupil at the step about services."""
    aino.completes("xh-1-read", "xh-1-visit", "xh-1-source", "xh-1-check", "xh-1-reflect")
    return aino


def test_hours_and_numbers_show_while_somebody_has_checked_them_lately(school: HarbourSchool) -> None:
    fresh = card(school, WHILE_FRESH)
    assert fresh.hours == "Chat: Mon–Fri 09:00–15:30, Sat 10:00–12:00"
    assert ("phone", "Phone +99 12 34 56 78") in fresh.channels


def test_old_hours_and_numbers_are_left_to_the_services_own_page(school: HarbourSchool) -> None:
    old = card(school, WHEN_STALE)
    assert old.hours == "We do not know when you will get an answer. The service's own page may tell you."
    assert ("phone", "Phone") in old.channels


def test_a_service_without_a_page_promises_no_hours_anywhere(school: HarbourSchool) -> None:
    assert card(school, WHILE_FRESH, 1).url == ""
    assert card(school, WHILE_FRESH, 1).hours == "We do not know when you will get an answer."


def test_a_pupil_reads_what_a_service_is_for_and_never_the_teaching_goal(at_contact: Visitor) -> None:
    for path in ("/services", "/lessons/xh-1/xh-1-contact"):
        text = at_contact.get(path).main_text
        assert "For finding a route of your own." in text
        assert "Finds routes." not in text
        assert "Talks with a person." not in text  # a service that the pack does not describe


@pytest.mark.parametrize("country", ["finland", "denmark"])
def test_both_countries_say_of_every_service_what_it_is_for(country: str) -> None:
    pack = read_pack(CONTENT / country, registry()).pack
    assert pack is not None
    assert undescribed_services(pack) == []
    offered = [service for service in pack.services if service.status != "closed"]
    for service, shown in zip(offered, directory(pack, pack.default_language), strict=True):
        assert shown.purpose not in ("", service.pupil_does.in_language(pack.default_language))


def test_hours_are_written_in_the_readers_language(school: HarbourSchool) -> None:
    assert "ma–pe 9.00–15.30, la 10.00–12.00" in card(school, WHILE_FRESH, lang="fi").hours


def test_a_service_says_where_one_can_stay_unknown(school: HarbourSchool) -> None:
    assert "the service's web pages, chat" in card(school, WHILE_FRESH).anonymous
    assert card(school, WHILE_FRESH, 1).anonymous == ""


def test_a_service_without_a_page_has_no_button(at_contact: Visitor) -> None:
    page = at_contact.get("/lessons/xh-1/xh-1-contact")
    assert texts_of(page.all(".service h2")) == ["Compass", "Counsellor’s room"]
    links = page.all(".service a")
    assert [link.attrs["href"] for link in links] == ["https://compass.example.org/en"]
    assert "Your school" in page.main_text
    assert page.form("[data-next]").choices["first"] == ["compass", "room"]


def test_a_service_opens_in_a_new_tab_that_knows_nothing_of_us(aino: Visitor) -> None:
    aino.completes("xh-1-read")
    link = aino.get("/lessons/xh-1/xh-1-visit").only("a[target=_blank]")
    assert link.attrs["href"] == "https://compass.example.org/en"
    assert link.attrs["rel"] == "noopener noreferrer"
    assert link.attrs["referrerpolicy"] == "no-referrer"
    assert link.attrs["data-visit"] == "task_a"
    assert "opens in a new tab" in texts_of([link])[0]


def test_one_of_the_shown_services_must_be_chosen(at_contact: Visitor) -> None:
    assert at_contact.hand_in("xh-1-contact", {}).status_code == 422
    assert at_contact.hand_in("xh-1-contact", {"first": "elsewhere"}).status_code == 422
    assert at_contact.hand_in("xh-1-contact", GOOD_ANSWERS["xh-1-contact"]).status_code == 303


@pytest.mark.parametrize(
    ("at", "lang", "expected"),
    [
        (datetime(2026, 11, 2, 9, 0, tzinfo=UTC), "en", "Chat: open now, until 15:30"),
        (datetime(2026, 11, 2, 9, 0, tzinfo=UTC), "fi", "auki nyt, sulkeutuu 15.30"),
        (datetime(2026, 11, 1, 9, 0, tzinfo=UTC), "en", "Chat: closed now, opens Mon 2 November 2026, 09:00"),
    ],
)
def test_a_pupil_sees_who_answers_now(at: datetime, lang: str, expected: str, school: HarbourSchool) -> None:
    with time_machine.travel(at, tick=False):
        aino = school.visitor()
        if lang == "fi":
            aino.submit(aino.get("/services").form("form.languages"), {"language": "fi"})
        assert expected in aino.get("/services").main_text


def test_nobody_is_said_to_be_there_when_nobody_has_checked(school: HarbourSchool) -> None:
    with time_machine.travel(WHEN_STALE, tick=False):
        page = school.visitor().get("/services")
        assert not page.all("[data-now]")
        assert "We do not know when you will get an answer." in page.main_text
        assert len(page.all(".service")) == len(school.pack.services)


def test_the_directory_says_what_a_service_is_good_for(school: HarbourSchool) -> None:
    text = school.visitor().get("/services").main_text
    assert "Finding information" in text
    assert "Asking someone" in text
    assert school.visitor().get("/lessons").all("a[href^='/services?']")
