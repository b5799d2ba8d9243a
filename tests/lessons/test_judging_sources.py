"""Judging sources as practice: in steps or in cards, the reason at once, and what a class learns in between."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from careered.lessons.activities.choose.schema import Content as Choose
from careered.lessons.activities.spot.schema import Content as Spot
from careered.lessons.kinds import registry
from careered.lessons.kinds.judge import Content
from careered.packs.load import read_pack
from careered.packs.models import Pack
from careered.progress.tables import Event
from careered.web.permissions import Role
from tests.lessons.factories import HarbourSchool, Visitor, harbour_school
from tests.lessons.test_progress_stays import before_cards
from tests.support.card_player import does_lesson, pages_of
from tests.support.databases import fresh
from tests.support.pages import Page

CONTENT = Path(__file__).parents[2] / "content"
FIRST, LAST = "fi-10-first", "fi-10-last"


@pytest.fixture(scope="module")
def old_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Finnish pack of the days when the practice had steps."""
    return before_cards("finland", "fi-10", tmp_path_factory.mktemp("packs") / "old")


@pytest.fixture
def finland(old_pack: Path, tmp_path: Path) -> Iterator[HarbourSchool]:
    """A school with that pack."""
    with fresh("sqlite", tmp_path) as url, harbour_school(url, old_pack) as harbour:
        yield harbour


@pytest.fixture(params=["sqlite", "postgresql"])
def today(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HarbourSchool]:
    """A school with the Finnish pack, in which the practice is cards."""
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
    assert "Says who is behind it" in page.main_text
    for number, first in enumerate((1, 3, 1, 3)):
        practises_twice(finland.visitor(str(number)), first, 4)
    compares_sources(finland.visitor("9"), FIRST, 0)
    page = teacher.get(f"{teacher.viewer.home_url}/source-judgement")
    assert "once at least five pupils have done both" in page.main_text
    assert page.all("progress") == [], "figures of four would be figures of somebody"
    practises_twice(finland.visitor("4"), 2, 4)
    page = teacher.get(f"{teacher.viewer.home_url}/source-judgement")
    assert "5 pupils have done the first and the last exercise" in page.main_text
    assert [element.attrs["value"] for element in page.all("progress")] == ["50", "100"]


def test_answers_that_are_changed_after_reading_the_reasons_do_not_count(finland: HarbourSchool) -> None:
    aino = finland.visitor()
    compares_sources(aino, FIRST, 0)
    compares_sources(aino, FIRST, 4)
    assert finland.count(Event, step_id=FIRST) == 1
    assert finland.count(Event, step_id=FIRST, correct=0) == 1  # type: ignore[arg-type]


CLUES = ["name", "age", "all", "course"]
"""What the first round asks for."""


def searches_first(pupil: Visitor, found: int) -> None:
    """Come to the first round, find so many clues at the first try and the rest at the second."""
    next(page for page in pages_of(pupil, "fi-10", 0) if page.path.endswith("/boss"))
    for words in (CLUES[:found], CLUES[found:]):
        pupil.answer("boss", lesson="fi-10", fields={"word": words})


def test_a_class_sees_what_it_has_learnt_between_the_first_round_and_the_last(today: HarbourSchool) -> None:
    for number, found in enumerate((1, 3, 1, 3, 2, 2)):
        pupil = today.visitor(str(number))
        searches_first(pupil, found)
        if number:
            does_lesson(pupil, "fi-10")
    teacher = today.visitor("t", role=Role.TEACHER, name="Opo Lehto")
    page = teacher.get(f"{teacher.viewer.home_url}/source-judgement")
    assert "5 pupils have done the first and the last exercise" in page.main_text
    assert [element.attrs["value"] for element in page.all("progress")] == ["55", "100"]
    assert [figure.to_text() for figure in page.all(".progress b")] == ["55\u00a0%", "100\u00a0%"], "and not “55 / 100”"
    reports = teacher.get(f"{teacher.viewer.home_url}/reports")
    questions = [" ".join(line.to_text().split()) for line in reports.all(".moves li")]
    told = re.compile(r"\S.*\? in the first exercise (\d) → in the last (\d)")
    figures = [told.fullmatch(question) for question in questions]
    assert len(figures) == 4, "a line for each question"
    assert all(figure and int(figure[1]) <= int(figure[2]) == 5 for figure in figures), questions
    assert "How many pupils noticed this by themselves" in reports.main_text


@pytest.mark.parametrize("folder", ["finland", "denmark"])
def test_each_pack_practises_with_posts_answers_adverts_and_pages_some_of_them_good(folder: str) -> None:
    pack = read_pack(CONTENT / folder, registry()).pack
    assert pack
    cards = [step for lesson in pack.lessons for step in lesson.steps]
    assert {card.medium for card in cards if isinstance(card, Spot)} == {"post", "advert", "answer", "page"}
    meters = [card.meter for card in cards if isinstance(card, Choose) and card.meter]
    assert any(all(trait.level != "weak" for trait in meter.traits) for meter in meters)


def test_the_page_of_another_class_is_not_there(finland: HarbourSchool) -> None:
    teacher = finland.visitor("t", role=Role.TEACHER)
    assert teacher.client.get("/teacher/class/another/source-judgement").headers["careered-code"] == "not_found"
