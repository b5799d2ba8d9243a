"""Who stands in the school's list with the surname first is greeted by the given name (docs/decisions/0041)."""

from dataclasses import replace

from sqlalchemy import select

from careered.roster.tables import Person
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario

COURSE = FINLAND


def put_surname_first(scenario: Scenario, person_id: str, given: str, family: str) -> None:
    """The platform shows this person as schools' lists often do."""
    person = scenario.platform.people[person_id]
    person.name, person.given, person.family = f"{family} {given}", given, family


def kept_given_names(scenario: Scenario) -> set[str]:
    """The given names that are stored."""
    column = Person.__table__.c.given_name
    with scenario.school.database.reading() as db:
        return set(db.execute(select(column).where(column.is_not(None))).scalars())


def test_a_pupil_with_the_surname_first_is_greeted_by_the_given_name(scenario: Scenario) -> None:
    pupil, other = scenario.people(COURSE)[:2]
    put_surname_first(scenario, pupil, "Aava", "Ahonen")
    _, page = scenario.opens(pupil, WHOLE_PROGRAMME[COURSE])
    assert page.only(".head bdi").to_text() == "Aava"
    scenario.opens(other, WHOLE_PROGRAMME[COURSE])
    assert kept_given_names(scenario) == {"Aava"}, "a name that begins with the given name is enough"


def test_a_letter_home_has_the_surname_once_and_then_the_given_name(scenario: Scenario) -> None:
    """Seen on a letter: “mitä Ahonen Aava on tehnyt”, the whole name three times."""
    pupil = scenario.people(COURSE)[0]
    put_surname_first(scenario, pupil, "Aava", "Ahonen")
    browser, _page = scenario.teacher(COURSE)
    scenario.run_worker()
    letter = browser.get(f"/teacher/pupil/{scenario.person_id(pupil)}/report?as=print&for=home")
    assert letter.main_text.count("Ahonen Aava") == 1
    assert "mitä Aava on tehnyt" in letter.main_text


def test_a_reminder_calls_a_pupil_of_the_list_by_the_given_name_and_forgets_it_with_the_name(
    scenario: Scenario,
) -> None:
    pupil = scenario.people(COURSE)[0]
    put_surname_first(scenario, pupil, "Aava Sofia", "Ahonen")
    browser, page = scenario.teacher(COURSE)
    scenario.run_worker()
    reminders = browser.get(f"{page.path}/remind")
    row = reminders.only(f"[data-pupil='{scenario.person_id(pupil)}']")
    assert (row.query("bdi")[0].to_text(), row.attrs["data-name"]) == ("Ahonen Aava Sofia", "Aava Sofia")
    assert kept_given_names(scenario) == {"Aava Sofia"}
    scenario.platform.profile = replace(scenario.platform.profile, names=False)
    scenario.teacher(COURSE)
    scenario.run_worker()
    assert kept_given_names(scenario) == set()
