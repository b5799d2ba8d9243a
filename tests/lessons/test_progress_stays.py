"""What a pupil has done and answered stays: when steps become cards, and when an author moves cards in the middle."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlalchemy import select

from careered.lessons.kinds import registry
from careered.packs.models import StepContent
from careered.packs.store import PackStore
from careered.progress.rebuild import rebuild_statuses
from careered.progress.tables import RequirementStatus
from careered.roster.scope import load_class_scope
from careered.web.permissions import Role
from tests.lessons.factories import BAY_PACK, HarbourSchool, Visitor, harbour_school
from tests.support.card_player import does_lesson
from tests.support.databases import fresh

BEFORE_CARDS = Path(__file__).parent / "before_cards"
CONTENT = Path(__file__).parents[2] / "content"
EACH_COUNTRY = pytest.mark.parametrize(("country", "lesson_id"), [("finland", "fi-2"), ("denmark", "dk-2")])
Opens = Callable[[Path], AbstractContextManager[HarbourSchool]]


@pytest.fixture(params=["sqlite", "postgresql"])
def opens(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opens]:
    """Opens a school with a pack; the next time it is the same school with another version of it."""
    with fresh(request.param, tmp_path) as url:
        yield partial(harbour_school, url)


def before_cards(country: str, lesson_id: str, folder: Path) -> Path:
    """The country's pack as it was while this lesson still had steps."""
    shutil.copytree(CONTENT / country, folder)
    shutil.copy(BEFORE_CARDS / f"{lesson_id}.yaml", folder / "lessons")
    pack = folder / "pack.yaml"
    lines = pack.read_text().splitlines()
    pack.write_text("\n".join('version: "1.0.0"' if line.startswith("version:") else line for line in lines))
    return folder


def answers_to(step: Any) -> dict[str, Any]:
    """Good answers to a step of format 1; its words name the step."""
    match step.kind:
        case "visit":
            return {task.field: f"words of {step.id}" for task in step.tasks}
        case "evaluate_source":
            criteria = {criterion.field: "yes" for criterion in step.checklist}
            return {"compare": f"words of {step.id}", **criteria, "conclusion": step.conclusion.options[0].id}
        case "check":
            right = {q.field: next(option.id for option in q.options if option.correct) for q in step.questions}
            return dict(right)
        case "reflect":
            return {"choice": step.choices[0].id, "text": f"words of {step.id}"}
        case "plan":
            return {item.field: f"words of {step.id}" for item in step.items}
        case _:
            return {}


def does_steps(pupil: Visitor, steps: Sequence[StepContent]) -> None:
    for step in steps:
        assert pupil.hand_in(step.id, answers_to(step)).status_code == 303, step.id


def words(steps: Sequence[StepContent]) -> list[str]:
    """What a teacher may read of these steps; the kinds without words of one's own, and private ones, left out."""
    return [f"words of {step.id}" for step in steps if step.kind in {"visit", "evaluate_source", "plan"}]


def statuses(school: HarbourSchool, pupil: Visitor) -> dict[str, str]:
    table = RequirementStatus.__table__
    query = select(table.c.requirement_id, table.c.state).where(table.c.person_id == pupil.viewer.person_id)
    with school.database.reading() as db:
        return {row.requirement_id: row.state for row in db.execute(query)}


def rebuild(school: HarbourSchool, pupil: Visitor) -> None:
    """Derive all statuses again from what was done."""
    with school.database.transaction() as db:
        scope = load_class_scope(db, PackStore(registry()), "town", pupil.viewer.class_id)
        assert scope
        rebuild_statuses(db, scope)


def teacher_reads(school: HarbourSchool, pupil: Visitor) -> str:
    teacher = school.visitor("teacher", name="Outi Ope", role=Role.TEACHER)
    page = teacher.get(f"/teacher/pupil/{pupil.viewer.person_id}")
    assert page.response.status_code == 200
    return page.main_text


