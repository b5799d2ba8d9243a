"""Everybody's rights: to see what is stored about oneself, to take it along, and to have it erased."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select
from sqlmodel import SQLModel

from careered.privacy.erase import erase_person
from careered.privacy.registry import declared_tables
from careered.progress.tables import Answer, Event, RequirementStatus, ScoreDelivery
from careered.roster.tables import Enrolment, Person
from careered.web.tables import SessionRow
from demo_platform.people import Role
from tests.journeys.browser import FrameBrowser
from tests.journeys.launches import LEARNER, LaunchOutcome, launch_privacy
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, done_of_total, grid_cells
from tests.journeys.test_mentors import access_log_rows, count_rows, person_id
from tests.support.kept_rows import lived_once
from tests.support.pages import Page

OFFICER = "2"  # the platform's administrator


def database_dump(scenario: Scenario) -> str:
    """Every row of every table but the packs, as text."""
    texts = []
    with scenario.school.database.reading() as db:
        for name, table in SQLModel.metadata.tables.items():
            if name != "pack_version":
                texts += [str(dict(row)) for row in db.execute(select(table)).mappings()]
    return "\n".join(texts)


def done_steps(scenario: Scenario) -> set[tuple[str, str]]:
    """Who (by the platform's name) has reached what in the class, as its report counts it."""
    return {
        (pupil["user_id"], requirement["key"])
        for pupil in scenario.report(FINLAND)["pupils"]
        for requirement in pupil["requirements"]
        if requirement["state"] == "done"
    }


def export_of(outcome: LaunchOutcome) -> Response:
    """The copy, as the button on the first page gives it."""
    return outcome.browser.send(outcome.page.form("form[action='/privacy/export']"))


def confirm_erasure(outcome: LaunchOutcome) -> Page:
    """Go from the first page to the end of erasing."""
    link = next(
        element for element in outcome.page.all("main a") if outcome.page.path_of(element) == "/privacy/confirm-erasure"
    )
    page = outcome.browser.get(str(link.attrs["href"]))
    return outcome.browser.submit(page.form("form[action='/privacy/erase']"), sure="yes")


@pytest.fixture
def pupil(scenario: Scenario) -> str:
    """A pupil with a finished lesson, a begun one, and a score in the gradebook."""
    number = scenario.people(FINLAND)[0]
    lived_once(scenario.school.database, "one and a half lessons", lambda: _work(scenario, number))
    scenario.run_worker()
    return number


def _work(scenario: Scenario, number: str) -> None:
    scenario.finishes(number, FINLAND)
    browser, _ = scenario.opens(number, WHOLE_PROGRAMME[FINLAND])
    browser.press_next(browser.press_next(browser.get("/lessons/fi-3")))


def test_an_officer_sees_what_is_stored_about_one_person_and_why(scenario: Scenario, pupil: str) -> None:
    page = launch_privacy(scenario, OFFICER, pupil).page
    assert (page.path, page.response.status_code) == ("/privacy", 200)
    assert scenario.platform.people[pupil].name in page.main_text
    assert len(page.all("main ul li")) == 8
    assert page.response.headers["cache-control"] == "no-store"


def test_who_asks_about_themselves_is_spoken_to_on_every_page(scenario: Scenario, pupil: str) -> None:
    """Seen on these pages: "stored about you", and below it what happens if the person comes again."""
    outcome = launch_privacy(scenario, pupil, pupil, roles=(LEARNER,))
    pages = [outcome.page, outcome.browser.get("/privacy/confirm-erasure"), confirm_erasure(outcome)]
    for page in pages:
        assert re.search(r"henkilö(?!tun)|hänet|hänen", page.main_text) is None, page.path
    assert "käyttää sinusta numeroa" in pages[0].main_text
    assert "Jos avaat careeredin uudelleen" in pages[2].main_text


def test_who_the_platform_did_not_name_is_nowhere_on_the_page(scenario: Scenario, pupil: str) -> None:
    other = scenario.people(FINLAND)[1]
    scenario.finishes(other, FINLAND)
    outcome = launch_privacy(scenario, OFFICER, pupil)
    copy = export_of(outcome)
    assert person_id(scenario, other) not in copy.text
    assert scenario.platform.people[other].name not in outcome.page.response.text + copy.text


def test_a_copy_has_every_row_about_the_person(scenario: Scenario, pupil: str) -> None:
    outcome = launch_privacy(scenario, OFFICER, pupil)
    answer = export_of(outcome)
    own_id = person_id(scenario, pupil)
    assert f'filename="careered-{own_id}.json"' in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    copy = {entry["table"]: entry["rows"] for entry in json.loads(answer.text)["stored"]}
    parts = {"person", "administrator_access", "enrolment", "answer", "alternative_request", "event", "access_log"}
    parts |= {"requirement_status", "score_delivery", "staff_act", "question", "post", "post_reaction"}
    parts |= {"notebook_entry", "training_answer", "feedback_note", "group_member", "transfer_code"}
    parts |= {"exit_ticket_respondent", "joined_account", "agreement", "school_leader", "evening_figures"}
    assert set(copy) == parts
    assert copy["person"][0]["name"] == scenario.platform.people[pupil].name
    assert "Löysin" in str(copy["answer"])
    for table in (Enrolment, Answer, Event, RequirementStatus, ScoreDelivery):
        assert len(copy[table.__tablename__]) == count_rows(scenario, table) - (
            table is Enrolment and rows_of_others(scenario, own_id)
        )
    by_person = ("answer", "event", "requirement_status", "score_delivery")
    assert all(row["person_id"] == own_id for name in by_person for row in copy[name])


def rows_of_others(scenario: Scenario, own_id: str) -> int:
    """How many enrolments are other people's."""
    table = Enrolment.__table__
    with scenario.school.database.reading() as db:
        return sum(person != own_id for person in db.execute(select(table.c.person_id)).scalars())


def test_looking_copying_and_erasing_are_noted_and_the_notes_stay(scenario: Scenario, pupil: str) -> None:
    own_id = person_id(scenario, pupil)
    outcome = launch_privacy(scenario, OFFICER, pupil)
    export_of(outcome)
    confirm_erasure(outcome)
    noted = [row["action"] for row in access_log_rows(scenario)]
    assert [noted.count(view) for view in ("privacy_copy", "privacy_erase")] == [1, 1]
    assert noted.count("privacy_page") >= 2
    assert {(row["viewer_role"], row["pupil_person_id"]) for row in access_log_rows(scenario)} == {("officer", own_id)}


def test_erasing_needs_the_box_and_without_it_nothing_goes(scenario: Scenario, pupil: str) -> None:
    outcome = launch_privacy(scenario, OFFICER, pupil)
    assert outcome.page.path == "/privacy"
    page = outcome.browser.submit(outcome.browser.get("/privacy/confirm-erasure").form("form[action='/privacy/erase']"))
    assert page.response.status_code == 422
    assert len(page.all("[role=alert]")) == 1
    assert count_rows(scenario, Answer) > 0
    assert done_of_total(scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])[1])[0] == 1


