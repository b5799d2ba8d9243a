"""Rights end with their reason, at once and in every browser; what a pupil has done stays theirs to read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from careered.clock import now
from careered.lti import platform_store
from careered.progress.tables import ScoreDelivery
from careered.roster.tables import Person
from demo_platform.people import Role
from tests.journeys.browser import FrameBrowser
from tests.journeys.launches import LEARNER, launch_as_mentor, launch_privacy, launch_with
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, done_of_total, pupil_link
from tests.support.deployments import delete_deployment
from tests.support.pages import Page

OFFICER = "2"


def listed_pupil(scenario: Scenario) -> tuple[str, FrameBrowser]:
    """A pupil in the middle of a lesson, whom the platform's list has."""
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    browser, _ = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    browser.press_next(browser.get("/lessons/fi-3"))
    scenario.teacher(FINLAND)
    scenario.run_worker()
    return pupil, browser


def remove(scenario: Scenario, number: str) -> None:
    """The platform takes somebody out of the course, and its new list comes."""
    scenario.platform.people[number].roles.pop(FINLAND)
    others = [one for one in scenario.people(FINLAND, Role.TEACHER) if one != number]
    scenario.opens(others[0] if others else scenario.people(FINLAND, Role.ASSISTANT)[0], WHOLE_PROGRAMME[FINLAND])
    scenario.run_worker()


def post(browser: FrameBrowser, path: str, **data: str) -> Page:
    """Press something by its address."""
    return Page(
        browser.follow(browser.tool.post(path, data={"session": browser.tool.cookies["__Host-careered"], **data}))
    )


def test_who_comes_again_as_a_pupil_has_no_teachers_page_left_in_any_browser(scenario: Scenario) -> None:
    teacher = scenario.people(FINLAND, Role.TEACHER)[0]
    first, page = scenario.opens(teacher, WHOLE_PROGRAMME[FINLAND])
    second, _ = scenario.opens(teacher, WHOLE_PROGRAMME[FINLAND])
    launch_with(scenario, teacher, {"roles": [LEARNER]})
    for browser in (first, second):
        assert browser.get(page.path).code == "session_missing"
        assert post(browser, page.path + "/refresh").code == "session_missing"


def test_who_comes_again_with_the_same_role_keeps_the_other_tab(scenario: Scenario) -> None:
    first, page = scenario.teacher(FINLAND)
    scenario.teacher(FINLAND)
    assert first.get(page.path).code == ""


def test_a_teacher_whom_the_list_no_longer_has_is_out_and_the_others_are_not(scenario: Scenario) -> None:
    other = scenario.platform.add_person(FINLAND, "Toinen Opettaja", role=Role.TEACHER)
    browser, page = scenario.opens(other.id, WHOLE_PROGRAMME[FINLAND])
    colleague, _ = scenario.teacher(FINLAND)
    scenario.run_worker()
    assert browser.get(page.path).code == ""
    remove(scenario, other.id)
    assert browser.get(page.path).code == "session_missing"
    assert colleague.get(page.path).code == ""


