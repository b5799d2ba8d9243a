"""How long data stay: an administrator decides, sees what it would erase, and careered keeps to it by itself."""

import json

import pytest
from sqlalchemy import func, insert, select, update

from careered.clock import now
from careered.demo_lms.people import Role
from careered.privacy.declarations import personal_tables
from careered.privacy.retention import Rule, decide
from careered.privacy.tables import AccessLog
from careered.progress.tables import Answer, Event, Status
from careered.roster.tables import Enrolment, Person, SchoolClass
from tests.admin.conftest import Office
from tests.journeys.town import FINLAND, WHOLE, Town, link_to
from tests.support.pages import Page
from tests.support.people import Browser

NEVER = {"words": "", "people": "", "looks": ""}


def office(town: Town) -> Office:
    """The administrator of the town, who has just come in."""
    found = Office(town.school, Browser.of(town.school))
    found.enter()
    return found


def asks(town: Town, **months: str) -> tuple[Office, Page]:
    """The administrator looks at what a rule would erase today."""
    there = office(town)
    page = there.browser.get("/admin/keeping")
    return there, there.browser.submit(page.form("form#keeping"), **NEVER | months)


def decides(town: Town, **months: str) -> None:
    there, page = asks(town, **months)
    assert there.browser.submit(page.form("form#keeping"), yes="yes").path == "/admin/keeping"


def the_worker_comes_by(town: Town) -> None:
    """An hour later: so often does it look."""
    town.later(hours=1)
    town.worker._keep_to_rules()


def ends(town: Town) -> None:
    """The year of every course is over."""
    with town.school.database.write() as db:
        db.execute(update(SchoolClass.__table__).values(ended_at=now()))


def count(town: Town, *tables: type) -> int:
    with town.school.database.read() as db:
        found = [db.execute(select(func.count()).select_from(one.__table__)).scalar_one() for one in tables]  # type: ignore[attr-defined]
    return sum(map(int, found))


@pytest.fixture
def pupils(monday: Town) -> list[str]:
    """Two who have finished a lesson, and a teacher who has looked at one of them."""
    two = monday.people(FINLAND)[:2]
    for one in two:
        monday.finishes(one, FINLAND)
    teacher, page = monday.teacher(FINLAND)
    teacher.get(link_to(page, str(monday.platform.people[two[0]].name)))
    return two


def test_words_go_first_and_what_was_done_stays_done(monday: Town, pupils: list[str]) -> None:
    decides(monday, words="2", people="12")
    ends(monday)
    before = monday.report(FINLAND)["pupils"]
    monday.later(days=61)
    the_worker_comes_by(monday)
    assert count(monday, Answer) > 0
    monday.later(days=2)
    the_worker_comes_by(monday)
    assert count(monday, Answer) == 0
    assert [one["requirements"] for one in monday.report(FINLAND)["pupils"]] == [one["requirements"] for one in before]
    assert count(monday, Event, Status) > 0


def test_after_the_last_course_everything_goes_and_staff_stay(monday: Town, pupils: list[str]) -> None:
    decides(monday, people="6")
    ends(monday)
    monday.later(days=200)
    the_worker_comes_by(monday)
    with monday.school.database.read() as db:
        names = set(db.execute(select(Person.__table__.c.sub)).scalars())
    assert names == set(monday.people(FINLAND, Role.TEACHER))
    kept = {one.table.name for one in personal_tables() if one.holds.column != "viewer_person_id"}
    assert {"answer", "event", "status", "delivery", "mark"} <= kept
    assert count(monday, Answer, Event, Status) == 0


def test_who_is_in_a_running_course_or_has_just_come_back_stays(monday: Town, pupils: list[str]) -> None:
    decides(monday, words="2", people="6")
    monday.later(days=400)
    the_worker_comes_by(monday)
    people, answers = count(monday, Person), count(monday, Answer)
    assert answers > 0
    ends(monday)
    monday.later(days=185)
    monday.opens(pupils[0], WHOLE[FINLAND])
    monday.later(days=2)
    the_worker_comes_by(monday)
    assert count(monday, Person) == people - 1
    assert 0 < count(monday, Answer) < answers