def test_after_erasing_no_trace_of_the_person_is_left_but_the_access_log(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.platform.people[pupil].name = "Ainutkertainen Nimi"
    scenario.finishes(pupil, FINLAND)
    scenario.run_worker()
    own_id = person_id(scenario, pupil)
    assert "Ainutkertainen" in database_dump(scenario)
    page = confirm_erasure(launch_privacy(scenario, OFFICER, pupil))
    assert page.response.status_code == 200
    left = database_dump(scenario)
    assert "Ainutkertainen" not in left
    assert "Löysin" not in left
    assert {line for line in left.splitlines() if own_id in line} == {str(row) for row in access_log_rows(scenario)}


def test_figures_of_the_class_count_the_person_out_and_nobody_else(scenario: Scenario, pupil: str) -> None:
    other = scenario.people(FINLAND)[1]
    scenario.finishes(other, FINLAND)
    before = done_steps(scenario)
    assert {person for person, _ in before} == {pupil, other}
    confirm_erasure(launch_privacy(scenario, OFFICER, pupil))
    assert done_steps(scenario) == {(person, key) for person, key in before if person == other}
    assert {row["user_id"] for row in scenario.report(FINLAND)["pupils"]} == {other}


def test_pupils_who_are_erased_at_once_are_each_counted_out_once(scenario: Scenario) -> None:
    pupils = scenario.people(FINLAND)[:4]
    for pupil in pupils:
        scenario.finishes(pupil, FINLAND)
    erased_ids = [person_id(scenario, pupil) for pupil in pupils[1:]]

    def erase(erased_id: str) -> None:
        with scenario.school.database.transaction() as db:
            erase_person(db, "town", erased_id)

    with ThreadPoolExecutor(3) as crowd:
        list(crowd.map(erase, erased_ids))
    assert {person for person, _ in done_steps(scenario)} == {pupils[0]}
    assert count_rows(scenario, Person) == 1


def test_a_score_that_was_on_its_way_is_not_sent_any_more(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    confirm_erasure(launch_privacy(scenario, OFFICER, pupil))
    assert scenario.run_worker_until_idle() == 0
    assert scenario.request_count("score") == 0
    assert count_rows(scenario, ScoreDelivery) == 0


def test_an_open_visit_of_the_person_ends_and_a_new_one_begins_anew(scenario: Scenario, pupil: str) -> None:
    browser, _ = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    before = person_id(scenario, pupil)
    confirm_erasure(launch_privacy(scenario, OFFICER, pupil))
    assert browser.get("/lessons").code == "session_missing"
    _, home = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert done_of_total(home)[0] == 0
    assert person_id(scenario, pupil) != before


def test_who_is_listed_by_the_platform_again_is_somebody_new_and_the_page_said_so(
    scenario: Scenario, pupil: str
) -> None:
    page = confirm_erasure(launch_privacy(scenario, OFFICER, pupil))
    assert page.main_text.count("Moodle") >= 2
    _, classroom = scenario.teacher(FINLAND)
    assert scenario.platform.people[pupil].name not in grid_cells(classroom)
    scenario.run_worker()
    _, classroom = scenario.teacher(FINLAND)
    assert grid_cells(classroom)[scenario.platform.people[pupil].name][-1].startswith("0 / 5")


def test_the_visit_is_over_when_all_is_erased(scenario: Scenario, pupil: str) -> None:
    outcome = launch_privacy(scenario, OFFICER, pupil)
    page = confirm_erasure(outcome)
    assert page.all("[name=session]") == []
    assert outcome.browser.get("/privacy").code == "session_missing"
    assert launch_privacy(scenario, OFFICER, pupil).code == "person_unknown"


def people_with_sessions(scenario: Scenario) -> set[str]:
    """Whose sessions are stored; "" for one that has ended."""
    with scenario.school.database.reading() as db:
        return set(db.execute(select(SessionRow.__table__.c.person_id)).scalars())


def test_a_pupil_may_do_all_of_it_about_oneself(scenario: Scenario, pupil: str) -> None:
    outcome = launch_privacy(scenario, pupil, pupil, roles=(LEARNER,))
    assert outcome.page.path == "/privacy"
    assert outcome.page.all(".notice.careful") == []
    assert "Löysin" in export_of(outcome).text
    assert confirm_erasure(outcome).response.status_code == 200
    assert count_rows(scenario, Person) == 0
    assert people_with_sessions(scenario) == {""}  # an emptied row stays as long as its launch's token


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COUNSELLOR])
def test_a_teacher_is_no_officer(scenario: Scenario, pupil: str, role: Role) -> None:
    outcome = launch_privacy(scenario, scenario.people(FINLAND, role)[0], pupil, roles=(f"{LEARNER[:-7]}Instructor",))
    assert (outcome.response.status_code, outcome.code) == (403, "not_allowed")


