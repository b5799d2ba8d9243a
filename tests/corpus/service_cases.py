"""What platforms' services do to us, and what we send them: groups ags and nrps. Each case is a small story."""

import json
import re
from collections.abc import Callable
from concurrent.futures import wait

import httpx2
from sqlalchemy import insert, select, update

from careered.clock import now
from careered.demo_lms.courses import LineItem
from careered.lti.answers import Turned, judge
from careered.privacy.erase import erase_person
from careered.progress.tables import Delivery, GradebookColumn
from careered.roster.read import person_of
from careered.roster.tables import Enrolment, Person, SchoolClass
from tests.journeys.browser import Visitor
from tests.journeys.town import DENMARK, FINLAND, LMS_HOST, WHOLE, Town, figures, grid
from tests.support.pages import Page

Story = Callable[[Town], None]
STORIES: dict[str, Story] = {}
_deliveries = Delivery.__table__
SECOND = "https://second.test"
MEMBERS = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"


def story(number: str) -> Callable[[Story], Story]:
    """Register a case."""

    def register(told: Story) -> Story:
        assert number not in STORIES, number
        STORIES[number] = told
        return told

    return register


def scores(town: Town) -> list[dict[str, object]]:
    """The scores that the platform was sent."""
    return [json.loads(entry.body) for entry in town.platform.ledger if entry.what == "score"]


def wishes(town: Town) -> list[dict[str, object]]:
    """The marks on their way."""
    with town.school.database.read() as db:
        return [dict(row) for row in db.execute(select(_deliveries)).mappings()]


def room(town: Town) -> dict[str, object]:
    """The only class."""
    (found,) = town.rooms()
    return found


def class_page(town: Town, course: str = FINLAND) -> Page:
    """The class page after the wanted list was fetched."""
    browser, page = town.teacher(course)
    town.work()
    return browser.get(page.path)


def members(town: Town) -> dict[str, str]:
    """Everybody's status by number."""
    enrolment, person = Enrolment.__table__, Person.__table__
    joined = select(person.c.sub, enrolment.c.status).join(enrolment, enrolment.c.person_id == person.c.id)
    with town.school.database.read() as db:
        return {str(row.sub): str(row.status) for row in db.execute(joined)}


@story("AGS-01")
def a_platform_that_is_away(town: Town) -> None:
    pupils = town.people(FINLAND)
    town.platform.faults.where = frozenset({"token", "ags", "nrps"})  # its pages and keys are there
    for pupil, name, value in zip(pupils, ("error_500", "down", "down"), (1000, "503", "closed"), strict=False):
        setattr(town.platform.faults, name, value)
        assert figures(town.finishes(pupil, FINLAND))[0] == 1
        assert town.work() > 0
    assert {wish["state"] for wish in wishes(town)} <= {"retrying", "waiting"}
    assert all(wish["due"] for wish in wishes(town))
    assert scores(town) == []


@story("AGS-02")
def a_platform_that_says_when(town: Town) -> None:
    other = town.connect(SECOND, "Second")
    town.platform.faults.retry_after = 120
    town.finishes(town.people(FINLAND)[0], FINLAND)
    town.platform.faults.rate_limit = 1
    town.work()
    asked = len(town.platform.ledger)
    _finish_there(town, town.people(FINLAND)[1])
    town.later(seconds=100)
    assert town.work() == 1
    assert len(town.platform.ledger) == asked
    assert any(cells for cells in other.gradebook.values())
    town.later(seconds=21)
    assert town.work() == 0


def _finish_there(town: Town, pupil: str) -> None:
    """The same pupil's number on the second platform finishes a lesson."""
    app = town.apps[httpx2.URL(SECOND).host]
    visitor = Visitor.at(town.school)
    visitor.lms, visitor.platform_address = town.wires.hosts[httpx2.URL(SECOND).host], SECOND
    assert app.state.school.people[pupil]
    visitor.open(pupil, WHOLE[FINLAND])
    town.goes_through(visitor, FINLAND)


