"""Faults of platforms' services, and what we send them: groups ags and nrps. Each case is a small story."""

import json
import re
from collections.abc import Callable
from concurrent.futures import wait

import httpx2
from sqlalchemy import insert, select, update

from careered.clock import now
from careered.lti.service_response import Rejected, classify
from careered.privacy.erase import erase_person
from careered.progress.tables import LineItem as LineItemRow
from careered.progress.tables import ScoreDelivery
from careered.roster.tables import Enrolment, Person, SchoolClass
from demo_platform.courses import LineItem
from tests.journeys.scenario import DENMARK, FINLAND, LMS_HOST, WHOLE_PROGRAMME, Scenario, done_of_total, grid_cells
from tests.support.pages import Page

ServiceCase = Callable[[Scenario], None]
SERVICE_CASES: dict[str, ServiceCase] = {}
_deliveries = ScoreDelivery.__table__
SECOND = "https://second.test"
MEMBERS = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"


def service_case(number: str) -> Callable[[ServiceCase], ServiceCase]:
    """Register a case."""

    def register(run_case: ServiceCase) -> ServiceCase:
        assert number not in SERVICE_CASES, number
        SERVICE_CASES[number] = run_case
        return run_case

    return register


def scores(scenario: Scenario) -> list[dict[str, object]]:
    """The scores that the platform was sent."""
    return [json.loads(entry.body) for entry in scenario.platform.request_log if entry.what == "score"]


def pending_scores(scenario: Scenario) -> list[dict[str, object]]:
    """The rows of the score outbox."""
    with scenario.school.database.reading() as db:
        return [dict(row) for row in db.execute(select(_deliveries)).mappings()]


def only_class(scenario: Scenario) -> dict[str, object]:
    """The only class."""
    (class_row,) = scenario.class_rows()
    return class_row


def class_page(scenario: Scenario, course: str = FINLAND) -> Page:
    """The class page after the roster was refreshed."""
    browser, page = scenario.teacher(course)
    scenario.run_worker()
    return browser.get(page.path)


def members(scenario: Scenario) -> dict[str, str]:
    """Everybody's status by number."""
    enrolment, person = Enrolment.__table__, Person.__table__
    joined = select(person.c.sub, enrolment.c.status).join(enrolment, enrolment.c.person_id == person.c.id)
    with scenario.school.database.reading() as db:
        return {str(row.sub): str(row.status) for row in db.execute(joined)}


@service_case("AGS-01")
def a_platform_that_is_away(scenario: Scenario) -> None:
    pupils = scenario.people(FINLAND)
    scenario.platform.faults.where = frozenset({"token", "ags", "nrps"})  # its pages and keys are there
    for pupil, name, value in zip(pupils, ("error_500", "down", "down"), (1000, "503", "closed"), strict=False):
        setattr(scenario.platform.faults, name, value)
        assert done_of_total(scenario.finishes(pupil, FINLAND))[0] == 1
        assert scenario.run_worker() > 0
    assert {delivery["state"] for delivery in pending_scores(scenario)} <= {"retrying", "waiting"}
    assert all(delivery["next_attempt_at"] for delivery in pending_scores(scenario))
    assert scores(scenario) == []


@service_case("AGS-02")
def a_platform_that_says_when(scenario: Scenario) -> None:
    other = scenario.connect_platform(SECOND, "Second")
    scenario.platform.faults.retry_after = 120
    scenario.finishes(scenario.people(FINLAND)[0], FINLAND)
    scenario.platform.faults.rate_limit = 1
    scenario.run_worker()
    asked = len(scenario.platform.request_log)
    _finish_on_second_platform(scenario, scenario.people(FINLAND)[1])
    scenario.advance(seconds=100)
    assert scenario.run_worker() == 1
    assert len(scenario.platform.request_log) == asked
    assert any(cells for cells in other.gradebook.values())
    scenario.advance(seconds=21)
    assert scenario.run_worker() == 0


def _finish_on_second_platform(scenario: Scenario, pupil: str) -> None:
    """The same pupil's number on the second platform finishes a lesson."""
    app = scenario.apps[httpx2.URL(SECOND).host]
    visitor = scenario.browser_at(SECOND)
    assert app.state.platform.people[pupil]
    visitor.open(pupil, WHOLE_PROGRAMME[FINLAND])
    scenario.goes_through(visitor, FINLAND)


