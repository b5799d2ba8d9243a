"""Who came and who went, by the platform's list: the class's page says it with names and days."""

from demo_platform.people import Role
from tests.journeys.scenario import FINLAND, Scenario
from tests.journeys.test_the_list_of_members import class_page
from tests.support.pages import Page


def moves_on(page: Page) -> list[str]:
    """The sentences about who came and who left."""
    return [" ".join(line.to_text().split()) for line in page.all("p.moves")]


def test_the_first_list_brings_everybody_and_says_so_of_nobody(scenario: Scenario) -> None:
    assert moves_on(class_page(scenario)) == []
    scenario.advance(days=1)
    assert moves_on(class_page(scenario)) == [], "nor does the next, which is the same"


def test_who_is_new_on_the_list_and_who_is_gone_from_it_is_said_with_the_day_for_two_weeks(scenario: Scenario) -> None:
    class_page(scenario)
    scenario.advance(days=1)
    leaver = scenario.platform.people[scenario.people(FINLAND)[0]]
    leaver.roles.pop(FINLAND)
    scenario.platform.add_person(FINLAND, "Uusi Oppilas")
    scenario.platform.add_person(FINLAND, "Uusi Opettaja", role=Role.TEACHER)
    day = "24.11."
    came, left = moves_on(class_page(scenario))
    assert came.endswith(f"Uusi Oppilas ({day})"), "of pupils only"
    assert left.endswith(f"{leaver.name} ({day})")
    scenario.advance(days=13)
    assert moves_on(class_page(scenario)) == [came, left], "with the day of the list that said it first"
    leaver.roles[FINLAND] = Role.LEARNER
    (back,) = moves_on(class_page(scenario))[:1]
    assert leaver.name in back
    scenario.advance(days=15)
    assert moves_on(class_page(scenario)) == []


def test_a_platform_without_a_list_offers_no_button_to_fetch_one(scenario: Scenario) -> None:
    assert len(class_page(scenario).all("#refresh")) == 1
    scenario.platform.faults.withheld = "contextmembership.readonly"
    page = class_page(scenario)
    assert page.all("#refresh") == []
    assert page.only("form.roster span").to_text().strip() != ""
