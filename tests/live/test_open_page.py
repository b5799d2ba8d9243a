"""An open page of a live lesson asks every second: what anybody changes is seen by the next time it asks."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
import time_machine
from httpx2 import Response
from sqlalchemy import bindparam, select, update
from starlette.testclient import TestClient

from careered.clock import now
from careered.db.engine import Database
from careered.db.prefetch import Prefetch
from careered.live import live_lesson
from careered.live.live_rows import STAFF_ROWS, WALL_ROWS
from careered.live.live_state import STATES
from careered.live.right_now import NAMES
from careered.live.tables import LiveLessonRow
from careered.progress import acts
from careered.questions import store as questions
from careered.roster.tables import Person, SchoolClass
from careered.web import people_cache
from careered.web.app_state import AppState
from tests.dashboard.conftest import app_state
from tests.dashboard.factories import Classroom, class_8b
from tests.support.databases import fresh
from tests.support.pages import Page
from tests.support.plans import read_as_a_whole

__all__ = ["app_state"]
FRAGMENT = {"hx-request": "true", "hx-request-type": "partial"}
AINO, SIIRI, LEHTO = "Aino Mäkelä", "Siiri Åkerblom", "Opo Lehto"


@pytest.fixture
def classroom(app_state: AppState) -> Iterator[Classroom]:
    """8B does a lesson together; Siiri cannot go on and has a question. No minute passes."""
    classroom = class_8b(app_state)
    with time_machine.travel(now(), tick=False) as clock:
        path = f"/teacher/class/{classroom.id}/live-lesson"
        classroom.browser_of(LEHTO).post(f"{path}/start", data={"lesson": "xv-1", "minutes": "45"})
        clock.shift(timedelta(seconds=1))
        classroom.asks_for_help(SIIRI, "page_closed")
        asks(classroom, "Where is it?", "q-1")
        clock.shift(timedelta(seconds=1))
        yield classroom


def asks(classroom: Classroom, text: str, question_id: str) -> None:
    with classroom.app_state.database.transaction() as db:
        questions.create(db, "town", classroom.id, classroom.people[SIIRI], text, question_id)


def answers_question(classroom: Classroom) -> None:
    with classroom.app_state.database.transaction() as db:
        questions.save_answer(db, "town", classroom.id, "q-1", "In the yard")


def handles(classroom: Classroom) -> None:
    person = classroom.people[SIIRI]
    key = {"organisation_id": "town", "class_id": classroom.id, "person_id": person}
    with classroom.app_state.database.transaction() as db:
        acts.store_act(db, key, "act", acts.HANDLED, classroom.people[LEHTO], target_id=person, reason="stuck")


def undoes(classroom: Classroom) -> None:
    with classroom.app_state.database.transaction() as db:
        acts.mark_undone(db, acts.load_act(db, "town", classroom.id, "act")[0], classroom.people[LEHTO])


def sets_ticket(classroom: Classroom) -> None:
    with classroom.app_state.database.transaction() as db:
        live_lesson.set_exit_ticket(db, "town", classroom.id, "found")


def answers_ticket(classroom: Classroom) -> None:
    with classroom.app_state.database.transaction() as db:
        running = live_lesson.running(db, "town", classroom.id)
        assert running
        live_lesson.record_answer(db, "town", classroom.id, running, classroom.people[AINO], "yes")


def gives_time(classroom: Classroom) -> None:
    with classroom.app_state.database.transaction() as db:
        running = live_lesson.running(db, "town", classroom.id)
        assert running
        live_lesson.set_end(db, "town", classroom.id, running, 50)


def ends(classroom: Classroom) -> None:
    with classroom.app_state.database.transaction() as db:
        live_lesson.end(db, "town", classroom.id)


def is_called(classroom: Classroom) -> None:
    people = Person.__table__
    with classroom.app_state.database.transaction() as db:
        of_siiri = (people.c.organisation_id == "town") & (people.c.id == classroom.people[SIIRI])
        db.execute(update(people).where(of_siiri).values(name="Siiri Berg"))


def moves(classroom: Classroom) -> None:
    classes = SchoolClass.__table__
    with classroom.app_state.database.transaction() as db:
        this = (classes.c.organisation_id == "town") & (classes.c.id == classroom.id)
        db.execute(update(classes).where(this).values(course_address="https://moodle.example.org/course/8"))


def comes(classroom: Classroom) -> None:
    classroom.launches("Eetu Niemi")


def does_a_step(classroom: Classroom) -> None:
    classroom.completes(SIIRI, ("xv-1", "xv-1-visit", "visit"))


BOTH: dict[str, Callable[[Classroom], None]] = {
    "a pupil does a step": does_a_step,
    "somebody comes to the class": comes,
    "somebody leaves the class": lambda classroom: classroom.receives_roster(AINO, SIIRI),
    "the exit ticket is set": sets_ticket,
    "there is more time": gives_time,
    "the lesson is ended": ends,
    "the course has another address": moves,
}
STAFFS: dict[str, Callable[[Classroom], None]] = {
    "a pupil cannot go on": lambda classroom: classroom.asks_for_help(AINO, "page_closed"),
    "a pupil wants to talk": lambda classroom: classroom.asks_for_help(SIIRI, "tell_teacher"),
    "a pupil asks": lambda classroom: asks(classroom, "And when?", "q-2"),
    "a question is answered": answers_question,
    "a request is handled": handles,
    "somebody who waits has another name": is_called,
}


def opens(classroom: Classroom, wall: str = "") -> Callable[[], Response]:
    """The teacher opens a page; how it asks."""
    browser: TestClient = classroom.browser_of(LEHTO)
    page = browser.get(f"/teacher/class/{classroom.id}/live-lesson{wall}").text
    address = re.search(r'hx-get="([^"]*seen=[^"]*)"', page)
    assert address
    return lambda: browser.get(unescape(address[1]), headers=FRAGMENT)


@pytest.mark.parametrize("what", BOTH)
def test_what_both_pages_show_is_new_the_next_time_that_they_ask(classroom: Classroom, what: str) -> None:
    polls = [opens(classroom), opens(classroom, "/wall")]
    assert [poll().status_code for poll in polls] == [204, 204]
    BOTH[what](classroom)
    assert [poll().status_code for poll in polls] == [200, 200]


@pytest.mark.parametrize("what", STAFFS)
def test_who_waits_is_new_on_staffs_page_and_nothing_on_the_wall(classroom: Classroom, what: str) -> None:
    of_staff, of_wall = opens(classroom), opens(classroom, "/wall")
    assert (of_staff().status_code, of_wall().status_code) == (204, 204)
    STAFFS[what](classroom)
    assert (of_staff().status_code, of_wall().status_code) == (200, 204)


def test_an_act_that_is_undone_and_an_answer_to_the_ticket_are_seen(classroom: Classroom) -> None:
    handles(classroom)
    sets_ticket(classroom)
    for change in (undoes, answers_ticket):
        poll = opens(classroom)
        assert poll().status_code == 204
        change(classroom)
        assert poll().status_code == 200


def test_time_alone_makes_the_page_new_when_a_minute_or_a_step_of_the_plan_is_over(classroom: Classroom) -> None:
    poll = opens(classroom, "/wall")
    with time_machine.travel(now() + timedelta(seconds=30), tick=False):
        assert poll().status_code == 204
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        assert poll().status_code == 200


def has_no_lesson_any_more(classroom: Classroom) -> None:
    """The pack's next version is without it."""
    with classroom.app_state.database.transaction() as db:
        db.execute(update(LiveLessonRow.__table__).values(lesson_id="xv-gone"))


