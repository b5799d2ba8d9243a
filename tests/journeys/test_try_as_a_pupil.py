"""A teacher tries the lessons as a pupil: all of it plays, nothing of it is saved, and the class is a press away."""

import re

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel
from starlette.routing import Route

from careered.app import all_routes
from careered.web.permissions import Who
from tests.journeys.browser import Visitor
from tests.journeys.one_town import monday
from tests.journeys.test_student_view import plays
from tests.journeys.town import DENMARK, FINLAND, FIRST_LESSON, Town, grid

__all__ = ["monday"]

ACTIONS = [route for route in all_routes() if route.who is Who.PUPIL]  # type: ignore[attr-defined]
PASSING = {"session"}


def everything(town: Town) -> dict[str, list[object]]:
    """How many rows each table has; those of visits aside."""
    with town.school.database.read() as db:
        tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in PASSING]
        return {table.name: [db.execute(select(func.count()).select_from(table)).scalar_one()] for table in tables}


@pytest.mark.parametrize("course", [FINLAND])
def test_a_lesson_is_tried_from_the_class_page_and_leads_back_to_it(monday: Town, course: str) -> None:
    teacher, page = monday.teacher(course)
    home, before = page.path, everything(monday)
    assert {"/lessons", f"/lessons/{FIRST_LESSON[course]}"} <= {str(link.attrs["href"]) for link in page.all("main a")}
    assert plays(monday, teacher, FIRST_LESSON[course]) == []
    bar = teacher.get("/lessons").one(".preview a")
    back = teacher.get(str(bar.attrs["href"]))
    assert (back.path, len(back.all(".preview"))) == (home, 0)
    assert everything(monday) == before
    assert all(cells[-1].startswith("0 /") for cells in grid(back).values())


@pytest.mark.parametrize("route", ACTIONS, ids=lambda route: route.path)
def test_whatever_a_teacher_sends_from_a_pupils_page_is_not_kept(monday: Town, route: Route) -> None:
    teacher, _ = monday.teacher(DENMARK)
    before = everything(monday)
    answer = sends(monday, teacher, route)
    assert answer < 500
    assert everything(monday) == before


def sends(town: Town, teacher: Visitor, route: Route) -> int:
    lesson = town.pack(DENMARK).lesson(FIRST_LESSON[DENMARK])
    assert lesson
    known = {"lesson": lesson.id, "step": lesson.steps[0].id}
    path = re.sub(r"{(\w+)}", lambda found: known[found[1]], route.path)
    fields = {"text": "Hej", "way": "nameless", "shelf": "plan", "revision": "9", "share": "yes", "do": "delete"}
    session = teacher.tool.cookies["__Host-careered"]
    return int(teacher.tool.post(path, data={**fields, "session": session}).status_code)