def test_an_old_course_that_is_listed_again_keeps_nobody(monday: Town, pupils: list[str]) -> None:
    decides(monday, people="6")
    ends(monday)
    monday.later(days=186)
    with monday.school.database.write() as db:
        db.execute(update(Enrolment.__table__).values(updated_at=now()))
    the_worker_comes_by(monday)
    assert count(monday, Answer, Event) == 0


def test_one_who_goes_on_in_another_course_keeps_what_was_written(monday: Town, pupils: list[str]) -> None:
    decides(monday, words="2", people="6")
    ends(monday)
    with monday.school.database.write() as db:
        mine = select(Person.__table__.c.id).where(Person.__table__.c.sub == pupils[0]).scalar_subquery()
        room = dict(db.execute(select(SchoolClass.__table__)).mappings().first() or {})
        db.execute(insert(SchoolClass.__table__).values(room | {"id": "next", "context_id": "next", "ended_at": None}))
        seat = dict(
            db.execute(select(Enrolment.__table__).where(Enrolment.__table__.c.person_id == mine)).mappings().one()
        )
        db.execute(insert(Enrolment.__table__).values(seat | {"class_id": "next"}))
    monday.later(days=200)
    the_worker_comes_by(monday)
    with monday.school.database.read() as db:
        left = set(db.execute(select(Answer.__table__.c.person_id)).scalars())
    assert left == {seat["person_id"]}


def test_notes_of_looks_go_when_they_are_old(monday: Town, pupils: list[str]) -> None:
    assert count(monday, AccessLog) == 1
    decides(monday, looks="12")
    monday.later(days=371)
    the_worker_comes_by(monday)
    assert count(monday, AccessLog) == 1
    monday.later(days=2)
    the_worker_comes_by(monday)
    assert count(monday, AccessLog) == 0


def test_the_log_says_how_much_went_and_nothing_else(
    monday: Town, pupils: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    decides(monday, people="6")
    ends(monday)
    monday.later(days=200)
    capsys.readouterr()
    the_worker_comes_by(monday)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if "kept_to_rule" in line]
    assert [line["erased_people"] for line in lines] == [len(pupils)]
    assert set(lines[0]) <= {"event", "level", "timestamp", "erased_people", "erased_words", "erased_looks"}


def test_what_a_rule_would_erase_is_told_before_it_holds(monday: Town, pupils: list[str]) -> None:
    ends(monday)
    monday.later(days=200)
    _, page = asks(monday, words="2", people="12", looks="12")
    told = [one.to_text() for one in page.all("dl.sheet dd")]
    assert told == ["1–4", "0", "0"]
    the_worker_comes_by(monday)
    assert count(monday, Answer) > 0


def test_another_organisations_rule_touches_nobody_here(monday: Town, pupils: list[str]) -> None:
    with monday.school.database.write() as db:
        decide(db, "elsewhere", Rule(words=2, people=6, looks=12))
    ends(monday)
    before = count(monday, Answer, Event, Status, AccessLog)
    monday.later(days=900)
    the_worker_comes_by(monday)
    assert count(monday, Answer, Event, Status, AccessLog) == before


def test_pupils_and_the_privacy_sheet_say_what_holds(monday: Town, pupils: list[str]) -> None:
    browser, _ = monday.opens(pupils[0], WHOLE[FINLAND])
    assert "Koulusi päättää" in browser.get("/about-your-data").words
    decides(monday, words="2", people="24")
    words = browser.get("/about-your-data").words
    assert "Koulusi päättää" not in words
    assert "2 kuukauden" in words
    assert "24 kuukauden" in words
    assert "24 " in office(monday).browser.get("/admin/privacy").words


@pytest.mark.parametrize("months", ["0", "-2", "2.0", "3", "1000000000000", "<b>"])
def test_a_number_of_months_that_nobody_offers_is_refused(monday: Town, months: str) -> None:
    _, page = asks(monday, words=months)
    assert page.response.status_code == 404
