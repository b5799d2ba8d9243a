"""From the gradebook to the work behind a score (LtiSubmissionReviewRequest), as a real Moodle 4.5 sends it."""

from careered.roster.tables import Person
from careered.web.tables import SessionRow
from demo_platform.people import Role
from tests.journeys.launches import LaunchOutcome, launch_review
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario
from tests.journeys.test_mentors import access_log_rows, count_rows, person_id


def review_by_teacher(scenario: Scenario, about: str) -> LaunchOutcome:
    """The course's teacher opens a pupil's work."""
    return launch_review(scenario, scenario.people(FINLAND, Role.TEACHER)[0], about)


def test_a_teacher_gets_from_the_gradebook_to_the_pupils_work_and_on_to_the_class(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND, "fi-4")
    outcome = review_by_teacher(scenario, pupil)
    page = outcome.page
    assert page.path == f"/teacher/pupil/{person_id(scenario, pupil)}"
    assert page.only("h1").to_text() == scenario.platform.people[pupil].name
    assert "Löysin" in page.main_text
    assert [(row["viewer_role"], row["action"]) for row in access_log_rows(scenario)] == [("teacher", "pupil_page")]
    back = page.all(".tabs a")[0]
    class_row = scenario.class_rows()[0]
    assert page.path_of(back) == f"/teacher/class/{class_row['id']}"
    assert outcome.browser.get(str(back.attrs["href"])).response.status_code == 200


def test_an_assistant_may_review_too(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    outcome = launch_review(scenario, scenario.people(FINLAND, Role.ASSISTANT)[0], pupil)
    assert outcome.page.path == f"/teacher/pupil/{person_id(scenario, pupil)}"


def test_a_pupil_who_opens_the_own_review_is_at_the_own_lessons(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    page = launch_review(scenario, pupil, pupil).page
    assert page.path == "/lessons"
    assert page.all(".preview") == []


def test_a_pupil_who_never_came_is_said_to_be_unknown_and_nobody_is_let_in(scenario: Scenario) -> None:
    outcome = review_by_teacher(scenario, scenario.people(FINLAND)[5])
    assert (outcome.response.status_code, outcome.code) == (404, "pupil_unknown")
    assert count_people_and_sessions(scenario) == (0, 0)


def test_a_colleague_has_no_work_to_review(scenario: Scenario) -> None:
    colleague = scenario.people(FINLAND, Role.COUNSELLOR)[0]
    scenario.opens(colleague, WHOLE_PROGRAMME[FINLAND])
    assert review_by_teacher(scenario, colleague).code == "pupil_unknown"


def test_a_pupil_of_another_class_is_unknown_here(scenario: Scenario) -> None:
    other = scenario.people("dk-9a")[0]
    scenario.opens(other, WHOLE_PROGRAMME["dk-9a"])
    assert review_by_teacher(scenario, other).code == "pupil_unknown"


def test_a_classmate_is_turned_away_and_nothing_is_written(scenario: Scenario) -> None:
    pupil, classmate = scenario.people(FINLAND)[:2]
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    before = count_people_and_sessions(scenario)
    outcome = launch_review(scenario, classmate, pupil)
    assert (outcome.response.status_code, outcome.code) == (403, "not_allowed")
    assert count_people_and_sessions(scenario) == before
    assert access_log_rows(scenario) == []
    assert "__Host-careered" not in outcome.browser.tool.cookies


def count_people_and_sessions(scenario: Scenario) -> tuple[int, int]:
    """How many people and open visits there are."""
    return count_rows(scenario, Person), count_rows(scenario, SessionRow)


def test_reviewing_creates_no_line_item_and_sends_no_score(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    scenario.run_worker()
    line_items, sent = set(scenario.platform.line_items), scenario.request_count("score")
    review_by_teacher(scenario, pupil)
    assert scenario.run_worker_until_idle() == 0
    assert (set(scenario.platform.line_items), scenario.request_count("score")) == (line_items, sent)