def test_a_person_whom_careered_never_met_is_unknown(scenario: Scenario) -> None:
    outcome = launch_privacy(scenario, OFFICER, scenario.people(FINLAND)[3])
    assert (outcome.response.status_code, outcome.code) == (404, "person_unknown")
    assert count_rows(scenario, Person) == 0


def test_an_officer_has_no_other_page_and_nobody_else_has_the_officers(scenario: Scenario, pupil: str) -> None:
    outcome = launch_privacy(scenario, OFFICER, pupil)
    for path in ("/lessons", "/mentor", "/admin", f"/teacher/pupil/{person_id(scenario, pupil)}"):
        assert outcome.browser.get(path).response.status_code == 404
    own_id, _ = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    teacher, _ = scenario.teacher(FINLAND)
    for visitor in (own_id, teacher):
        session = visitor.tool.cookies["__Host-careered"]
        for path in ("/privacy", "/privacy/export", "/privacy/confirm-erasure", "/privacy/erase"):
            assert visitor.tool.post(path, data={"session": session, "sure": "yes"}).status_code == 404
    assert count_rows(scenario, Answer) > 0


def test_erasing_works_without_cookies_too(scenario: Scenario, pupil: str) -> None:
    session = launch_privacy(scenario, OFFICER, pupil).browser.tool.cookies["__Host-careered"]
    bare = FrameBrowser.new_frame(scenario.school, keeps_cookies=False)
    bare.session = session
    page = bare.get("/privacy")
    ahead = next(form for form in page.all("main form") if form.attrs["action"] == "/privacy/confirm-erasure")
    page = bare.get(str(ahead.attrs["action"]))
    page = bare.submit(page.form("form[action='/privacy/erase']"), sure="yes")
    assert page.response.status_code == 200
    assert count_rows(scenario, Answer) == 0


def test_every_column_that_may_name_a_person_is_declared() -> None:
    """A new table with a person in it must say so: its rows would outlive the person otherwise."""
    tables: dict[str, Any] = {table.name: table for table in declared_tables()}
    undeclared = [
        name
        for name, table in tables.items()
        if {"person_id", "pupil_person_id", "sub"} & {column.name for column in table.table.columns}
        and (table.data_policy is None or table.data_policy.owner != "person")
    ]
    assert undeclared == []
