"""The table of permissions against the pages: each role asks every address there is, and what is seen is what it says.

Three pupils have left traces that are nobody else's: Aamu, Bea in the same course, and Carl in another one. Aamu is
the pupil who looks, and the one whom the platform names to a guardian and to a data protection officer.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlalchemy import func, select
from starlette.routing import Route

from careered.boards import store
from careered.boards.tables import Board
from careered.packs.models import Lesson, Pack
from careered.privacy.registry import personal_tables
from careered.progress.tables import ScoreDelivery
from careered.web import one_time
from careered.web.permissions import PUPIL_DATA, Data, DataScope, Role, data_scopes
from careered.web.tables import SessionRow
from demo_platform.people import Role as Platform
from tests.journeys.browser import FrameBrowser
from tests.journeys.launches import LIS_VOCABULARY, launch_as_mentor, launch_privacy, launch_with
from tests.journeys.scenario import (
    DENMARK,
    FINLAND,
    FIRST_LESSON,
    WHOLE_PROGRAMME,
    Scenario,
    done_of_total,
    open_scenario,
)
from tests.journeys.test_mentors import access_log_rows
from tests.support.pages import Page
from tests.support.people import Browser, answers_for, step_at

Session = SessionRow.__table__
ROLES_BY_LAUNCH = {
    Role.ASSISTANT: [f"{LIS_VOCABULARY}membership/Instructor#TeachingAssistant"],
    Role.AUTHOR: [f"{LIS_VOCABULARY}membership#ContentDeveloper"],
    Role.GUEST: [],
}


@dataclass(frozen=True)
class TracedPupil:
    """A pupil with traces. word: in the name and in all that was written. minute: of the hour in which it was."""

    word: str
    minute: str
    course: str
    number: str


@dataclass(frozen=True)
class TracedTown:
    """The town with its traces."""

    town: Scenario
    aamu: TracedPupil
    bea: TracedPupil
    carl: TracedPupil


@pytest.fixture
def traced_town(database_url: str) -> Iterator[TracedTown]:
    with open_scenario(database_url) as scenario:
        finns, danes = scenario.people(FINLAND), scenario.people(DENMARK)
        traced = TracedTown(
            scenario,
            TracedPupil("Aamunkoi", "07", FINLAND, finns[0]),
            TracedPupil("Beatanen", "13", FINLAND, finns[1]),
            TracedPupil("Carlsborg", "19", DENMARK, danes[0]),
        )
        scenario.advance(minutes=1)
        for child in (traced.aamu, traced.bea, traced.carl):
            scenario.advance(minutes=6)
            leave_traces(scenario, child)
        scenario.advance(minutes=6)  # what the worker and those who look do now has another minute
        scenario.run_worker()
        yield traced


def leave_traces(scenario: Scenario, child: TracedPupil) -> None:
    """Go through a lesson; what is written says by whom, and whether the lesson leaves it to the pupil."""
    scenario.platform.people[child.number].name = child.word
    browser, _ = scenario.opens(child.number, WHOLE_PROGRAMME[child.course])
    pack = scenario.pack(child.course)
    lesson = pack.lesson(FIRST_LESSON[child.course])
    assert lesson
    page = browser.get(f"/lessons/{lesson.id}")
    while page.path != f"/lessons/{lesson.id}/done":
        page = browser.press_next(page, **answers(pack, page, child))
    browser.submit(browser.get("/questions").form("form#ask"), text=f"{child.word} wrote asked", way="named")
    post_on_board(scenario, browser, child)


def post_on_board(scenario: Scenario, browser: Browser, child: TracedPupil) -> None:
    """Staff have opened a board in the child's class, without reading first; the child puts something on it."""
    with scenario.school.database.transaction() as db:
        rows = db.execute(select(Session.c.organisation_id, Session.c.class_id).where(Session.c.name == child.word))
        organisation, course = rows.all()[0]
        board_id = store.create(db, organisation, course, "findings", "Our board", moderated=False)
    browser.submit(browser.get(f"/boards/{board_id}").form("form#put"), text=f"{child.word} wrote posted")


