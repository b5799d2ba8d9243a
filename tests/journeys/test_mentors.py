"""A guardian sees how far the own child is, and nothing of what the child wrote; of nobody else anything at all."""

from typing import Any

import pytest
from sqlalchemy import func, select

from careered.privacy.tables import AccessLog
from careered.progress.tables import Answer, Event
from tests.journeys.messages import mentor
from tests.journeys.town import FINLAND, WHOLE, Town, figures
from tests.support.pages import Page
from tests.support.people import finish_lesson


def person_id(town: Town, number: str) -> str:
    """Our id of a pupil."""
    return str(town.record(number, FINLAND)["id"])


def log(town: Town) -> list[dict[str, Any]]:
    """The access log."""
    with town.school.database.read() as db:
        return [dict(row) for row in db.execute(select(AccessLog.__table__)).mappings()]


def rows(town: Town, table: Any) -> int:
    """How many rows a table has."""
    with town.school.database.read() as db:
        return int(db.execute(select(func.count()).select_from(table.__table__)).scalar_one())


def test_a_guardian_sees_how_far_the_own_child_is_and_no_other_child(monday: Town) -> None:
    child, other = monday.people(FINLAND)[:2]
    monday.finishes(child, FINLAND)
    monday.finishes(other, FINLAND)
    page = mentor(monday, child).page
    assert page.path == "/mentor"
    assert figures(page) == (1, 5)
    names = monday.platform.people
    assert names[child].name in page.words
    assert names[other].name not in page.response.text
    assert page.all(".preview") == []


def test_a_guardian_sees_states_and_moments_and_lessons_and_no_answer(monday: Town) -> None:
    child = monday.people(FINLAND)[0]
    monday.finishes(child, FINLAND)
    came = mentor(monday, child)
    link = came.page.all("main section.card a")[0]
    page = came.visitor.get(str(link.attrs["href"]))
    assert page.path == f"/mentor/pupil/{person_id(monday, child)}"
    lesson = monday.pack(FINLAND).lesson("fi-2")
    assert lesson
    assert lesson.title.in_language("fi") in page.words
    assert [one.attrs["class"] for one in page.all("#requirements .state")].count("state done") == 1
    assert len(page.all("#requirements .state")) == 5
    assert "10.00" in page.words
    assert "Löysin" not in page.response.text
    assert page.all("dl.answers, bdi.answer, .called") == []


def test_every_look_of_a_guardian_is_noted(monday: Town) -> None:
    child = monday.people(FINLAND)[0]
    monday.opens(child, WHOLE[FINLAND])
    came = mentor(monday, child)
    assert came.page.path == "/mentor"
    came.visitor.get(f"/mentor/pupil/{person_id(monday, child)}")
    assert [(row["viewer_role"], row["view"]) for row in log(monday)] == [
        ("mentor", "mentor_list"),
        ("mentor", "mentor_pupil"),
    ]
    assert {row["pupil_person_id"] for row in log(monday)} == {person_id(monday, child)}


def test_a_pupil_whom_the_platform_did_not_name_is_not_there(monday: Town) -> None:
    child, other = monday.people(FINLAND)[:2]
    monday.opens(child, WHOLE[FINLAND])
    monday.opens(other, WHOLE[FINLAND])
    came = mentor(monday, child)
    for path in (f"/mentor/pupil/{person_id(monday, other)}", "/mentor/pupil/nobody"):
        page = came.visitor.get(path)
        assert (page.response.status_code, page.code) == (404, "not_found")
    assert log(monday) == []


def test_a_guardian_has_no_page_of_the_teacher(monday: Town) -> None:
    child = monday.people(FINLAND)[0]
    monday.opens(child, WHOLE[FINLAND])
    came = mentor(monday, child)
    room = monday.rooms()[0]["id"]
    for path in (f"/teacher/class/{room}", f"/teacher/pupil/{person_id(monday, child)}", "/privacy"):
        assert came.visitor.get(path).response.status_code == 404


@pytest.mark.parametrize("named", [(), ("4711",)], ids=["nobody", "a stranger"])
def test_a_guardian_to_whom_nobody_is_named_reads_what_to_do(monday: Town, named: tuple[str, ...]) -> None:
    monday.opens(monday.people(FINLAND)[0], WHOLE[FINLAND])
    page = mentor(monday, *named).page
    assert (page.response.status_code, page.path) == (200, "/mentor")
    assert page.all("section.card") == []
    assert page.words.count("Moodle") >= 2
    assert all(person.name not in page.response.text for person in monday.platform.people.values())


def test_a_guardian_tries_a_lesson_and_leaves_no_trace(monday: Town) -> None:
    child = monday.people(FINLAND)[0]
    monday.opens(child, WHOLE[FINLAND])
    came = mentor(monday, child)
    link = next(one for one in came.page.all("main a") if one.attrs["href"] == "/lessons")
    lessons = came.visitor.get(str(link.attrs["href"]))
    assert len(lessons.all(".preview")) == 1
    lesson = monday.pack(FINLAND).lesson("fi-2")
    assert lesson
    end = finish_lesson(came.visitor, monday.pack(FINLAND), came.visitor.get("/lessons/fi-2"), lesson)
    assert len(end.all(".preview")) == 1
    assert [rows(monday, table) for table in (Answer, Event)] == [0, 0]
    assert monday.work_until_quiet() == 0
    assert monday.asked("score") == 0


def test_a_guardian_without_cookies_goes_from_page_to_page_by_forms(monday: Town) -> None:
    child = monday.people(FINLAND)[0]
    monday.opens(child, WHOLE[FINLAND])
    came = mentor(monday, child)
    session = came.visitor.tool.cookies["__Host-careered"]
    bare = monday.school.tool_client()
    first = Page(bare.post("/mentor", data={"session": session}))
    form = next(form for form in first.all("main section.card form"))
    assert form.attrs["action"] == f"/mentor/pupil/{person_id(monday, child)}"
    second = Page(bare.post(str(form.attrs["action"]), data={"session": session}))
    assert second.one("h1").to_text() == monday.platform.people[child].name
