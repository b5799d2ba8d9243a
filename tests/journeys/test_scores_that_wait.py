"""Scores that a platform does not accept: which need attention, what requeues them, and what is shown."""

from sqlalchemy import select

from careered.lti import connection_log
from careered.progress.tables import LineItem as LineItemRow
from demo_platform.courses import LineItem
from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import DENMARK, FINLAND, WHOLE_PROGRAMME, Scenario
from tests.support.pages import Page


def gradebook_page(scenario: Scenario, course: str = FINLAND) -> tuple[FrameBrowser, Page]:
    """The page of score deliveries, as the teacher sees it."""
    browser, page = scenario.teacher(course)
    return browser, browser.get(f"{page.path}/gradebook")


def retries_deliveries(scenario: Scenario, course: str = FINLAND) -> Page:
    """The teacher says, a little later, that something was mended."""
    scenario.advance(seconds=2)
    browser, page = gradebook_page(scenario, course)
    return browser.submit(page.form("form[action$='/gradebook/retry']"))


def delete_column(scenario: Scenario) -> str:
    """A pupil who has finished a lesson in a course whose activity has no line item: careered creates one."""
    scenario.platform.remove_line_item("1")
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    assert scenario.run_worker() == 0
    return pupil


def delete_created_column(scenario: Scenario) -> tuple[str, LineItem]:
    """The pupil, and the line item that careered created and staff deleted before the pupil's next lesson was sent."""
    pupil = delete_column(scenario)
    (created,) = line_items(scenario)
    scenario.platform.remove_line_item(created.id)
    scenario.advance(seconds=2)
    scenario.finishes(pupil, FINLAND, "fi-3")
    scenario.run_worker()
    assert scenario.delivery(pupil, FINLAND)["state"] == "column_gone"
    return pupil, created


def line_items(scenario: Scenario, course: str = FINLAND) -> list[LineItem]:
    """The line items of a course on the platform."""
    return [line_item for line_item in scenario.platform.line_items.values() if line_item.course_id == course]


