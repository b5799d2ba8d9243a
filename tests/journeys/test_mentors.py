"""A guardian sees how far the own child is, and nothing of what the child wrote; of nobody else anything at all."""

from typing import Any

import pytest
from sqlalchemy import func, select

from careered.privacy.tables import AccessLog
from careered.progress.tables import Answer, Event
from tests.journeys.launches import launch_as_mentor
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, done_of_total
from tests.support.pages import Page
from tests.support.people import finish_lesson


def person_id(scenario: Scenario, number: str) -> str:
    """Our id of a pupil."""
    return str(scenario.record(number, FINLAND)["id"])


def access_log_rows(scenario: Scenario) -> list[dict[str, Any]]:
    """The access log."""
    with scenario.school.database.reading() as db:
        return [dict(row) for row in db.execute(select(AccessLog.__table__)).mappings()]


def count_rows(scenario: Scenario, table: Any) -> int:
    """How many rows a table has."""
    with scenario.school.database.reading() as db:
        return int(db.execute(select(func.count()).select_from(table.__table__)).scalar_one())


def test_a_guardian_sees_how_far_the_own_child_is_and_no_other_child(scenario: Scenario) -> None:
    child, other = scenario.people(FINLAND)[:2]
    scenario.finishes(child, FINLAND)
    scenario.finishes(other, FINLAND)
    page = launch_as_mentor(scenario, child).page
    assert page.path == "/mentor"
    assert done_of_total(page) == (1, 5)
    names = scenario.platform.people
    assert names[child].name in page.main_text
    assert names[other].name not in page.response.text
    assert page.all(".preview") == []


def test_a_guardian_sees_states_and_moments_and_lessons_and_no_answer(scenario: Scenario) -> None:
    child = scenario.people(FINLAND)[0]
    scenario.finishes(child, FINLAND)
    outcome = launch_as_mentor(scenario, child)
    link = outcome.page.all("main section.card a")[0]
    page = outcome.browser.get(str(link.attrs["href"]))
    assert page.path == f"/mentor/pupil/{person_id(scenario, child)}"
    lesson = scenario.pack(FINLAND).lesson("fi-2")
    assert lesson
    assert lesson.title.in_language("fi") in page.main_text
    assert [element.attrs["class"] for element in page.all("#requirements .state")].count("state done") == 1
    assert len(page.all("#requirements .state")) == 5
    assert "10.00" in page.main_text
    assert "Tehty " in page.only("#requirements section:has(.state.done)").to_text()
    assert "Löysin" not in page.response.text
    assert page.all("dl.answers, bdi.answer, .called") == []


def test_every_look_of_a_guardian_is_noted(scenario: Scenario) -> None:
    child = scenario.people(FINLAND)[0]
    scenario.opens(child, WHOLE_PROGRAMME[FINLAND])
    outcome = launch_as_mentor(scenario, child)
    assert outcome.page.path == "/mentor"
    outcome.browser.get(f"/mentor/pupil/{person_id(scenario, child)}")
    assert [(row["viewer_role"], row["action"]) for row in access_log_rows(scenario)] == [
        ("mentor", "mentor_list"),
        ("mentor", "mentor_pupil"),
    ]
    assert {row["pupil_person_id"] for row in access_log_rows(scenario)} == {person_id(scenario, child)}


def test_a_pupil_whom_the_platform_did_not_name_is_not_there(scenario: Scenario) -> None:
    child, other = scenario.people(FINLAND)[:2]
    scenario.opens(child, WHOLE_PROGRAMME[FINLAND])
    scenario.opens(other, WHOLE_PROGRAMME[FINLAND])
    outcome = launch_as_mentor(scenario, child)
    for path in (f"/mentor/pupil/{person_id(scenario, other)}", "/mentor/pupil/nobody"):
        page = outcome.browser.get(path)
        assert (page.response.status_code, page.code) == (404, "not_found")
    assert access_log_rows(scenario) == []


def test_a_guardian_has_no_page_of_the_teacher(scenario: Scenario) -> None:
    child = scenario.people(FINLAND)[0]
    scenario.opens(child, WHOLE_PROGRAMME[FINLAND])
    outcome = launch_as_mentor(scenario, child)
    class_id = scenario.class_rows()[0]["id"]
    for path in (f"/teacher/class/{class_id}", f"/teacher/pupil/{person_id(scenario, child)}", "/privacy"):
        assert outcome.browser.get(path).response.status_code == 404


@pytest.mark.parametrize("named", [(), ("4711",)], ids=["nobody", "a stranger"])
def test_a_guardian_to_whom_nobody_is_named_reads_what_to_do(scenario: Scenario, named: tuple[str, ...]) -> None:
    scenario.opens(scenario.people(FINLAND)[0], WHOLE_PROGRAMME[FINLAND])
    page = launch_as_mentor(scenario, *named).page
    assert (page.response.status_code, page.path) == (200, "/mentor")
    assert page.all("section.card") == []
    assert page.main_text.count("Moodle") >= 2
    assert all(person.name not in page.response.text for person in scenario.platform.people.values())


def test_a_guardian_tries_a_lesson_and_leaves_no_trace(scenario: Scenario) -> None:
    child = scenario.people(FINLAND)[0]
    scenario.opens(child, WHOLE_PROGRAMME[FINLAND])
    outcome = launch_as_mentor(scenario, child)
    link = next(element for element in outcome.page.all("main a") if outcome.page.path_of(element) == "/lessons")
    lessons = outcome.browser.get(str(link.attrs["href"]))
    assert len(lessons.all(".preview")) == 1
    lesson = scenario.pack(FINLAND).lesson("fi-2")
    assert lesson
    end = finish_lesson(outcome.browser, scenario.pack(FINLAND), outcome.browser.get("/lessons/fi-2"), lesson)
    assert len(end.all(".preview")) == 1
    assert [count_rows(scenario, table) for table in (Answer, Event)] == [0, 0]
    assert scenario.run_worker_until_idle() == 0
    assert scenario.request_count("score") == 0


def test_a_guardian_without_cookies_goes_from_page_to_page_by_forms(scenario: Scenario) -> None:
    child = scenario.people(FINLAND)[0]
    scenario.opens(child, WHOLE_PROGRAMME[FINLAND])
    outcome = launch_as_mentor(scenario, child)
    session = outcome.browser.tool.cookies["__Host-careered"]
    bare = scenario.school.tool_client()
    first = Page(bare.post("/mentor", data={"session": session}))
    form = next(form for form in first.all("main section.card form"))
    assert form.attrs["action"] == f"/mentor/pupil/{person_id(scenario, child)}"
    second = Page(bare.post(str(form.attrs["action"]), data={"session": session}))
    assert second.only("h1").to_text() == scenario.platform.people[child].name