@story("AGS-04")
def a_platform_that_is_busy_as_canvas_says_it(town: Town) -> None:
    town.platform.faults.rate_limit_status, town.platform.faults.retry_after = 403, 120
    town.finishes(town.people(FINLAND)[0], FINLAND)
    town.platform.faults.rate_limit = 1
    assert town.work() == 1
    (wish,) = wishes(town)
    assert wish["state"] == "retrying"
    town.later(seconds=121)
    assert town.work() == 0


@story("AGS-05")
def a_token_that_is_not_taken_any_more(town: Town) -> None:
    town.platform.faults.unauthorized = 1
    town.platform.faults.where = frozenset({"ags"})
    town.finishes(town.people(FINLAND)[0], FINLAND)
    assert town.work() == 0
    assert (len(scores(town)), town.asked("token")) == (2, 2)
    assert [entry.status for entry in town.platform.ledger if entry.what == "score"] == [401, 200]


@story("AGS-06")
def a_column_that_the_teacher_deleted(town: Town) -> None:
    pupil = town.people(FINLAND)[0]
    town.finishes(pupil, FINLAND)
    town.platform.remove_column("1")
    town.work()
    assert town.delivery(pupil, FINLAND)["state"] == "column_gone"
    asked = len(town.platform.ledger)
    town.later(days=3)
    town.work()
    assert len(town.platform.ledger) == asked
    browser, page = town.teacher(FINLAND)
    marks = browser.get(f"{page.path}/marks")
    assert "poistettu" in marks.words
    assert marks.all("form[action$='/marks/again']")


@story("AGS-07")
def a_course_that_has_ended(town: Town) -> None:
    pupil = town.people(FINLAND)[0]
    town.finishes(pupil, FINLAND)
    town.platform.faults.refusal = "422 This course has concluded. AGS requests will no longer be accepted."
    town.work()
    (wish,) = wishes(town)
    assert (wish["state"], wish["due"]) == ("course_concluded", None)
    town.platform.faults.refusal = ""
    browser, page = town.teacher(FINLAND)
    marks = browser.get(f"{page.path}/marks")
    browser.submit(marks.form("form[action$='/marks/again']"))
    assert town.work_until_quiet() == 0


@story("AGS-08")
def a_pupil_who_is_not_in_the_course(town: Town) -> None:
    texts = {
        400: "User could not be found",
        403: "User is not enrolled in the org unit",
        404: "User in requested score does not exist",
        422: "User not found in course or is not a student",
    }
    for status, text in texts.items():
        answer = judge(httpx2.Response(status, json={"errors": {"message": text}}), now())
        assert answer == Turned(status, "not_in_course")
    gone, stays = town.people(FINLAND)[:2]
    town.finishes(gone, FINLAND)
    town.platform.drop_person(FINLAND, gone)
    town.finishes(stays, FINLAND)
    assert town.work() == 1
    assert town.points(stays, FINLAND)[0] == 1
    assert town.delivery(gone, FINLAND)["state"] == "not_in_course"


@story("AGS-12")
def a_sign_in_page_instead_of_an_answer(town: Town) -> None:
    town.finishes(town.people(FINLAND)[0], FINLAND)
    page = httpx2.Response(200, html="<!doctype html><form>Sign in</form>")
    town.wires.say("/scores", page, page)
    town.work()
    (wish,) = wishes(town)
    assert (wish["sent"], wish["state"]) == (None, "retrying")
    assert wish["failing_since"]
    town.work_until_quiet()
    (wish,) = wishes(town)
    assert (wish["sent"], wish["failing_since"]) == (1, None)


