"""A teacher tries the lessons as a pupil: all of it plays, nothing of it is saved, and the class is a press away."""

import re

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel
from starlette.routing import Route

from careered.app import all_routes
from careered.web.permissions import Audience
from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import DENMARK, FINLAND, FIRST_LESSON, Scenario, grid_cells
from tests.journeys.shared_scenario import scenario
from tests.journeys.test_student_view import go_through_steps

__all__ = ["scenario"]

ACTIONS = [route for route in all_routes() if route.who is Audience.PUPIL]  # type: ignore[attr-defined]
PASSING_TABLES = {"session"}


def database_rows(scenario: Scenario) -> dict[str, list[object]]:
    """How many rows each table has; those of visits aside."""
    with scenario.school.database.reading() as db:
        tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in PASSING_TABLES]
        return {table.name: [db.execute(select(func.count()).select_from(table)).scalar_one()] for table in tables}


@pytest.mark.parametrize("course", [FINLAND])
def test_a_lesson_is_tried_from_the_class_page_and_leads_back_to_it(scenario: Scenario, course: str) -> None:
    teacher, page = scenario.teacher(course)
    home, before = page.path, database_rows(scenario)
    links = teacher.get(f"{home}/lessons").all("main a")
    assert {"/lessons", f"/lessons/{FIRST_LESSON[course]}"} <= {page.path_of(link) for link in links}
    assert go_through_steps(scenario, teacher, FIRST_LESSON[course]) == []
    bar = teacher.get("/lessons").only(".preview a")
    back = teacher.get(str(bar.attrs["href"]))
    assert (back.path, len(back.all(".preview"))) == (home, 0)
    assert database_rows(scenario) == before
    assert all(cells[-1].startswith("0 /") for cells in grid_cells(back).values())


@pytest.mark.parametrize("route", ACTIONS, ids=lambda route: route.path)
def test_whatever_a_teacher_sends_from_a_pupils_page_is_not_kept(scenario: Scenario, route: Route) -> None:
    teacher, _ = scenario.teacher(DENMARK)
    before = database_rows(scenario)
    answer = submit_action(scenario, teacher, route)
    assert answer < 500
    assert database_rows(scenario) == before


def submit_action(scenario: Scenario, teacher: FrameBrowser, route: Route) -> int:
    lesson = scenario.pack(DENMARK).lesson(FIRST_LESSON[DENMARK])
    assert lesson
    known = {"lesson": lesson.id, "step": lesson.steps[0].id}
    path = re.sub(r"{(\w+)}", lambda found: known[found[1]], route.path)
    fields = {"text": "Hej", "way": "anonymous", "shelf": "plan", "revision": "9", "share": "yes", "do": "delete"}
    session = teacher.tool.cookies["__Host-careered"]
    return int(teacher.tool.post(path, data={**fields, "session": session}).status_code)
