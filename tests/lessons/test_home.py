"""The pupil's first page."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from careered.clock import now
from careered.live import live_lesson
from careered.progress.tables import RequirementStatus
from careered.web.permissions import Role
from tests.lessons.factories import GOOD_ANSWERS, HarbourSchool, texts_of

REQUIREMENTS = "/requirements"


def test_a_pupil_is_greeted_by_name_only_where_the_platform_sent_one(school: HarbourSchool) -> None:
    assert texts_of(school.visitor().get("/lessons").all(".head bdi")) == ["Aino"]
    without_name = school.visitor("2", name="").get("/lessons")
    assert texts_of(without_name.all(".head b")) == ["Hi!"]


def test_a_name_is_text_whatever_it_is_made_of(school: HarbourSchool) -> None:
    page = school.visitor(name="<b>O'Brien</b>").get("/lessons")
    assert texts_of(page.all(".head bdi")) == ["<b>O'Brien</b>"]


def test_home_is_a_path_with_the_next_lesson_open_and_the_others_as_lines(school: HarbourSchool) -> None:
    aino = school.visitor()
    page = aino.get("/lessons")
    assert texts_of(page.all(".now")) == ["0 of 2 lessons done Find your way You find two routes."]
    assert texts_of([page.next_control]) == ["Start · 30 min"]
    assert texts_of(page.all(".path li")) == ["2 Ask a person Do this first: Find your way 8 min"]
    assert page.all(".path li a") == [], "what is not open yet leads nowhere"
    aino.completes("xh-1-read")
    assert texts_of([aino.get("/lessons").next_control]) == ["Continue"]


def test_what_is_done_counts_in_lessons_at_once(school: HarbourSchool) -> None:
    aino = school.visitor()
    assert aino.get("/lessons").all(".pieces") == []
    aino.completes(*[step for step in GOOD_ANSWERS if step.startswith("xh-1")])
    page = aino.get("/lessons")
    assert texts_of(page.all(".pieces li")) == ["1 Find your way", "Now"]
    assert page.only(".pieces a").attrs["aria-label"] == "Find your way"
    assert "1 of 2 lessons done" in page.main_text
    assert texts_of(page.all("h1")) == ["Ask a person"]


def test_a_begun_lesson_of_cards_says_where_one_is_and_leads_there(bay: HarbourSchool) -> None:
    iida = bay.visitor()
    iida.answer("routes")
    page = iida.get("/lessons")
    assert "card 2 of 5" in page.main_text
    assert page.only(".now img").attrs["src"] == "/pictures/bay-8/1.0.0/routes"
    card = iida.follow_next(page)
    assert card.path == "/lessons/xb-1/before"
    assert iida.get("/lessons/xb-1?cover=1").path == "/lessons/xb-1", "Back from the first card shows the cover"


@pytest.mark.parametrize("cookies", [True, False])
def test_the_launch_of_a_begun_lesson_lands_on_the_next_open_card(bay: HarbourSchool, *, cookies: bool) -> None:
    iida = bay.visitor(cookies=cookies)
    assert iida.get("/lessons/xb-1").main_text.count("Start") == 1
    iida.answer("routes")
    assert iida.get("/lessons/xb-1").only("main").attrs["data-card"] == "before"


def test_a_class_without_a_grade_sees_every_lesson_that_can_be_played(school: HarbourSchool) -> None:
    words = school.visitor(grade=None).get("/lessons").main_text
    assert "Next year" in words
    assert "To come" not in words


def test_requirements_and_grade_stand_behind_a_link(school: HarbourSchool) -> None:
    aino = school.visitor()
    home = aino.get("/lessons")
    assert "Knows Compass" not in home.main_text
    assert "Grade 8" not in home.main_text
    link = next(link for link in home.all(".ways a") if "What is included?" in link.to_text())
    page = aino.get(home.path_of(link))
    assert "Grade 8" in page.main_text
    assert texts_of(page.all(".lines li")) == [
        "Knows Compass In the lesson “Find your way”. Not yet",
        "Has judged a source It is covered in the lessons. Not yet",
        "Days at sea Your teacher will record this. Not yet",
        "A look ahead In the lessons “Find your way”, “Ask a person”. Your teacher will record part of this. Not yet",
        "Something to come This comes later. Not yet",
    ]


def test_a_requirement_says_what_is_still_missing(school: HarbourSchool) -> None:
    aino = school.visitor()
    aino.completes(*[step for step in GOOD_ANSWERS if step.startswith("xh-1")])
    lines = texts_of(aino.get(REQUIREMENTS).all(".lines li"))
    assert lines[3].startswith("A look ahead Still to do: “Ask a person”. Your teacher will record part of this.")
    aino.completes("xh-2-reflect", "xh-2-read")
    lines = texts_of(aino.get(REQUIREMENTS).all(".lines li"))
    assert lines[3].startswith("A look ahead Your teacher will record part of this.")


def test_the_figures_of_the_requirements_are_those_of_the_gradebook(school: HarbourSchool) -> None:
    aino = school.visitor()
    assert texts_of(aino.get(REQUIREMENTS).all(".progress b")) == ["0 / 5"]
    aino.completes(*[step for step in GOOD_ANSWERS if step.startswith("xh-1")])
    page = aino.get(REQUIREMENTS)
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
    page = aino.get(REQUIREMENTS)
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
    for path in ["/lessons", REQUIREMENTS, "/lessons/xh-1", "/lessons/xh-1/xh-1-read", "/lessons/xh-1/done"]:
        page = teacher.get(path)
        assert (page.response.status_code, len(page.all(".preview"))) == (200, 1)


def test_two_pupils_know_nothing_of_each_other(school: HarbourSchool) -> None:
    aino, veeti = school.visitor("1"), school.visitor("2", name="Veeti")
    aino.completes("xh-1-read", "xh-1-visit")
    assert texts_of([veeti.get("/lessons").next_control]) == ["Start · 30 min"]
    veeti.completes("xh-1-read")
    assert "sailor, diver" not in veeti.get("/lessons/xh-1/xh-1-visit").response.text


def test_whose_class_does_another_lesson_is_told_so_before_going_on_alone(bay: HarbourSchool) -> None:
    iida = bay.visitor()
    iida.answer("routes")
    with bay.database.transaction() as db:
        live_lesson.start(db, "town", iida.viewer.class_id, "xb-2", now() + timedelta(minutes=20))
    cover = iida.get("/lessons/xb-1")
    assert cover.path == "/lessons/xb-1"
    assert cover.path_of(cover.next_control) == "/lessons/xb-2"
    home = iida.get("/lessons")
    assert "Your own lesson is saved Routes after school, card 2 of 5" in home.main_text
    assert home.path_of(home.next_control) == "/lessons/xb-2"
