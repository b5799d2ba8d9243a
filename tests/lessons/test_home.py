"""The pupil's first page."""

from sqlalchemy import insert

from careered.clock import now
from careered.progress.tables import RequirementStatus
from careered.web.permissions import Role
from tests.lessons.factories import GOOD_ANSWERS, HarbourSchool, texts_of


def test_a_pupil_is_greeted_by_name_only_where_the_platform_sent_one(school: HarbourSchool) -> None:
    assert texts_of(school.visitor().get("/lessons").all("h1 bdi")) == ["Aino"]
    without_name = school.visitor("2", name="").get("/lessons")
    assert "Hi!" in without_name.main_text


def test_a_name_is_text_whatever_it_is_made_of(school: HarbourSchool) -> None:
    page = school.visitor(name="<b>O'Brien</b>").get("/lessons")
    assert texts_of(page.all("h1 bdi")) == ["<b>O'Brien</b>"]


def test_a_pupil_sees_the_lessons_of_her_grade_with_their_states(school: HarbourSchool) -> None:
    aino = school.visitor()
    aino.post("/lessons/xh-1/start")
    cards = texts_of(aino.get("/lessons").all("section.card"))
    assert len(cards) == 2
    assert "Find your way In progress About 30 minutes You find two routes. Go on" in cards[0]
    assert "Ask a person Not started About 8 minutes" in cards[1]
    assert "First: Find your way" in cards[1]


def test_a_class_without_a_grade_sees_every_lesson_that_can_be_played(school: HarbourSchool) -> None:
    words = school.visitor(grade=None).get("/lessons").main_text
    assert "Next year" in words
    assert "To come" not in words


def test_each_requirement_says_how_it_is_met(school: HarbourSchool) -> None:
    lines = texts_of(school.visitor().get("/lessons").all(".lines li"))
    assert lines == [
        "Knows Compass In the lesson “Find your way”. Not yet",
        "Has judged a source It is covered in the lessons. Not yet",
        "Days at sea Your teacher records this. Not yet",
        "A look ahead In the lessons “Find your way”, “Ask a person”. Your teacher records a part of this. Not yet",
        "Something to come Comes later. Not yet",
    ]


def test_the_figures_are_those_of_the_gradebook(school: HarbourSchool) -> None:
    aino = school.visitor()
    assert texts_of(aino.get("/lessons").all(".progress b")) == ["0 / 5"]
    aino.completes(*[step for step in GOOD_ANSWERS if step.startswith("xh-1")])
    page = aino.get("/lessons")
    assert texts_of(page.all(".progress b")) == ["2 / 5"]
    assert sum(line.endswith("Done") for line in texts_of(page.all(".lines li"))) == 2


def test_what_the_teacher_confirmed_or_exempted_is_shown(school: HarbourSchool) -> None:
    aino = school.visitor()
    row = {
        "organisation_id": "town",
        "class_id": aino.viewer.class_id,
        "person_id": aino.viewer.person_id,
        "evidence": [],
        "pack_version": "1.0.0",
        "since_at": now(),
    }
    with school.database.transaction() as db:
        confirmed = {**row, "requirement_id": "XH-R3", "state": "confirmed", "method": "teacher"}
        exempt = {**row, "requirement_id": "XH-R5", "state": "exempt", "method": "teacher"}
        db.execute(insert(RequirementStatus.__table__), [confirmed, exempt])
    page = aino.get("/lessons")
    lines = texts_of(page.all(".lines li"))
    assert "Days at sea Recorded by your teacher. Confirmed" in lines
    assert "Something to come Does not apply to you" in lines
    assert texts_of(page.all(".progress b")) == ["1 / 4"]


def test_when_all_is_done_nothing_leads_on_from_home_and_it_says_so(school: HarbourSchool) -> None:
    aino = school.visitor()
    aino.walks_through(aino.get("/lessons"))
    page = aino.get("/lessons")
    assert "You have done all the lessons." in page.main_text
    assert page.all("[data-next]") == []


def test_teachers_try_pupils_pages_and_are_told_so(school: HarbourSchool) -> None:
    teacher = school.visitor("9", role=Role.TEACHER)
    for path in ["/lessons", "/lessons/xh-1", "/lessons/xh-1/xh-1-read", "/lessons/xh-1/done"]:
        page = teacher.get(path)
        assert (page.response.status_code, len(page.all(".preview"))) == (200, 1)


def test_two_pupils_know_nothing_of_each_other(school: HarbourSchool) -> None:
    aino, veeti = school.visitor("1"), school.visitor("2", name="Veeti")
    aino.completes("xh-1-read", "xh-1-visit")
    assert texts_of([veeti.get("/lessons").next_control]) == ["Start"]
    veeti.completes("xh-1-read")
    assert "sailor, diver" not in veeti.get("/lessons/xh-1/xh-1-visit").response.text
