"""What the class page says about its list of members when the platform's new one is of no use."""

import httpx2
import pytest

from tests.journeys.scenario import FINLAND, Scenario, open_scenario
from tests.journeys.test_the_list_of_members import class_page, class_row, enrolments_by_name

NO_RESPONSE_TEXT = "ei vastannut"


def roster_text(scenario: Scenario) -> str:
    """The sentence beside the button that fetches the list, after one more fetch."""
    return " ".join(class_page(scenario).only("form.roster span").to_text().split())


def break_roster(scenario: Scenario, how: str) -> None:
    """The platform's next list is bad in one way."""
    if how == "nrps_bad":
        scenario.network.respond_with("memberships", httpx2.Response(200, json={"members": None}))
    else:
        scenario.platform.faults.roster = {"nrps_loop": "loop", "nrps_elsewhere": "elsewhere"}[how]


@pytest.mark.parametrize("how", ["nrps_loop", "nrps_bad", "nrps_elsewhere"])
def test_a_bad_list_keeps_the_old_one_and_nobody_says_the_platform_was_silent(scenario: Scenario, how: str) -> None:
    class_page(scenario)
    before = enrolments_by_name(scenario)
    break_roster(scenario, how)
    text = roster_text(scenario)
    assert class_row(scenario)["roster_error"] == how
    assert enrolments_by_name(scenario) == before
    assert NO_RESPONSE_TEXT not in text
    assert "10.00" in text


@pytest.mark.parametrize("how", ["nrps_loop", "nrps_bad", "nrps_elsewhere"])
def test_a_bad_list_before_any_good_one_does_not_claim_that_an_old_one_is_kept(scenario: Scenario, how: str) -> None:
    break_roster(scenario, how)
    text = roster_text(scenario)
    assert class_row(scenario)["roster_error"] == how
    assert "vanha" not in text
    assert "entinen" not in text


def test_a_platform_that_stops_giving_its_list_leaves_the_one_there_was_and_that_is_said(scenario: Scenario) -> None:
    class_page(scenario)
    before = enrolments_by_name(scenario)
    scenario.network.respond_with("memberships", httpx2.Response(403), httpx2.Response(403))
    text = roster_text(scenario)
    assert (class_row(scenario)["roster_state"], class_row(scenario)["roster_error"]) == ("refused", "nrps_refused")
    assert enrolments_by_name(scenario) == before
    assert "10.00" in text


def test_the_whole_list_is_read_once_a_day_however_often_changes_are_asked_for(database_url: str) -> None:
    with open_scenario(database_url, "itslearning") as autumn:  # tells only what has changed
        class_page(autumn)
        missed = autumn.people(FINLAND)[0]
        autumn.platform.people[missed].roles.pop(FINLAND)  # gone, and no list of changes ever says so
        for _hour in range(3):
            autumn.advance(hours=6)
            class_page(autumn)
            assert "since=" in autumn.network.requests[-1]
        assert enrolments_by_name(autumn)[missed][1] == "active"
        autumn.advance(hours=7)
        class_page(autumn)
        assert "since=" not in autumn.network.requests[-1]
        assert enrolments_by_name(autumn)[missed][1] == "left"
