"""What teachers ask on the second day is answered in the help of their class, and each answer leads to its place."""

from tests.journeys.scenario import FINLAND, Scenario

SECTION = "section[aria-labelledby='answers-title']"


def test_each_question_has_an_answer_and_its_link_leads_there(scenario: Scenario) -> None:
    scenario.finishes(scenario.people(FINLAND)[0], FINLAND)
    teacher, home = scenario.teacher(FINLAND)
    page = teacher.get(f"{home.path}/help")
    assert len(page.all(f"{SECTION} summary")) == len(page.all(f"{SECTION} details p")) == 6
    links = [str(element.attrs["href"]) for element in page.all(f"{SECTION} a")]
    assert len(links) == 2
    assert [teacher.get(link).response.status_code for link in links] == [200, 200]


def test_what_the_answer_names_is_on_the_pupils_page(scenario: Scenario) -> None:
    person = scenario.people(FINLAND)[0]
    scenario.opens(person, "1")
    teacher, page = scenario.teacher(FINLAND)
    form = teacher.get(f"{page.path}/attestations").form("form#mark")
    teacher.submit(form, what="exempt:FI-R1", everybody="yes", reason="decided")
    link = next(str(element.attrs["href"]) for element in page.all("table.grid tbody th a"))
    record = teacher.get(link)
    headings = [element.to_text() for element in record.all("h2, h3")]
    answers = teacher.get(f"{page.path}/help").main_text
    assert any(heading and heading in answers for heading in headings if heading.startswith("Mitä opettajat"))