@story("AGS-13")
def a_platform_that_hangs(town: Town) -> None:
    other = town.connect(SECOND, "Second")
    pupils = town.people(FINLAND)[:6]
    for pupil in pupils[:5]:
        town.finishes(pupil, FINLAND)
    town.wires.slow[LMS_HOST] = 30
    _finish_there(town, pupils[5])
    began, asked = now(), len(town.wires.asked)
    for _platform in range(2):
        assert town.worker.start_work()
        wait(town.worker.busy())
    (arrived,) = [cell for cells in other.gradebook.values() for cell in cells.values()]
    assert arrived.received - began.timestamp() < 11  # one call of the other platform was waited for, no more
    assert sum(LMS_HOST in address for address in town.wires.asked[asked:]) == 1


@story("AGS-15")
def a_platform_that_does_not_know_us_any_more(town: Town) -> None:
    for pupil in town.people(FINLAND)[:3]:
        town.finishes(pupil, FINLAND)
    town.platform.http = town.school.lms_client()  # it cannot fetch our keys: invalid_client
    assert town.work() == 3
    asked = town.asked("token")
    town.later(minutes=10)
    assert town.work() == 3
    assert town.asked("token") == asked


@story("AGS-16")
def two_columns_that_are_there_already(town: Town) -> None:
    town.platform.remove_column("1")
    for number in ("70", "71"):
        item = LineItem(number, FINLAND, "Uraohjaus", 9, resource_id="careered-programme", tag="careered")
        town.platform.add_column(item)
    for pupil in town.people(FINLAND)[:2]:
        town.finishes(pupil, FINLAND)
        assert town.work() == 0
    assert set(town.platform.line_items) == {"3", "70", "71"}
    assert len(town.platform.gradebook["70"]) == 2


@story("AGS-18")
def the_form_of_a_score(town: Town) -> None:
    pupil = town.people(FINLAND)[0]
    town.finishes(pupil, FINLAND)
    town.work()
    town.later(seconds=2)
    town.finishes(pupil, FINLAND, "fi-3")
    town.work()
    first, second = scores(town)
    for score in (first, second):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(score["timestamp"]))
        assert score["scoreMaximum"]
        assert score["userId"] == pupil
    assert str(second["timestamp"]) > str(first["timestamp"])


@story("AGS-20")
def nothing_for_staff_test_users_or_the_erased(town: Town) -> None:
    first, second, third = town.people(FINLAND)[:3]
    for pupil in (first, second, third):
        town.finishes(pupil, FINLAND)
    with town.school.database.write() as db:
        for sub, role in ((first, "teacher"), (second, "guest")):
            person = person_of(db, "town", str(town.rooms()[0]["platform_id"]), sub)
            table = Enrolment.__table__
            db.execute(update(table).where(table.c.person_id == person).values(role=role))
        erased = person_of(db, "town", str(town.rooms()[0]["platform_id"]), third)
        erase_person(db, "town", str(erased))
    town.work()
    assert scores(town) == []


@story("AGS-21")
def a_column_of_another_class(town: Town) -> None:
    pupil, other = town.people(FINLAND)[0], town.people(DENMARK)[0]
    town.opens(other, WHOLE[DENMARK])
    town.opens(pupil, WHOLE[FINLAND])
    with town.school.database.write() as db:
        rooms = {row["context_id"]: row["id"] for row in db.execute(select(SchoolClass.__table__)).mappings()}
        columns = GradebookColumn.__table__
        strange = db.execute(select(columns.c.id).where(columns.c.class_id == rooms["3"])).scalar_one()
        person = person_of(db, "town", str(town.rooms()[0]["platform_id"]), pupil)
        forged = {"organisation_id": "town", "class_id": rooms["2"], "person_id": person, "column_id": strange}
        mark = {"wanted": 1, "maximum": 9, "wanted_at": now(), "due": now(), "state": "waiting", "words": ""}
        db.execute(insert(_deliveries).values(**forged, **mark))
    town.work()
    assert scores(town) == []