@pytest.mark.parametrize("wall", ["", "/wall"])
def test_an_open_page_whose_lesson_has_left_the_pack_becomes_the_page_to_start_one(
    classroom: Classroom, wall: str
) -> None:
    poll = opens(classroom, wall)
    has_no_lesson_any_more(classroom)
    answer = poll()
    assert (answer.status_code, answer.text) == (204, "")
    start = Page(classroom.browser_of(LEHTO).get(answer.headers["hx-redirect"]))
    assert len(start.all("form#start-lesson")) == 1


def test_the_button_that_ends_a_lesson_goes_with_the_lesson_on_a_page_that_was_open(classroom: Classroom) -> None:
    poll, news = opens(classroom), list[str]()
    for change in (does_a_step, ends):
        change(classroom)
        news.append(poll().text)
    assert all('id="lesson-acts" hx-swap-oob="outerMorph"' in text for text in news)
    assert ['id="close-lesson"' in text for text in news] == [True, False]


def test_what_another_class_does_is_no_news(classroom: Classroom) -> None:
    other = Classroom(classroom.app_state, "8C", "course-8c")
    other.launches(LEHTO)
    other.launches(SIIRI)
    polls = [opens(classroom), opens(classroom, "/wall")]
    does_a_step(other)
    other.asks_for_help(SIIRI, "page_closed")
    asks(other, "Where?", "q-3")
    assert [poll().status_code for poll in polls] == [204, 204]


def test_who_is_erased_is_kept_in_no_memory_of_the_page(classroom: Classroom) -> None:
    opens(classroom)
    person = classroom.people[AINO]
    assert [person in "".join(cache.texts) for cache in (STATES, NAMES)] == [True, True]
    people_cache.forget("town", classroom.id)
    assert [person in "".join(cache.texts) for cache in (STATES, NAMES)] == [False, False]


@pytest.mark.parametrize("rows", [WALL_ROWS, STAFF_ROWS], ids=["wall", "staff"])
def test_an_open_page_looks_through_nothing_of_the_whole_town(tmp_path: Path, rows: tuple[Prefetch, ...]) -> None:
    with fresh("sqlite", tmp_path) as url:
        database = Database(url)
        asked = select(*[each.column(bindparam) for each in rows]).compile(dialect=database.engine.dialect)
        assert read_as_a_whole(database, [str(asked)]) == {"latest"}, "the one row of the live lesson"
        database.engine.dispose()


def test_a_lesson_of_an_earlier_day_says_when_it_ended_and_orders_no_phones_away(classroom: Classroom) -> None:
    """Seen a week later on staff's page and on the wall: “Put phones and computers away”."""
    path, began = f"/teacher/class/{classroom.id}/live-lesson", now().replace(hour=9) + timedelta(days=1)
    with time_machine.travel(began, tick=False):
        classroom.browser_of(LEHTO).post(f"{path}/start", data={"lesson": "xv-1", "minutes": "45"})
    for later, is_of_today in ((timedelta(hours=2), True), (timedelta(days=7), False)):
        with time_machine.travel(began + later, tick=False):
            pages = [classroom.browser_of(LEHTO).get(f"{path}{page}").text for page in ("?over=1", "/wall")]
        assert ["Put phones and computers away" in page for page in pages] == [is_of_today] * 2
        assert ["The lesson ended" in page for page in pages] == [not is_of_today] * 2