def answers(pack: Pack, page: Page, child: TracedPupil) -> dict[str, str | list[str]]:
    step = step_at(pack, page.path)
    form = page.form("[data-next]") if page.next_control.name == "form" else None
    if step is None or form is None:
        return {}
    kind = "closed" if getattr(step, "visible_to", "") == "pupil" else "open"
    texts = dict.fromkeys(form.texts, f"{child.word} wrote {kind}")
    return {name: value for name, value in {**answers_for(step, form), **texts}.items() if name != "share"}


def sign_in_as(traced_town: TracedTown, role: Role) -> FrameBrowser:
    """A browser signed in with a role, in the way of that role."""
    town, aamu = traced_town.town, traced_town.aamu
    if role is Role.PUPIL:
        return town.opens(aamu.number, WHOLE_PROGRAMME[FINLAND])[0]
    if role is Role.TEACHER:
        return town.teacher(FINLAND)[0]
    if role is Role.ADMIN:
        return administrator(town)
    if role is Role.MENTOR:
        came = launch_as_mentor(town, aamu.number)
    elif role is Role.OFFICER:
        came = launch_privacy(town, "2", aamu.number)
    else:
        came = launch_with(
            town, town.people(FINLAND)[2], {"sub": "901", "name": "Raili", "roles": ROLES_BY_LAUNCH[role]}
        )
    assert came.page.response.status_code == 200
    return came.browser


def administrator(scenario: Scenario) -> FrameBrowser:
    visitor = FrameBrowser.new_frame(scenario.school)
    with scenario.school.database.transaction() as db:
        key = one_time.create(db, "town", one_time.ADMIN, ttl=timedelta(hours=1))
    visitor.press_next(visitor.get(f"/admin/sign-in?key={key}"))
    return visitor


def all_pages(traced_town: TracedTown, browser: Browser) -> Iterator[Response]:
    """Every page of the route table, with everything that is there put into its address."""
    ids = [*(str(room["id"]) for room in traced_town.town.class_rows()), *person_ids(traced_town.town)]
    lessons = [first_lesson(traced_town.town, course) for course in (FINLAND, DENMARK)]
    steps = [step.id for lesson in lessons for step in lesson.steps]
    known = {
        "board": board_ids(traced_town.town),
        "id": ids,
        "lesson": [lesson.id for lesson in lessons],
        "step": steps,
    }
    for route in traced_town.town.school.tool.routes:
        if isinstance(route, Route) and "GET" in (route.methods or ()) and not route.path.startswith("/static"):
            names = re.findall(r"{(\w+)}", route.path)
            for values in itertools.product(*(known.get(name, ["x"]) for name in names)):
                address = re.sub(r"{\w+}", "%s", route.path) % values
                yield browser.follow(browser.tool.get(address))


def board_ids(scenario: Scenario) -> list[str]:
    with scenario.school.database.reading() as db:
        return [str(board_id) for board_id in db.execute(select(Board.__table__.c.id)).scalars()]


def person_ids(scenario: Scenario) -> list[str]:
    table = personal_tables()[0].table
    with scenario.school.database.reading() as db:
        return [str(person_id) for person_id in db.execute(select(table.c.id)).scalars()]


def first_lesson(scenario: Scenario, course: str) -> Lesson:
    lesson = scenario.pack(course).lesson(FIRST_LESSON[course])
    assert lesson
    return lesson


def data_shown(response: Response, child: TracedPupil) -> set[Data]:
    """The kinds of data about a pupil that a response shows."""
    text, path = response.text, response.url.path
    shown = {Data.NAMES} if re.search(rf"{child.word}(?! wrote)", text) else set()
    shown |= {Data.ANSWERS} if f"{child.word} wrote open" in text else set()
    shown |= {Data.PRIVATE} if f"{child.word} wrote closed" in text else set()
    shown |= {Data.QUESTIONS} if f"{child.word} wrote asked" in text else set()
    shown |= {Data.POSTS} if f"{child.word} wrote posted" in text else set()
    shown |= {Data.STATUSES} if re.search(rf"(?<!\d)\d\d[.:]{child.minute}(?!\d)", text) else set()
    if child.word in text and (path.endswith("/gradebook") or '"score_delivery"' in text):
        shown.add(Data.SCORES)
    return shown


