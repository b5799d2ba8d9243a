"""A platform that gives no gradebook, no list and no names: no page of its staff has a button that does nothing."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from careered.app import all_routes
from demo_platform.people import Role
from demo_platform.vocabulary import AGS_SCOPES
from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import FINLAND, SINGLE_LESSON, WHOLE_PROGRAMME, Scenario
from tests.support.pages import Page

SERVICES = "contextmembership.readonly " + " ".join(scope.rpartition("/")[2] for scope in AGS_SCOPES)
ABOUT_PUPILS = ("/attestations/create", "/groups/save", "/remind/send", "/accounts/join", "/not-pupils", "/report?")
NOT_OF_ONE_CLASS = {"/teacher/training", "/teacher/training/certificate"}
HAS_NO_PUPILS = "Ei vielä oppilaita"


@pytest.fixture
def bare(scenario: Scenario) -> Scenario:
    """A platform with neither services nor names."""
    scenario.platform.faults.withheld = SERVICES
    scenario.platform.profile = replace(scenario.platform.profile, names=False)
    return scenario


def opens_class(scenario: Scenario) -> FrameBrowser:
    """The teacher's browser, after the worker has looked for a list."""
    browser, _page = scenario.opens(scenario.people(FINLAND, Role.TEACHER)[0], SINGLE_LESSON[FINLAND])
    scenario.run_worker()
    return browser


def addresses(scenario: Scenario, pupil: str = "") -> Iterator[str]:
    """Every page of a class and, where there is one, of a pupil that staff may look at, as the routes name them."""
    class_id, pack = scenario.class_rows()[0]["id"], scenario.pack(FINLAND)
    column = pack.requirements_for(8)[0].id
    for route in all_routes():
        path = str(getattr(route, "path", ""))
        if "GET" not in (getattr(route, "methods", None) or ()) or not path.startswith("/teacher/"):
            continue
        if path in NOT_OF_ONE_CLASS or "{board}" in path or ("/pupil/" in path and not pupil):
            continue
        ids = {"id": pupil if "/pupil/" in path else class_id, "column": column, "lesson": pack.lessons[0].id}
        yield path.format(**ids)


def pages(scenario: Scenario, browser: FrameBrowser, pupil: str = "") -> Iterator[Page]:
    """These pages; files are none."""
    for address in addresses(scenario, pupil):
        response = browser.follow(browser.tool.get(address))
        assert response.status_code in {200, 404}, address
        if response.status_code == 200 and response.headers["content-type"].startswith("text/html"):
            yield Page(response)


def dead_ends(page: Page, *parts: str) -> list[str]:
    """The forms and links of a page that lead to something of which there is nothing."""
    ways = [str(form.attrs["action"]) for form in page.all("form[action]") if form.query("button")]
    ways += [str(button.attrs["formaction"]) for button in page.all("button[formaction]")]
    ways += [str(link.attrs["href"]) for link in page.all("a[href]")]
    return [way for way in ways if any(part in way for part in parts)]


def test_without_gradebook_list_and_names_no_page_offers_what_there_is_nothing_of(bare: Scenario) -> None:
    pupil = bare.people(FINLAND)[0]
    bare.finishes(pupil, FINLAND)
    browser, seen = opens_class(bare), 0
    name = bare.platform.people[pupil].family
    for page in pages(bare, browser, bare.person_id(pupil)):
        seen += 1
        assert dead_ends(page, "/refresh", "/gradebook") == [], page.path
        assert name not in page.main_text
    assert seen > 20
    class_page = browser.get(f"/teacher/class/{bare.class_rows()[0]['id']}")
    assert "osallistujaluettelo" in class_page.only("form.roster").to_text(), "a sentence says why"
    assert "ei ole saraketta" in browser.get(f"{class_page.path}/gradebook").main_text


def test_a_class_without_pupils_has_sentences_where_there_is_nobody_to_choose(bare: Scenario) -> None:
    browser, seen = opens_class(bare), 0
    for page in pages(bare, browser):
        seen += 1
        assert dead_ends(page, "/refresh", "/gradebook", *ABOUT_PUPILS) == [], page.path
    assert seen > 12
    home = f"/teacher/class/{bare.class_rows()[0]['id']}"
    for path in ("", "/attestations", "/groups", "/accounts", "/reports", "/remind"):
        assert HAS_NO_PUPILS in browser.get(home + path).main_text, path
    assert dead_ends(browser.get(f"{home}/reports"), "/remind", "/attestations", "/accounts", "/report?") == []


def test_a_class_with_a_gradebook_and_a_list_has_the_ways_to_them(scenario: Scenario) -> None:
    scenario.finishes(scenario.people(FINLAND)[0], FINLAND)
    browser, _page = scenario.opens(scenario.people(FINLAND, Role.TEACHER)[0], WHOLE_PROGRAMME[FINLAND])
    scenario.run_worker()
    found = {
        way for page in pages(scenario, browser) for way in dead_ends(page, "/refresh", "/gradebook", *ABOUT_PUPILS)
    }
    assert any("/refresh" in way for way in found)
    assert any("/gradebook" in way for way in found)
    assert all(any(part in way for way in found) for part in ABOUT_PUPILS if part != "/accounts/join")
