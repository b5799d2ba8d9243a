"""Marks that a platform does not take: what waits for somebody, what brings it on its way again, and what is said."""

from sqlalchemy import select

from careered.demo_lms.courses import LineItem
from careered.lti import notes
from careered.progress.tables import GradebookColumn
from tests.journeys.browser import Visitor
from tests.journeys.town import DENMARK, FINLAND, WHOLE, Town
from tests.support.pages import Page


def ledger_page(town: Town, course: str = FINLAND) -> tuple[Visitor, Page]:
    """The marks one by one, as the teacher sees them."""
    browser, page = town.teacher(course)
    return browser, browser.get(f"{page.path}/marks")


def send_again(town: Town, course: str = FINLAND) -> Page:
    """The teacher says, a little later, that something was mended."""
    town.later(seconds=2)
    browser, page = ledger_page(town, course)
    return browser.submit(page.form("form[action$='/marks/again']"))


def without_a_column(town: Town) -> str:
    """A pupil who has finished a lesson in a course whose activity brings no column: careered makes one."""
    town.platform.remove_column("1")
    pupil = town.people(FINLAND)[0]
    town.finishes(pupil, FINLAND)
    assert town.work() == 0
    return pupil


def columns(town: Town, course: str = FINLAND) -> list[LineItem]:
    """The columns of a course on the platform."""
    return [one for one in town.platform.line_items.values() if one.course_id == course]


def test_a_pupil_who_is_back_in_the_course_need_not_wait_half_a_day(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.finishes(pupil, FINLAND)
    role = monday.platform.people[pupil].roles.pop(FINLAND)
    monday.work()
    assert monday.delivery(pupil, FINLAND)["state"] == "not_in_course"
    monday.platform.people[pupil].roles[FINLAND] = role
    send_again(monday)
    assert monday.work() == 0
    assert monday.points(pupil, FINLAND)[0] == 1


def test_a_column_that_careered_made_is_made_again_once_when_the_teacher_says_so(monday: Town) -> None:
    pupil = without_a_column(monday)
    (made,) = columns(monday)
    monday.platform.remove_column(made.id)
    monday.later(seconds=2)
    monday.finishes(pupil, FINLAND, "fi-3")
    monday.work()
    assert monday.delivery(pupil, FINLAND)["state"] == "column_gone"
    monday.later(days=2)
    monday.work()
    assert columns(monday) == []
    send_again(monday)
    assert monday.work() == 0
    (again,) = columns(monday)
    assert again.resource_id == made.resource_id == "careered-programme"
    assert pupil in monday.platform.gradebook[again.id]


def test_a_column_that_is_made_again_shows_the_marks_that_the_deleted_one_had(monday: Town) -> None:
    diligent = without_a_column(monday)
    other = monday.people(FINLAND)[1]
    (made,) = columns(monday)
    monday.platform.remove_column(made.id)
    monday.later(seconds=2)
    monday.finishes(other, FINLAND)
    monday.work()
    assert monday.delivery(other, FINLAND)["state"] == "column_gone"
    assert monday.delivery(diligent, FINLAND)["state"] == "delivered", "nobody has noticed yet"
    send_again(monday)
    assert monday.work() == 0
    (again,) = columns(monday)
    assert set(monday.platform.gradebook[again.id]) == {diligent, other}


def test_a_column_that_only_seemed_to_be_gone_is_not_doubled(monday: Town) -> None:
    pupil = without_a_column(monday)
    (made,) = columns(monday)
    monday.later(seconds=2)
    monday.platform.faults.refusal = "404 Not found"
    monday.finishes(pupil, FINLAND, "fi-3")
    monday.work()
    assert monday.delivery(pupil, FINLAND)["state"] == "column_gone"
    monday.platform.faults.refusal = ""
    send_again(monday)
    assert monday.work() == 0
    assert columns(monday) == [made]


def test_a_pupil_who_comes_by_the_column_that_was_gone_brings_the_mark_along(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.finishes(pupil, FINLAND)
    monday.platform.faults.refusal = "404 Not found"
    monday.work()
    assert monday.delivery(pupil, FINLAND)["state"] == "column_gone"
    monday.platform.faults.refusal = ""
    monday.later(minutes=5)
    monday.opens(monday.people(FINLAND)[1], WHOLE[FINLAND])
    assert monday.work() == 1
    monday.opens(pupil, WHOLE[FINLAND])
    assert monday.work() == 0
    assert monday.points(pupil, FINLAND)[0] == 1


def test_work_that_goes_on_under_a_deleted_column_asks_nobody(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    browser, _ = monday.opens(pupil, WHOLE[FINLAND])
    monday.goes_through(browser, FINLAND)
    monday.platform.faults.refusal = "404 Not found"
    monday.work()
    asked = len(monday.wires.asked)
    monday.later(minutes=5)
    monday.goes_through(browser, FINLAND, "fi-3")
    monday.work()
    assert len(monday.wires.asked) == asked
    found = monday.delivery(pupil, FINLAND)
    assert (found["state"], found["wanted"]) == ("column_gone", 3)
    monday.platform.faults.refusal = ""
    send_again(monday)
    assert monday.work() == 0
    assert monday.points(pupil, FINLAND)[0] == 3


def test_a_mark_that_only_waits_for_the_next_second_is_not_said_to_be_unanswered(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    browser, _ = monday.opens(pupil, WHOLE[FINLAND])
    monday.goes_through(browser, FINLAND)
    monday.work()
    monday.goes_through(browser, FINLAND, "fi-3")
    monday.work()
    assert monday.delivery(pupil, FINLAND)["state"] == "waiting"
    assert monday.work_until_quiet() == 0


def test_a_teachers_newer_mark_is_never_called_silence_of_the_platform(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.finishes(pupil, FINLAND)
    monday.platform.faults.refusal = "409 Refusing score with an old timestamp"
    monday.work()
    assert monday.delivery(pupil, FINLAND)["state"] == "waiting"
    monday.work_until_quiet()
    assert monday.delivery(pupil, FINLAND)["state"] == "newer_in_platform"


def test_the_doctors_memory_knows_how_the_last_mark_went_but_not_whose(monday: Town) -> None:
    monday.platform.faults.refusal = "422 This course has concluded."
    first, second = monday.people(FINLAND)[:2]
    monday.finishes(first, FINLAND)
    monday.work()
    assert note(monday) == "course_concluded"
    monday.platform.faults.refusal = ""
    monday.later(seconds=1)
    monday.finishes(second, FINLAND)
    monday.work()
    assert note(monday) == "ok"
    monday.platform.drop_person(FINLAND, second)
    monday.later(seconds=1)
    send_again(monday)
    monday.work()
    assert note(monday) == "ok", "one pupil who is not in the course says nothing about the connection"


def note(town: Town) -> str:
    """How the step "score" last went."""
    platform = str(town.rooms()[0]["platform_id"])
    with town.school.database.read() as db:
        return notes.latest(db, "town", platform)["score"].code


def test_one_column_a_measure_however_many_activities_want_one(monday: Town) -> None:
    pupil = without_a_column(monday)
    monday.platform.remove_column("3")
    monday.opens(pupil, WHOLE[FINLAND])
    monday.opens(monday.people(DENMARK)[0], WHOLE[DENMARK])
    with monday.school.database.read() as db:
        known = db.execute(select(GradebookColumn.__table__.c.class_id)).scalars().all()
    assert len(known) == len(set(known)) == 2