@service_case("AGS-04")
def a_platform_that_is_busy_as_canvas_says_it(scenario: Scenario) -> None:
    scenario.platform.faults.rate_limit_status, scenario.platform.faults.retry_after = 403, 120
    scenario.finishes(scenario.people(FINLAND)[0], FINLAND)
    scenario.platform.faults.rate_limit = 1
    assert scenario.run_worker() == 1
    (delivery,) = pending_scores(scenario)
    assert delivery["state"] == "retrying"
    scenario.advance(seconds=121)
    assert scenario.run_worker() == 0


@service_case("AGS-05")
def a_token_that_is_not_taken_any_more(scenario: Scenario) -> None:
    scenario.platform.faults.unauthorized = 1
    scenario.platform.faults.where = frozenset({"ags"})
    scenario.finishes(scenario.people(FINLAND)[0], FINLAND)
    assert scenario.run_worker() == 0
    assert (len(scores(scenario)), scenario.request_count("token")) == (2, 2)
    assert [entry.status for entry in scenario.platform.request_log if entry.what == "score"] == [401, 200]


@service_case("AGS-06")
def a_column_that_the_teacher_deleted(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    scenario.platform.remove_line_item("1")
    scenario.run_worker()
    assert scenario.delivery(pupil, FINLAND)["state"] == "column_gone"
    asked = len(scenario.platform.request_log)
    scenario.advance(days=3)
    scenario.run_worker()
    assert len(scenario.platform.request_log) == asked
    browser, page = scenario.teacher(FINLAND)
    marks = browser.get(f"{page.path}/gradebook")
    assert "poistettu" in marks.main_text
    assert marks.all("form[action$='/gradebook/retry']")


@service_case("AGS-07")
def a_course_that_has_ended(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    scenario.platform.faults.refusal = "422 This course has concluded. AGS requests will no longer be accepted."
    scenario.run_worker()
    (delivery,) = pending_scores(scenario)
    assert (delivery["state"], delivery["next_attempt_at"]) == ("course_concluded", None)
    scenario.platform.faults.refusal = ""
    browser, page = scenario.teacher(FINLAND)
    marks = browser.get(f"{page.path}/gradebook")
    browser.submit(marks.form("form[action$='/gradebook/retry']"))
    assert scenario.run_worker_until_idle() == 0


@service_case("AGS-08")
def a_pupil_who_is_not_in_the_course(scenario: Scenario) -> None:
    texts = {
        400: "User could not be found",
        403: "User is not enrolled in the org unit",
        404: "User in requested score does not exist",
        422: "User not found in course or is not a student",
    }
    for status, text in texts.items():
        answer = classify(httpx2.Response(status, json={"errors": {"message": text}}), now())
        assert answer == Rejected(status, "not_in_course")
    gone, stays = scenario.people(FINLAND)[:2]
    scenario.finishes(gone, FINLAND)
    scenario.platform.drop_person(FINLAND, gone)
    scenario.finishes(stays, FINLAND)
    assert scenario.run_worker() == 1
    assert scenario.gradebook_points(stays, FINLAND)[0] == 1
    assert scenario.delivery(gone, FINLAND)["state"] == "not_in_course"


@service_case("AGS-12")
def a_sign_in_page_instead_of_an_answer(scenario: Scenario) -> None:
    scenario.finishes(scenario.people(FINLAND)[0], FINLAND)
    page = httpx2.Response(200, html="<!doctype html><form>Sign in</form>")
    scenario.network.respond_with("/scores", page, page)
    scenario.run_worker()
    (delivery,) = pending_scores(scenario)
    assert (delivery["delivered_score"], delivery["state"]) == (None, "retrying")
    assert delivery["failing_since"]
    scenario.run_worker_until_idle()
    (delivery,) = pending_scores(scenario)
    assert (delivery["delivered_score"], delivery["failing_since"]) == (1, None)


@service_case("AGS-13")
def a_platform_that_hangs(scenario: Scenario) -> None:
    other = scenario.connect_platform(SECOND, "Second")
    pupils = scenario.people(FINLAND)[:6]
    for pupil in pupils[:5]:
        scenario.finishes(pupil, FINLAND)
    scenario.network.delays[LMS_HOST] = 30
    _finish_on_second_platform(scenario, pupils[5])
    began, asked = now(), len(scenario.network.requests)
    for _platform in range(2):
        assert scenario.worker.start_work()
        wait(scenario.worker.running())
    (arrived,) = [cell for cells in other.gradebook.values() for cell in cells.values()]
    assert arrived.received - began.timestamp() < 11  # one call of the other platform was waited for, no more
    assert sum(LMS_HOST in address for address in scenario.network.requests[asked:]) == 1


@service_case("AGS-15")
def a_platform_that_does_not_know_us_any_more(scenario: Scenario) -> None:
    for pupil in scenario.people(FINLAND)[:3]:
        scenario.finishes(pupil, FINLAND)
    scenario.platform.http = scenario.school.lms_client()  # it cannot fetch our keys: invalid_client
    assert scenario.run_worker() == 3
    asked = scenario.request_count("token")
    scenario.advance(seconds=10)
    assert scenario.run_worker() == 3
    assert scenario.request_count("token") == asked
    scenario.advance(minutes=1)
    assert scenario.run_worker() == 3
    assert scenario.request_count("token") == asked + 1  # one for the platform, not one for each of the three


@service_case("AGS-16")
def two_columns_that_are_there_already(scenario: Scenario) -> None:
    scenario.platform.remove_line_item("1")
    for number, link in (("70", "99"), ("71", "1")):
        item = LineItem(number, FINLAND, "Uraohjaus", 9, "careered-programme", "careered", resource_link_id=link)
        scenario.platform.add_line_item(item)
    for pupil in scenario.people(FINLAND)[:2]:
        scenario.finishes(pupil, FINLAND)
        assert scenario.run_worker() == 0
    assert set(scenario.platform.line_items) == {"3", "70", "71"}
    assert [len(scenario.platform.gradebook[number]) for number in ("70", "71")] == [0, 2]


@service_case("AGS-18")
def the_form_of_a_score(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    scenario.run_worker()
    scenario.advance(seconds=2)
    scenario.finishes(pupil, FINLAND, "fi-3")
    scenario.run_worker()
    first, second = scores(scenario)
    for score in (first, second):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(score["timestamp"]))
        assert score["scoreMaximum"]
        assert score["userId"] == pupil
    assert str(second["timestamp"]) > str(first["timestamp"])


@service_case("AGS-20")
def nothing_for_staff_test_users_or_the_erased(scenario: Scenario) -> None:
    first, second, third = scenario.people(FINLAND)[:3]
    for pupil in (first, second, third):
        scenario.finishes(pupil, FINLAND)
    with scenario.school.database.transaction() as db:
        for sub, role in ((first, "teacher"), (second, "guest")):
            person = scenario.person_id(sub)
            table = Enrolment.__table__
            db.execute(update(table).where(table.c.person_id == person).values(role=role))
        erased = scenario.person_id(third)
        erase_person(db, "town", str(erased))
    scenario.run_worker()
    assert scores(scenario) == []


@service_case("AGS-21")
def a_column_of_another_class(scenario: Scenario) -> None:
    pupil, other = scenario.people(FINLAND)[0], scenario.people(DENMARK)[0]
    scenario.opens(other, WHOLE_PROGRAMME[DENMARK])
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    with scenario.school.database.transaction() as db:
        rooms = {row["context_id"]: row["id"] for row in db.execute(select(SchoolClass.__table__)).mappings()}
        columns = LineItemRow.__table__
        strange = db.execute(select(columns.c.id).where(columns.c.class_id == rooms["3"])).scalar_one()
        person = scenario.person_id(pupil)
        forged = {"organisation_id": "town", "class_id": rooms["2"], "person_id": person, "line_item_id": strange}
        mark = {
            "desired_score": 1,
            "score_maximum": 9,
            "desired_at": now(),
            "next_attempt_at": now(),
            "state": "waiting",
        }
        db.execute(insert(_deliveries).values(**forged, **mark))
    scenario.run_worker()
    assert scores(scenario) == []


@service_case("NRPS-01")
def a_list_that_leads_to_itself(scenario: Scenario) -> None:
    class_page(scenario)
    before = members(scenario)
    scenario.platform.faults.roster = "loop"
    scenario.platform.add_person(FINLAND, "Uusi Oppilas")
    page = class_page(scenario)
    assert (only_class(scenario)["roster_state"], only_class(scenario)["roster_error"]) == ("failed", "nrps_loop")
    assert members(scenario) == before
    assert "jatkuu loputtomiin" in page.main_text


@service_case("NRPS-03")
def a_page_that_fails(scenario: Scenario) -> None:
    scenario.platform.profile = "canvas"
    class_page(scenario)
    before = members(scenario)
    scenario.platform.add_person(FINLAND, "Uusi Oppilas")
    for number in range(490):
        scenario.platform.add_person(FINLAND, f"Uusi Oppilas{number}")
    scenario.network.break_after("memberships", 2)
    class_page(scenario)
    assert members(scenario) == before
    assert only_class(scenario)["roster_error"] == "no_answer"


@service_case("NRPS-04")
def an_answer_that_is_no_list(scenario: Scenario) -> None:
    class_page(scenario)
    before = members(scenario)
    bodies: tuple[dict[str, object], ...] = ({}, {"members": None}, {"members": {"1": {}}})
    for body in bodies:
        scenario.network.respond_with("memberships", httpx2.Response(200, json=body))
        class_page(scenario)
        assert only_class(scenario)["roster_error"] == "nrps_bad"
    scenario.network.respond_with("memberships", httpx2.Response(200, html="<html>Sign in"))
    class_page(scenario)
    assert only_class(scenario)["roster_error"] == "nrps_bad"
    assert members(scenario) == before


@service_case("NRPS-06")
def a_list_that_leads_elsewhere(scenario: Scenario) -> None:
    scenario.platform.faults.roster = "elsewhere"
    class_page(scenario)
    assert only_class(scenario)["roster_error"] == "nrps_elsewhere"
    assert not any("elsewhere.example" in address for address in scenario.network.requests)


@service_case("NRPS-08")
def members_without_names(scenario: Scenario) -> None:
    scenario.platform.profile = "itslearning"
    page = class_page(scenario)
    assert only_class(scenario)["roster_state"] == "fresh"
    assert len(grid_cells(page)) == 24
    assert all(len(name.split()) == 2 for name in grid_cells(page))


@service_case("NRPS-09")
def who_has_left(scenario: Scenario) -> None:
    scenario.platform.profile = "itslearning"  # tells only what has changed
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    class_page(scenario)
    scenario.advance(minutes=5)
    scenario.platform.drop_person(FINLAND, pupil)
    scenario.platform.add_person(FINLAND, "Uusi Oppilas", person_id="900")
    class_page(scenario)
    assert [request.count("since=") for request in scenario.network.requests if "since=" in request] == [1]
    record = scenario.record(pupil, FINLAND)
    assert record["status"] == "left"
    assert [requirement["state"] for requirement in record["requirements"]].count("done") == 1
    assert members(scenario)["900"] == "active"
    assert list(members(scenario).values()).count("active") >= 24


@service_case("NRPS-10")
def somebody_who_is_listed_twice(scenario: Scenario) -> None:
    member = {"user_id": "13", "roles": ["Learner"], "name": "Aino Mäkelä"}
    follow = {"Link": '<https://school.test/services/CourseSection/2/bindings/2/memberships?page=2>; rel="next"'}
    first = httpx2.Response(200, json={"members": [member, {**member, "name": "Toinen"}]}, headers=follow)
    scenario.network.respond_with("memberships", first, httpx2.Response(200, json={"members": [member]}))
    page = class_page(scenario)
    assert list(grid_cells(page)) == ["Aino Mäkelä"]


@service_case("NRPS-12")
def names_with_code_in_them(scenario: Scenario) -> None:
    odd = "<b>Aino</b> =cmd|' /C calc'!A0"
    scenario.platform.add_person(FINLAND, odd)
    page = class_page(scenario)
    assert odd in grid_cells(page)
    assert "<b>Aino" not in page.response.text


@service_case("NRPS-13")
def a_list_that_no_token_opens(scenario: Scenario) -> None:
    scenario.platform.faults.where = frozenset({"nrps"})
    scenario.platform.faults.unauthorized = 1000
    class_page(scenario)
    assert (scenario.request_count("memberships"), scenario.request_count("token")) == (2, 2)
    assert only_class(scenario)["roster_error"] == "token_refused"