def own_data_shown(response: Response) -> set[Data]:
    """What a page tells without a name and a moment: it is about the one who looks."""
    page = Page(response) if response.url.path.startswith("/lessons") and response.status_code == 200 else None
    if page is None:
        return set()
    shown = {Data.STATUSES} if page.path == "/lessons" and done_of_total(page)[0] else set()
    return shown | ({Data.SCORES} if page.all("#mark") else set())


def is_in_scope(scope: DataScope, child: TracedPupil, traced_town: TracedTown) -> bool:
    """Whether a pupil is among those whom a scope means, for whoever comes from Aamu's course or for Aamu."""
    return child is traced_town.aamu if scope in {DataScope.OWN, DataScope.NAMED} else child.course == FINLAND


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_of_each_pupil_what_the_table_says_and_nothing_else(role: Role, traced_town: TracedTown) -> None:
    browser = sign_in_as(traced_town, role)
    seen: dict[str, set[Data]] = {child.word: set() for child in (traced_town.aamu, traced_town.bea, traced_town.carl)}
    for response in all_pages(traced_town, browser):
        assert response.status_code < 500 or response.headers["careered-code"] == "no_pack", response.url
        for child in (traced_town.aamu, traced_town.bea, traced_town.carl):
            seen[child.word] |= data_shown(response, child)
        seen[traced_town.aamu.word] |= own_data_shown(response)
    for child in (traced_town.aamu, traced_town.bea, traced_town.carl):
        allowed = {
            data for data in PUPIL_DATA for scope in data_scopes(role, data) if is_in_scope(scope, child, traced_town)
        }
        assert seen[child.word] == allowed, child


def test_opening_a_pupils_page_is_logged_and_the_list_of_the_course_is_not(traced_town: TracedTown) -> None:
    browser, page = traced_town.town.teacher(FINLAND)
    assert traced_town.aamu.word in page.main_text
    assert access_log_rows(traced_town.town) == []
    row = next(link for link in page.all("table.grid tbody th a") if traced_town.aamu.word in link.to_text())
    browser.get(str(row.attrs["href"]))
    assert [entry["action"] for entry in access_log_rows(traced_town.town)] == ["pupil_page"]


def test_the_platform_gets_numbers_and_no_answers(traced_town: TracedTown) -> None:
    sent = [entry for entry in traced_town.town.platform.request_log if entry.what == "score"]
    assert sent
    assert not [entry for entry in sent if "wrote" in str(entry)]


def test_nothing_about_a_pupil_goes_by_itself_but_open_visits(traced_town: TracedTown) -> None:
    before = row_counts(traced_town.town)
    traced_town.town.advance(days=400)
    traced_town.town.worker._prune()
    traced_town.town.worker._run_retention()
    after = row_counts(traced_town.town)
    assert {name: after[name] for name in after if name != "session"} == {
        name: before[name] for name in before if name != "session"
    }
    assert before[str(ScoreDelivery.__tablename__)] > 0
    assert after["session"] == 0


def row_counts(scenario: Scenario) -> dict[str, int]:
    """How many rows each table about people has."""
    with scenario.school.database.reading() as db:
        return {
            personal_table.table.name: int(
                db.execute(select(func.count()).select_from(personal_table.table)).scalar_one()
            )
            for personal_table in personal_tables()
        }


def test_the_platforms_teacher_of_another_course_is_not_the_teacher_of_this_one(traced_town: TracedTown) -> None:
    teacher = traced_town.town.people(DENMARK, Platform.TEACHER)[0]
    browser, _ = traced_town.town.opens(teacher, WHOLE_PROGRAMME[DENMARK])
    shown = [
        data_shown(response, child)
        for response in all_pages(traced_town, browser)
        for child in (traced_town.aamu, traced_town.bea)
    ]
    assert not set().union(*shown)
