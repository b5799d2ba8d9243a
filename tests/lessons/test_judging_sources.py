"""Judging sources as practice: two sources side by side, the reason at once, and what a class learns between."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from careered.lessons.kinds import registry
from careered.lessons.kinds.judge import Content, questions
from careered.packs.load import read_pack
from careered.packs.models import Pack
from careered.progress.tables import Event
from careered.web.permissions import Role
from tests.lessons.factories import HarbourSchool, Visitor, harbour_school
from tests.support.databases import fresh
from tests.support.pages import Page

CONTENT = Path(__file__).parents[2] / "content"
FIRST, LAST = "fi-10-first", "fi-10-last"


@pytest.fixture(params=["sqlite", "postgresql"])
def finland(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HarbourSchool]:
    """A school with the Finnish pack."""
    with fresh(request.param, tmp_path) as url, harbour_school(url, CONTENT / "finland") as harbour:
        yield harbour


def practice_content(pack: Pack, step_id: str) -> Content:
    lesson = pack.lesson("fi-10")
    step = lesson.step(step_id) if lesson else None
    assert isinstance(step, Content)
    return step


def compares_sources(pupil: Visitor, step_id: str, right: int, **more: str) -> Page:
    """Hand in a practice with so many right answers."""
    step = practice_content(pupil.school.pack, step_id)
    wrong = {"a": "b", "b": "a", "both": "neither", "neither": "both"}
    answers = {
        criterion.field: criterion.answer if index < right else wrong[criterion.answer]
        for index, criterion in enumerate(step.criteria)
    }
    response = pupil.post(f"/lessons/fi-10/steps/{step_id}", {**answers, "conclusion": "", **more})
    return Page(pupil.follow(response))


def practises_twice(pupil: Visitor, first: int, last: int) -> None:
    compares_sources(pupil, FIRST, first)
    pupil.post("/lessons/fi-10/steps/fi-10-read", {})
    compares_sources(pupil, "fi-10-machine", 4)
    compares_sources(pupil, LAST, last)


def test_every_answer_gets_its_reason_and_the_pupil_goes_on(finland: HarbourSchool) -> None:
    aino = finland.visitor()
    page = compares_sources(aino, FIRST, 1)
    assert page.response.status_code == 200
    for criterion in practice_content(finland.pack, FIRST).criteria:
        assert criterion.why.in_language("en") in page.main_text
    assert "You answered: A. Our answer: B." in page.main_text
    assert page.next_control.name == "a"


def test_an_answer_that_is_missing_is_asked_for(finland: HarbourSchool) -> None:
    answer = finland.visitor().post(f"/lessons/fi-10/steps/{FIRST}", {"criterion_who": "b"})
    assert answer.status_code == 422


def test_the_class_sees_what_it_has_learnt_and_the_rubric(finland: HarbourSchool) -> None:
    teacher = finland.visitor("t", role=Role.TEACHER, name="Opo Lehto")
    page = teacher.get(f"{teacher.viewer.home_url}/source-judgement")
    assert "Nobody has done both exercises yet" in page.main_text
    assert "Tells who is behind it" in page.main_text
    practises_twice(finland.visitor("1"), 1, 4)
    practises_twice(finland.visitor("2"), 3, 4)
    compares_sources(finland.visitor("3"), FIRST, 0)
    page = teacher.get(f"{teacher.viewer.home_url}/source-judgement")
    assert "2 pupils have done the first and the last exercise" in page.main_text
    assert [element.attrs["value"] for element in page.all("progress")] == ["50", "100"]


def test_answers_that_are_changed_after_reading_the_reasons_do_not_count(finland: HarbourSchool) -> None:
    aino = finland.visitor()
    compares_sources(aino, FIRST, 0)
    compares_sources(aino, FIRST, 4)
    assert finland.count(Event, step_id=FIRST) == 1
    assert finland.count(Event, step_id=FIRST, correct=0) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("folder", ["finland", "denmark"])
def test_each_pack_practises_with_social_media_a_machine_and_an_advert(folder: str) -> None:
    pack = read_pack(CONTENT / folder, registry()).pack
    assert pack
    steps = [step for lesson in pack.lessons for step in lesson.steps if isinstance(step, Content)]
    assert {"post", "machine", "advert", "official"} <= {source.medium for step in steps for source in step.sources}
    assert all(len(questions(step)) == 5 for step in steps)


def test_the_page_of_another_class_is_not_there(finland: HarbourSchool) -> None:
    teacher = finland.visitor("t", role=Role.TEACHER)
    assert teacher.client.get("/teacher/class/another/source-judgement").headers["careered-code"] == "not_found"
