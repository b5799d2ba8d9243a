"""Classes are in the middle of the lessons of 1.8.0, forms most of them, when today's national packs come.

`released/` holds those packs, as they were; nobody edits them.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import select

from careered.lessons.kinds import registry
from careered.packs import store
from careered.packs.load import PackReadResult, read_pack
from careered.packs.models import Lesson, Pack
from careered.packs.store import PackStore
from careered.progress.tables import Answer, Event
from careered.statistics.dropped_requirements import load_version
from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import DENMARK, FINLAND, WHOLE_PROGRAMME, Scenario, open_scenario
from tests.journeys.test_the_way_through import figures_shown_everywhere
from tests.support.databases import fresh
from tests.support.large_class import PUPILS, RANK, LargeClass
from tests.support.pages import Page
from tests.support.people import finish_lesson, pages_to_end
from tests.support.school import read_real

RELEASED = Path(__file__).parent / "released"
FOLDERS = {FINLAND: "finland", DENMARK: "denmark"}
NATIONAL = Path(__file__).parents[2] / "content"


@cache
def read_old(folder: Path) -> PackReadResult:
    return read_pack(RELEASED / f"{folder.name}-1.8.0.zip", registry())


@pytest.fixture
def old_town(tmp_path: Path) -> Iterator[Scenario]:
    """The town of the stories with the national packs 1.8.0."""
    with fresh("sqlite", tmp_path) as url, open_scenario(url, read=read_old) as scenario:
        yield scenario


@pytest.fixture(params=[FINLAND, DENMARK])
def course(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def lessons_of(town: Scenario, course: str) -> list[Lesson]:
    """The old lessons that the class's grade has met."""
    grade = int(town.platform.courses[course].grade)
    return [lesson for lesson in town.pack(course).playable_lessons() if lesson.grade <= grade]


def todays_pack_comes(town: Scenario, course: str) -> Pack:
    """It is loaded as the office and the command load it, and seen at once."""
    result = read_real(NATIONAL / FOLDERS[course])
    assert result.pack
    with town.school.database.transaction() as db:
        assert load_version(db, result.files, town.pack(course), result.pack, {}, {})
    town.school.tool.state.careered.singletons[PackStore] = store.PackStore(registry(), reads_elsewhere=True)
    return result.pack


def test_five_hundred_pupils_in_the_middle_of_all_old_lessons_lose_nothing(old_town: Scenario, course: str) -> None:
    lessons = lessons_of(old_town, course)
    assert sum(not lesson.parts for lesson in lessons) > 4, "most of them were forms"
    large_class = LargeClass(old_town, course, [lesson.id for lesson in lessons])
    before = large_class.states()
    facts = set(large_class.rows(Event.__table__, "person_id", "kind", "lesson_id", "step_id", "occurred_at"))
    answers = large_class.rows(Answer.__table__, "person_id", "step_id", "values", "saved_at")
    assert {"in_progress", "done"} <= set(before.values())
    assert len(answers) == PUPILS
    new = todays_pack_comes(old_town, course)
    assert all(lesson.parts for lesson in new.playable_lessons())
    assert large_class.states() == before
    large_class.continue_lessons(new)
    after = large_class.states()
    assert all(RANK[after[key]] >= RANK[state] for key, state in before.items())
    assert facts < set(large_class.rows(Event.__table__, "person_id", "kind", "lesson_id", "step_id", "occurred_at"))
    assert large_class.rows(Answer.__table__, "person_id", "step_id", "values", "saved_at") == answers
    finished = {row[0] for row in large_class.rows(Event.__table__, "person_id", "kind") if row[1] == "lesson_done"}
    assert len(finished) == PUPILS


def test_a_pupil_in_each_old_lesson_goes_on_where_they_were(old_town: Scenario, course: str) -> None:
    begun = [
        (pupil, lesson, goes_to_the_middle(old_town, pupil, course, lesson))
        for pupil, lesson in zip(old_town.people(course), lessons_of(old_town, course), strict=False)
    ]
    todays_pack_comes(old_town, course)
    for pupil, lesson, (browser, middle) in begun:
        page = browser.get(f"/lessons/{lesson.id}")
        page = page if lesson.parts else browser.press_next(page)  # a lesson of forms has a first page of its own
        assert (page.path, page.main_text) == (middle.path, middle.main_text)
        assert finish_lesson(browser, old_town.pack(course), page, lesson).path == f"/lessons/{lesson.id}/done"
        done = [event for event in events_of(old_town, pupil) if event == ("lesson_done", lesson.id)]
        assert len(done) == 1


def goes_to_the_middle(town: Scenario, pupil: str, course: str, lesson: Lesson) -> tuple[FrameBrowser, Page]:
    """A pupil does the first half of a lesson's steps; the page on which they stop."""
    browser, _ = town.opens(pupil, WHOLE_PROGRAMME[course])
    middle = f"/lessons/{lesson.id}/{lesson.steps[len(lesson.steps) // 2].id}"
    pages = pages_to_end(browser, town.pack(course), browser.get(f"/lessons/{lesson.id}"), lesson)
    return browser, next(page for page in pages if page.path == middle)


def events_of(town: Scenario, pupil: str) -> list[tuple[str, str]]:
    with town.school.database.reading() as db:
        events = Event.__table__.c
        where = events.person_id == town.person_id(pupil)
        return [tuple(row) for row in db.execute(select(events.kind, events.lesson_id).where(where))]


def test_who_has_done_them_all_is_asked_for_nothing_again(old_town: Scenario, course: str) -> None:
    pupil = old_town.people(course)[0]
    for lesson in lessons_of(old_town, course):
        old_town.finishes(pupil, course, lesson.id)
        old_town.advance(minutes=10)
    old_town.run_worker_until_idle()
    before = figures_shown_everywhere(old_town, pupil, course)
    todays_pack_comes(old_town, course)
    old_town.run_worker_until_idle()
    assert figures_shown_everywhere(old_town, pupil, course) == before