@story("NRPS-01")
def a_list_that_leads_to_itself(town: Town) -> None:
    class_page(town)
    before = members(town)
    town.platform.faults.roster = "loop"
    town.platform.add_person(FINLAND, "Uusi Oppilas")
    page = class_page(town)
    assert (room(town)["roster_state"], room(town)["roster_problem"]) == ("failed", "nrps_loop")
    assert members(town) == before
    assert "ei lopu" in page.words


@story("NRPS-03")
def a_page_that_fails(town: Town) -> None:
    town.platform.profile = "canvas"
    class_page(town)
    before = members(town)
    town.platform.add_person(FINLAND, "Uusi Oppilas")
    for number in range(490):
        town.platform.add_person(FINLAND, f"Uusi Oppilas{number}")
    town.wires.break_after("memberships", 2)
    class_page(town)
    assert members(town) == before
    assert room(town)["roster_problem"] == "no_answer"


@story("NRPS-04")
def an_answer_that_is_no_list(town: Town) -> None:
    class_page(town)
    before = members(town)
    bodies: tuple[dict[str, object], ...] = ({}, {"members": None}, {"members": {"1": {}}})
    for body in bodies:
        town.wires.say("memberships", httpx2.Response(200, json=body))
        class_page(town)
        assert room(town)["roster_problem"] == "nrps_bad"
    town.wires.say("memberships", httpx2.Response(200, html="<html>Sign in"))
    class_page(town)
    assert room(town)["roster_problem"] == "nrps_bad"
    assert members(town) == before


@story("NRPS-06")
def a_list_that_leads_elsewhere(town: Town) -> None:
    town.platform.faults.roster = "elsewhere"
    class_page(town)
    assert room(town)["roster_problem"] == "nrps_elsewhere"
    assert not any("elsewhere.example" in address for address in town.wires.asked)


@story("NRPS-08")
def members_without_names(town: Town) -> None:
    town.platform.profile = "itslearning"
    page = class_page(town)
    assert room(town)["roster_state"] == "fresh"
    assert len(grid(page)) == 24
    assert all(len(name.split()) == 2 for name in grid(page))


@story("NRPS-09")
def who_has_left(town: Town) -> None:
    town.platform.profile = "itslearning"  # tells only what has changed
    pupil = town.people(FINLAND)[0]
    town.finishes(pupil, FINLAND)
    class_page(town)
    town.later(minutes=5)
    town.platform.drop_person(FINLAND, pupil)
    town.platform.add_person(FINLAND, "Uusi Oppilas", person_id="900")
    class_page(town)
    assert town.wires.asked[-1].count("since=") == 1
    record = town.record(pupil, FINLAND)
    assert record["status"] == "left"
    assert [one["state"] for one in record["requirements"]].count("done") == 1
    assert members(town)["900"] == "active"
    assert list(members(town).values()).count("active") >= 24


@story("NRPS-10")
def somebody_who_is_listed_twice(town: Town) -> None:
    one = {"user_id": "13", "roles": ["Learner"], "name": "Aino Mäkelä"}
    follow = {"Link": '<https://school.test/services/CourseSection/2/bindings/2/memberships?page=2>; rel="next"'}
    first = httpx2.Response(200, json={"members": [one, {**one, "name": "Toinen"}]}, headers=follow)
    town.wires.say("memberships", first, httpx2.Response(200, json={"members": [one]}))
    page = class_page(town)
    assert list(grid(page)) == ["Aino Mäkelä"]


@story("NRPS-12")
def names_with_code_in_them(town: Town) -> None:
    odd = "<b>Aino</b> =cmd|' /C calc'!A0"
    town.platform.add_person(FINLAND, odd)
    page = class_page(town)
    assert odd in grid(page)
    assert "<b>Aino" not in page.response.text


@story("NRPS-13")
def a_list_that_no_token_opens(town: Town) -> None:
    town.platform.faults.where = frozenset({"nrps"})
    town.platform.faults.unauthorized = 1000
    class_page(town)
    assert (town.asked("memberships"), town.asked("token")) == (2, 2)
    assert room(town)["roster_problem"] == "token_refused"