def test_whoever_opens_it_first_owns_nothing_and_who_leaves_takes_no_right_along(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    first = scenario.people(FINLAND, Role.TEACHER)[0]
    second = scenario.platform.add_person(FINLAND, "Toinen Opettaja", role=Role.TEACHER)
    gone, page = scenario.opens(first, WHOLE_PROGRAMME[FINLAND])
    stays, _ = scenario.opens(second.id, WHOLE_PROGRAMME[FINLAND])
    scenario.run_worker()
    remove(scenario, first)
    assert gone.get(page.path).code == "session_missing"
    name = scenario.platform.people[pupil].name
    record = stays.get(pupil_link(stays.get(page.path), name))
    assert record.code == ""
    assert stays.get(f"{page.path}/gradebook").code == ""
    assert stays.submit(stays.get(page.path).form("form[action$='/refresh']")).code == ""
    again, seen = scenario.opens(second.id, WHOLE_PROGRAMME[FINLAND])
    assert (seen.path, again.get(seen.path).code) == (page.path, "")
    assert pupil_link(seen, name)


def test_an_administrator_of_the_platform_whom_no_list_ever_had_may_stay(scenario: Scenario) -> None:
    came = launch_with(scenario, scenario.people(FINLAND, Role.TEACHER)[0], {"sub": "4711", "name": "Ylläpitäjä"})
    path = came.page.path
    scenario.run_worker()
    assert came.browser.get(path).code == ""


def test_a_pupil_who_has_left_reads_and_changes_nothing(scenario: Scenario) -> None:
    pupil, browser = listed_pupil(scenario)
    before = scenario.record(pupil, FINLAND)
    remove(scenario, pupil)
    assert done_of_total(browser.get("/lessons"))[0] == 1
    assert browser.get("/me").code == ""
    actions = ["/lessons/fi-4/start", "/lessons/fi-3/steps/x", "/lessons/fi-3/steps/x/draft", "/questions/create"]
    actions += [
        "/boards/x/post",
        "/boards/x/react",
        "/me/entries/create",
        "/me/services",
        "/me/card/lines",
        "/live-lesson/exit-ticket",
    ]
    for path in actions:
        page = post(browser, path, text="x")
        assert (page.response.status_code, page.code) == (403, "left_class"), path
    assert browser.get("/boards").code == "left_class"
    assert "kurs" in page.only("h1").to_text()
    assert scenario.record(pupil, FINLAND)["requirements"] == before["requirements"]


def test_a_pupil_who_leaves_takes_the_work_along(scenario: Scenario) -> None:
    pupil, browser = listed_pupil(scenario)
    remove(scenario, pupil)
    assert post(browser, "/me/transfer/create-code").code == ""


def test_a_pupil_who_is_in_the_course_again_goes_on(scenario: Scenario) -> None:
    pupil, browser = listed_pupil(scenario)
    remove(scenario, pupil)
    scenario.platform.people[pupil].roles[FINLAND] = Role.LEARNER
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert post(browser, "/lessons/fi-4/start").code == ""


def postpone_scores(scenario: Scenario) -> None:
    """All that is to be sent waits for ten minutes."""
    deliveries = ScoreDelivery.__table__
    with scenario.school.database.transaction() as db:
        later = now() + timedelta(minutes=10)
        is_due = deliveries.c.next_attempt_at.is_not(None)
        db.execute(update(deliveries).where(is_due).values(next_attempt_at=later))


def test_no_score_is_sent_for_a_pupil_who_has_left_before_it_was(scenario: Scenario) -> None:
    pupil, browser = listed_pupil(scenario)
    scenario.goes_through(browser, FINLAND, "fi-4")
    postpone_scores(scenario)
    remove(scenario, pupil)
    scores = scenario.request_count("score")
    assert scenario.run_worker_until_idle() == 0
    assert scenario.request_count("score") == scores
    assert scenario.gradebook_points(pupil, FINLAND)[0] == 1


def switch_platform_off(scenario: Scenario, _number: str) -> None:
    """An administrator switches the platform off."""
    with scenario.school.database.transaction() as db:
        known = platform_store.all_platforms(db)[0]
        platform_store.set_status(db, known.organisation_id, known.platform_id, "off")


def remove_deployment(scenario: Scenario, _number: str) -> None:
    """The deployment is no longer approved."""
    with scenario.school.database.transaction() as db:
        known = platform_store.all_platforms(db)[0]
        deployment_id = next(iter(known.deployments))
        delete_deployment(db, known.organisation_id, known.platform_id, deployment_id)


def block(scenario: Scenario, number: str) -> None:
    """Somebody's access is switched off."""
    people = Person.__table__
    with scenario.school.database.transaction() as db:
        db.execute(update(people).where(people.c.sub == number).values(blocked=True))


ENDINGS = [switch_platform_off, remove_deployment, block]


@pytest.mark.parametrize("end", ENDINGS)
def test_visits_end_with_platform_deployment_and_access(
    scenario: Scenario, end: Callable[[Scenario, str], None]
) -> None:
    pupil, browser = listed_pupil(scenario)
    end(scenario, pupil)
    assert browser.get("/lessons").code == "session_missing"
    assert post(browser, "/lessons/fi-4/start").code == "session_missing"


@pytest.mark.parametrize("end", [switch_platform_off, remove_deployment])
def test_guardians_and_officers_are_out_with_their_platform(
    scenario: Scenario, end: Callable[[Scenario, str], None]
) -> None:
    pupil, _ = listed_pupil(scenario)
    mentor, officer = launch_as_mentor(scenario, pupil), launch_privacy(scenario, OFFICER, pupil)
    assert (mentor.page.path, officer.page.path) == ("/mentor", "/privacy")
    end(scenario, pupil)
    assert mentor.browser.get("/mentor").code == "session_missing"
    assert officer.browser.get("/privacy").code == "session_missing"


def test_a_platform_that_is_switched_on_again_lets_everybody_go_on(scenario: Scenario) -> None:
    pupil, browser = listed_pupil(scenario)
    switch_platform_off(scenario, pupil)
    with scenario.school.database.transaction() as db:
        known = platform_store.all_platforms(db)[0]
        platform_store.set_status(db, known.organisation_id, known.platform_id, "active")
    assert browser.get("/lessons").code == ""


def test_staff_whom_the_list_lacks_and_the_platform_lets_in_are_not_thrown_out_each_time(scenario: Scenario) -> None:
    manager = scenario.platform.add_person(FINLAND, "Entinen Opettaja", role=Role.TEACHER)
    scenario.opens(manager.id, WHOLE_PROGRAMME[FINLAND])
    scenario.run_worker()
    remove(scenario, manager.id)
    colleague = scenario.people(FINLAND, Role.TEACHER)[0]
    again = launch_with(scenario, colleague, {"sub": manager.id, "name": manager.name})
    scenario.run_worker()
    assert again.browser.get(again.page.path).code == ""
