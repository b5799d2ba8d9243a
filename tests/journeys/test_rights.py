"""Everybody's rights: to see what is stored about oneself, to take it along, and to have it erased."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select
from sqlmodel import SQLModel

from careered.demo_lms.people import Role
from careered.privacy.declarations import declared_tables
from careered.privacy.erase import erase_person
from careered.progress.tables import Answer, Delivery, Event, Status
from careered.roster.tables import Enrolment, Person
from careered.web.tables import SessionRow
from tests.journeys.browser import Visitor
from tests.journeys.messages import LEARNER, Came, privacy
from tests.journeys.test_mentors import log, person_id, rows
from tests.journeys.town import FINLAND, WHOLE, Town, figures, grid
from tests.support.pages import Page

OFFICER = "2"  # the platform's administrator


def everything(town: Town) -> str:
    """Every row of every table but the packs, as text."""
    found = []
    with town.school.database.read() as db:
        for name, table in SQLModel.metadata.tables.items():
            if name != "pack_version":
                found += [str(dict(row)) for row in db.execute(select(table)).mappings()]
    return "\n".join(found)


def done_by(town: Town) -> set[tuple[str, str]]:
    """Who (by the platform's name) has reached what in the class, as its report counts it."""
    return {
        (one["user_id"], had["key"])
        for one in town.report(FINLAND)["pupils"]
        for had in one["requirements"]
        if had["state"] == "done"
    }


def taken(came: Came) -> Response:
    """The copy, as the button on the first page gives it."""
    return came.visitor.send(came.page.form("form[action='/privacy/copy']"))


def erases(came: Came) -> Page:
    """Go from the first page to the end of erasing."""
    link = next(one for one in came.page.all("main a") if one.attrs["href"] == "/privacy/erasing")
    page = came.visitor.get(str(link.attrs["href"]))
    return came.visitor.submit(page.form("form[action='/privacy/erase']"), sure="yes")


@pytest.fixture
def pupil(monday: Town) -> str:
    """A pupil with a finished lesson, a begun one, and a mark in the gradebook."""
    number = monday.people(FINLAND)[0]
    monday.finishes(number, FINLAND)
    browser, _ = monday.opens(number, WHOLE[FINLAND])
    browser.press(browser.press(browser.get("/lessons/fi-3")))
    monday.work()
    return number


def test_an_officer_sees_what_is_stored_about_one_person_and_why(monday: Town, pupil: str) -> None:
    page = privacy(monday, OFFICER, pupil).page
    assert (page.path, page.response.status_code) == ("/privacy", 200)
    assert monday.platform.people[pupil].name in page.words
    assert len(page.all("main ul li")) == 8
    assert page.response.headers["cache-control"] == "no-store"


def test_who_the_platform_did_not_name_is_nowhere_on_the_page(monday: Town, pupil: str) -> None:
    other = monday.people(FINLAND)[1]
    monday.finishes(other, FINLAND)
    came = privacy(monday, OFFICER, pupil)
    copy = taken(came)
    assert person_id(monday, other) not in copy.text
    assert monday.platform.people[other].name not in came.page.response.text + copy.text


def test_a_copy_has_every_row_about_the_person(monday: Town, pupil: str) -> None:
    came = privacy(monday, OFFICER, pupil)
    answer = taken(came)
    mine = person_id(monday, pupil)
    assert answer.headers["content-disposition"] == f'attachment; filename="careered-{mine}.json"'
    assert answer.headers["cache-control"] == "no-store"
    copy = {one["table"]: one["rows"] for one in json.loads(answer.text)["stored"]}
    parts = {"person", "administrator", "enrolment", "answer", "event", "status", "delivery", "access_log"}
    parts |= {"question", "post", "post_sign", "kept_line", "track_mark", "mark"}
    parts |= {"note", "group_member", "exit_given", "transfer"}
    assert set(copy) == parts
    assert copy["person"][0]["name"] == monday.platform.people[pupil].name
    assert "Löysin" in str(copy["answer"])
    for table in (Enrolment, Answer, Event, Status, Delivery):
        assert len(copy[table.__tablename__]) == rows(monday, table) - (table is Enrolment and strangers(monday, mine))
    assert all(row["person_id"] == mine for name in ("answer", "event", "status", "delivery") for row in copy[name])


def strangers(town: Town, mine: str) -> int:
    """How many enrolments are other people's."""
    table = Enrolment.__table__
    with town.school.database.read() as db:
        return sum(one != mine for one in db.execute(select(table.c.person_id)).scalars())


def test_looking_copying_and_erasing_are_noted_and_the_notes_stay(monday: Town, pupil: str) -> None:
    mine = person_id(monday, pupil)
    came = privacy(monday, OFFICER, pupil)
    taken(came)
    erases(came)
    noted = [row["view"] for row in log(monday)]
    assert [noted.count(view) for view in ("privacy_copy", "privacy_erase")] == [1, 1]
    assert noted.count("privacy_page") >= 2
    assert {(row["viewer_role"], row["pupil_person_id"]) for row in log(monday)} == {("officer", mine)}


def test_erasing_needs_the_box_and_without_it_nothing_goes(monday: Town, pupil: str) -> None:
    came = privacy(monday, OFFICER, pupil)
    assert came.page.path == "/privacy"
    page = came.visitor.submit(came.visitor.get("/privacy/erasing").form("form[action='/privacy/erase']"))
    assert page.response.status_code == 422
    assert len(page.all("[role=alert]")) == 1
    assert rows(monday, Answer) > 0
    assert figures(monday.opens(pupil, WHOLE[FINLAND])[1])[0] == 1


def test_after_erasing_no_trace_of_the_person_is_left_but_the_access_log(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.platform.people[pupil].name = "Ainutkertainen Nimi"
    monday.finishes(pupil, FINLAND)
    monday.work()
    mine = person_id(monday, pupil)
    assert "Ainutkertainen" in everything(monday)
    page = erases(privacy(monday, OFFICER, pupil))
    assert page.response.status_code == 200
    left = everything(monday)
    assert "Ainutkertainen" not in left
    assert "Löysin" not in left
    assert {line for line in left.splitlines() if mine in line} == {str(row) for row in log(monday)}


def test_figures_of_the_class_count_the_person_out_and_nobody_else(monday: Town, pupil: str) -> None:
    other = monday.people(FINLAND)[1]
    monday.finishes(other, FINLAND)
    before = done_by(monday)
    assert {who for who, _ in before} == {pupil, other}
    erases(privacy(monday, OFFICER, pupil))
    assert done_by(monday) == {(who, key) for who, key in before if who == other}
    assert {row["user_id"] for row in monday.report(FINLAND)["pupils"]} == {other}


def test_pupils_who_are_erased_at_once_are_each_counted_out_once(monday: Town) -> None:
    pupils = monday.people(FINLAND)[:4]
    for one in pupils:
        monday.finishes(one, FINLAND)
    gone = [person_id(monday, one) for one in pupils[1:]]

    def erase(one: str) -> None:
        with monday.school.database.write() as db:
            erase_person(db, "town", one)

    with ThreadPoolExecutor(3) as crowd:
        list(crowd.map(erase, gone))
    assert {who for who, _ in done_by(monday)} == {pupils[0]}
    assert rows(monday, Person) == 1


def test_a_mark_that_was_on_its_way_is_not_sent_any_more(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.finishes(pupil, FINLAND)
    erases(privacy(monday, OFFICER, pupil))
    assert monday.work_until_quiet() == 0
    assert monday.asked("score") == 0
    assert rows(monday, Delivery) == 0


def test_an_open_visit_of_the_person_ends_and_a_new_one_begins_anew(monday: Town, pupil: str) -> None:
    browser, _ = monday.opens(pupil, WHOLE[FINLAND])
    before = person_id(monday, pupil)
    erases(privacy(monday, OFFICER, pupil))
    assert browser.get("/lessons").code == "session_missing"
    _, home = monday.opens(pupil, WHOLE[FINLAND])
    assert figures(home)[0] == 0
    assert person_id(monday, pupil) != before


def test_who_is_listed_by_the_platform_again_is_somebody_new_and_the_page_said_so(monday: Town, pupil: str) -> None:
    page = erases(privacy(monday, OFFICER, pupil))
    assert page.words.count("Moodle") >= 2
    _, classroom = monday.teacher(FINLAND)
    assert monday.platform.people[pupil].name not in grid(classroom)
    monday.work()
    _, classroom = monday.teacher(FINLAND)
    assert grid(classroom)[monday.platform.people[pupil].name][-1].startswith("0 / 5")


def test_the_visit_is_over_when_all_is_erased(monday: Town, pupil: str) -> None:
    came = privacy(monday, OFFICER, pupil)
    page = erases(came)
    assert page.all("[name=session]") == []
    assert came.visitor.get("/privacy").code == "session_missing"
    assert privacy(monday, OFFICER, pupil).code == "person_unknown"


def test_a_pupil_may_do_all_of_it_about_oneself(monday: Town, pupil: str) -> None:
    came = privacy(monday, pupil, pupil, roles=(LEARNER,))
    assert came.page.path == "/privacy"
    assert came.page.all(".notice.careful") == []
    assert "Löysin" in taken(came).text
    assert erases(came).response.status_code == 200
    assert rows(monday, Person) == 0
    assert rows(monday, SessionRow) == 0


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COUNSELLOR])
def test_a_teacher_is_no_officer(monday: Town, pupil: str, role: Role) -> None:
    came = privacy(monday, monday.people(FINLAND, role)[0], pupil, roles=(f"{LEARNER[:-7]}Instructor",))
    assert (came.answer.status_code, came.code) == (403, "not_allowed")


def test_a_person_whom_careered_never_met_is_unknown(monday: Town) -> None:
    came = privacy(monday, OFFICER, monday.people(FINLAND)[3])
    assert (came.answer.status_code, came.code) == (404, "person_unknown")
    assert rows(monday, Person) == 0


def test_an_officer_has_no_other_page_and_nobody_else_has_the_officers(monday: Town, pupil: str) -> None:
    came = privacy(monday, OFFICER, pupil)
    for path in ("/lessons", "/mentor", "/admin", f"/teacher/pupil/{person_id(monday, pupil)}"):
        assert came.visitor.get(path).response.status_code == 404
    mine, _ = monday.opens(pupil, WHOLE[FINLAND])
    teacher, _ = monday.teacher(FINLAND)
    for visitor in (mine, teacher):
        session = visitor.tool.cookies["__Host-careered"]
        for path in ("/privacy", "/privacy/copy", "/privacy/erasing", "/privacy/erase"):
            assert visitor.tool.post(path, data={"session": session, "sure": "yes"}).status_code == 404
    assert rows(monday, Answer) > 0


def test_erasing_works_without_cookies_too(monday: Town, pupil: str) -> None:
    session = privacy(monday, OFFICER, pupil).visitor.tool.cookies["__Host-careered"]
    bare = Visitor.at(monday.school, keeps=False)
    bare.session = session
    page = bare.get("/privacy")
    ahead = next(form for form in page.all("main form") if form.attrs["action"] == "/privacy/erasing")
    page = bare.get(str(ahead.attrs["action"]))
    page = bare.submit(page.form("form[action='/privacy/erase']"), sure="yes")
    assert page.response.status_code == 200
    assert rows(monday, Answer) == 0


def test_every_column_that_may_name_a_person_is_declared() -> None:
    """A new table with a person in it must say so: its rows would outlive the person otherwise."""
    named: dict[str, Any] = {one.name: one for one in declared_tables()}
    undeclared = [
        name
        for name, one in named.items()
        if {"person_id", "pupil_person_id", "sub"} & {column.name for column in one.table.columns}
        and (one.holds is None or one.holds.whose != "person")
    ]
    assert undeclared == []