def test_a_pupil_who_is_back_in_the_course_need_not_wait_half_a_day(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    role = scenario.platform.people[pupil].roles.pop(FINLAND)
    scenario.run_worker()
    assert scenario.delivery(pupil, FINLAND)["state"] == "not_in_course"
    scenario.platform.people[pupil].roles[FINLAND] = role
    retries_deliveries(scenario)
    assert scenario.run_worker() == 0
    assert scenario.gradebook_points(pupil, FINLAND)[0] == 1


def test_a_line_item_of_careered_is_created_again_once_when_the_teacher_asks_for_it(scenario: Scenario) -> None:
    pupil, created = delete_created_column(scenario)
    scenario.advance(days=2)
    scenario.run_worker()
    assert line_items(scenario) == []
    retries_deliveries(scenario)
    assert scenario.run_worker() == 0
    (recreated,) = line_items(scenario)
    assert recreated.resource_id == created.resource_id == "careered-programme"
    assert pupil in scenario.platform.gradebook[recreated.id]


def test_a_line_item_created_again_has_the_scores_of_the_deleted_one(scenario: Scenario) -> None:
    diligent = delete_column(scenario)
    other = scenario.people(FINLAND)[1]
    (created,) = line_items(scenario)
    scenario.platform.remove_line_item(created.id)
    scenario.advance(seconds=2)
    scenario.finishes(other, FINLAND)
    scenario.run_worker()
    assert scenario.delivery(other, FINLAND)["state"] == "column_gone"
    assert scenario.delivery(diligent, FINLAND)["state"] == "delivered", "nobody has noticed yet"
    retries_deliveries(scenario)
    assert scenario.run_worker() == 0
    (recreated,) = line_items(scenario)
    assert set(scenario.platform.gradebook[recreated.id]) == {diligent, other}


def test_a_line_item_that_only_seemed_to_be_gone_is_not_created_twice(scenario: Scenario) -> None:
    pupil = delete_column(scenario)
    (created,) = line_items(scenario)
    scenario.advance(seconds=2)
    scenario.platform.faults.refusal = "404 Not found"
    scenario.finishes(pupil, FINLAND, "fi-3")
    scenario.run_worker()
    assert scenario.delivery(pupil, FINLAND)["state"] == "column_gone"
    scenario.platform.faults.refusal = ""
    retries_deliveries(scenario)
    assert scenario.run_worker() == 0
    assert line_items(scenario) == [created]


def test_a_launch_from_a_line_item_that_was_gone_requeues_the_pupils_score(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    scenario.platform.faults.refusal = "404 Not found"
    scenario.run_worker()
    assert scenario.delivery(pupil, FINLAND)["state"] == "column_gone"
    scenario.platform.faults.refusal = ""
    scenario.advance(minutes=5)
    scenario.opens(scenario.people(FINLAND)[1], WHOLE_PROGRAMME[FINLAND])
    assert scenario.run_worker() == 1
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert scenario.run_worker() == 0
    assert scenario.gradebook_points(pupil, FINLAND)[0] == 1


def test_progress_under_a_deleted_line_item_sends_no_request(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    browser, _ = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    scenario.goes_through(browser, FINLAND)
    scenario.platform.faults.refusal = "404 Not found"
    scenario.run_worker()
    asked = len(scenario.network.requests)
    scenario.advance(minutes=5)
    scenario.goes_through(browser, FINLAND, "fi-3")
    scenario.run_worker()
    assert len(scenario.network.requests) == asked
    delivery = scenario.delivery(pupil, FINLAND)
    assert (delivery["state"], delivery["wanted"]) == ("column_gone", 3)
    scenario.platform.faults.refusal = ""
    retries_deliveries(scenario)
    assert scenario.run_worker() == 0
    assert scenario.gradebook_points(pupil, FINLAND)[0] == 3


def test_a_score_that_only_waits_for_the_next_second_is_not_called_unanswered(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    browser, _ = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    scenario.goes_through(browser, FINLAND)
    scenario.run_worker()
    scenario.goes_through(browser, FINLAND, "fi-3")
    scenario.run_worker()
    assert scenario.delivery(pupil, FINLAND)["state"] == "waiting"
    assert scenario.run_worker_until_idle() == 0


def test_a_teachers_newer_mark_is_never_called_silence_of_the_platform(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    scenario.platform.faults.refusal = "409 Refusing score with an old timestamp"
    scenario.run_worker()
    assert scenario.delivery(pupil, FINLAND)["state"] == "waiting"
    scenario.run_worker_until_idle()
    assert scenario.delivery(pupil, FINLAND)["state"] == "newer_in_platform"


def test_the_connection_log_knows_how_the_last_score_went_but_not_whose(scenario: Scenario) -> None:
    scenario.platform.faults.refusal = "422 This course has concluded."
    first, second = scenario.people(FINLAND)[:2]
    scenario.finishes(first, FINLAND)
    scenario.run_worker()
    assert delivery_text(scenario) == "course_concluded"
    scenario.platform.faults.refusal = ""
    scenario.advance(seconds=1)
    scenario.finishes(second, FINLAND)
    scenario.run_worker()
    assert delivery_text(scenario) == "ok"
    scenario.platform.drop_person(FINLAND, second)
    scenario.advance(seconds=1)
    retries_deliveries(scenario)
    scenario.run_worker()
    assert delivery_text(scenario) == "ok", "one pupil who is not in the course says nothing about the connection"


def delivery_text(scenario: Scenario) -> str:
    """How the step "score" last went."""
    platform = str(scenario.class_rows()[0]["platform_id"])
    with scenario.school.database.reading() as db:
        return connection_log.latest_by_step(db, "town", platform)["score"].code


def test_one_line_item_a_metric_however_many_activities_want_one(scenario: Scenario) -> None:
    pupil = delete_column(scenario)
    scenario.platform.remove_line_item("3")
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    scenario.opens(scenario.people(DENMARK)[0], WHOLE_PROGRAMME[DENMARK])
    with scenario.school.database.reading() as db:
        class_ids = db.execute(select(LineItemRow.__table__.c.class_id)).scalars().all()
    assert len(class_ids) == len(set(class_ids)) == 2


def test_an_activity_that_is_not_published_is_named_and_published_it_gets_its_scores(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    scenario.platform.faults.refusal = "422 This assignment is still unpublished"
    scenario.run_worker()
    assert scenario.delivery(pupil, FINLAND)["state"] == "column_closed"
    _, page = gradebook_page(scenario)
    assert "Julkaise" in page.main_text
    scenario.platform.faults.refusal = ""
    retries_deliveries(scenario)
    assert scenario.run_worker() == 0
    assert scenario.delivery(pupil, FINLAND)["state"] == "delivered"


def test_a_deleted_column_is_said_to_be_so_and_counts_no_missing_scores(scenario: Scenario) -> None:
    """Seen on a real platform (3): a deleted activity's column was "2 of 3 in" and red for ever."""
    delete_created_column(scenario)
    page = gradebook_page(scenario)[1]
    assert not page.all("li.problem")
    assert "0/1" not in page.main_text.replace(" ", "")
    assert "sarake poistettu" in page.main_text