@EACH_COUNTRY
def test_what_was_done_in_steps_is_done_and_what_was_begun_in_them_goes_on_when_the_lesson_is_cards(
    opens: Opens, country: str, lesson_id: str, tmp_path: Path
) -> None:
    with opens(before_cards(country, lesson_id, tmp_path / "old")) as early:
        aino, steps = early.visitor(), early.lesson(lesson_id).steps
        does_steps(aino, steps)
        does_steps(early.visitor("2", name="Veeti Vuori"), steps[:2])
        reached = statuses(early, aino)
        assert "done" in reached.values()
    with opens(CONTENT / country) as later:
        assert later.lesson(lesson_id).parts
        aino, veeti, olga = later.visitor(), later.visitor("2", name="Veeti Vuori"), later.visitor("3", name="Olga Oja")
        assert aino.get(f"/lessons/{lesson_id}/done").response.status_code == 200
        assert aino.get("/lessons").only(".pieces a").attrs["href"].startswith(f"/lessons/{lesson_id}")
        assert all(text in teacher_reads(later, aino) for text in words(steps))
        assert f"words of {lesson_id}-reflect" in aino.get("/me").main_text
        assert f"words of {lesson_id}-reflect" not in teacher_reads(later, aino)
        rebuild(later, aino)
        assert statuses(later, aino) == reached

        assert words(steps[:2])[0] in veeti.get(f"/lessons/{lesson_id}/{steps[1].id}").response.text
        assert words(steps[:2])[0] in teacher_reads(later, veeti)
        does_steps(veeti, steps[2:])
        assert veeti.get(f"/lessons/{lesson_id}/done").response.status_code == 200
        assert statuses(later, veeti) == reached
        assert olga.get(f"/lessons/{lesson_id}/{steps[1].id}").response.status_code == 404


def card(lesson: dict[str, Any], card_id: str) -> dict[str, Any]:
    """Take a card out of a lesson's file."""
    (found,) = [
        part["cards"].pop(place)
        for part in lesson["parts"]
        for place, card in reversed(list(enumerate(part["cards"])))
        if card["id"] == card_id
    ]
    return dict(found)


def moves_a_card(lesson: dict[str, Any]) -> None:
    lesson["parts"][1]["cards"].insert(1, card(lesson, "claim"))


def adds_a_card(lesson: dict[str, Any]) -> None:
    new = {"id": "new", "kind": "cards", "title": {"en": "New", "fi": "Uusi"}, "text": {"en": "New.", "fi": "Uusi."}}
    lesson["parts"][0]["cards"].insert(0, new)


def removes_a_card_that_was_read(lesson: dict[str, Any]) -> None:
    card(lesson, "routes")


def removes_a_card_that_was_answered(lesson: dict[str, Any]) -> None:
    card(lesson, "claim")
    lesson["catch_up"] = ["doors"]


def does_all_of_it(lesson: dict[str, Any]) -> None:
    moves_a_card(lesson)
    adds_a_card(lesson)
    removes_a_card_that_was_read(lesson)


EDITS = [moves_a_card, adds_a_card, removes_a_card_that_was_read, removes_a_card_that_was_answered, does_all_of_it]


def edited(edit: Callable[[dict[str, Any]], None], folder: Path) -> Path:
    """The pack with the lesson of cards, a version later."""
    shutil.copytree(BAY_PACK, folder)
    pack, path = folder / "pack.yaml", folder / "lessons" / "xb-1.yaml"
    pack.write_text(pack.read_text().replace('version: "1.0.0"', 'version: "1.1.0"'))
    yaml = YAML()
    lesson = yaml.load(path)
    edit(lesson)
    yaml.dump(lesson, path)
    return folder


@pytest.mark.parametrize("edit", EDITS)
def test_an_authors_edit_in_the_middle_leaves_everybody_what_they_have(
    edit: Callable[[dict[str, Any]], None], opens: Opens, tmp_path: Path
) -> None:
    with opens(BAY_PACK) as early:
        aino, veeti = early.visitor(), early.visitor("2", name="Veeti Vuori")
        does_lesson(aino, "xb-1", slips=True)
        for card_id, choice in [("routes", ""), ("before", "none"), ("claim", "years"), ("claim", "may_apply")]:
            veeti.answer(card_id, choice)
        reached, first_read = statuses(early, aino), teacher_reads(early, aino)
    with opens(edited(edit, tmp_path / "edited")) as later:
        aino, veeti = later.visitor(), later.visitor("2", name="Veeti Vuori")
        assert aino.get("/lessons").only(".pieces a").attrs["href"].startswith("/lessons/xb-1")
        assert aino.get("/lessons/xb-1/done").response.status_code == 200
        assert teacher_reads(later, aino) == first_read
        assert veeti.get("/lessons/xb-1").path == "/lessons/xb-1/doors", "goes on where he was"
        for answer in ("No idea at all", "One may apply there", "years first"):
            assert answer in teacher_reads(later, veeti)
        assert does_lesson(veeti, "xb-1")[-1] == "done"
        assert does_lesson(later.visitor("3", name="Olga Oja"), "xb-1")[-1] == "done"
        rebuild(later, aino)
        assert statuses(later, aino) == reached
        assert later.events("lesson_done") == 3
