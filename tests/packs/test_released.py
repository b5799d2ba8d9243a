"""A pack that was ever in somebody's hands is read and played for good, as it was written."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from careered.lessons.activities import card_models
from careered.lessons.kinds import registry
from careered.packs.lessons import models_of_cards
from careered.packs.load import read_pack
from tests.lessons.factories import GOOD_ANSWERS, Visitor, harbour_school
from tests.support.card_player import does_lesson
from tests.support.databases import fresh

RELEASED = Path(__file__).parent / "released"
AS_RELEASED = {
    "1-2026-11": "5b7a8fbc056e91f37a1f09b8639fb6763a749701dc06ae60528b672768b879a3",
    "2-2026-11": "07d5f96b04988f85d65f094f7f6bb43d15837aef44d9412540d48bef07683154",
    "2-2026-11b": "9b35a900a1376526b9ecda01e53be0d810eae447cd93e3bb72bae7cd48598c6e",
}
"""SHA-256 of all files of each folder, which nobody edits: see its README.md."""
STEPS = {"check", "contact", "evaluate_source", "judge", "plan", "read", "reflect", "visit"}
CARDS = {"cards", "chat", "choose", "match", "mission", "order", "plan", "reflect", "scale", "sort", "spot"}
KINDS = {"1-2026-11": STEPS, "2-2026-11": {*CARDS, "read"}, "2-2026-11b": {*CARDS, "map", "post", "read"}}
ANSWERS: Mapping[str, dict[str, Any]] = {**GOOD_ANSWERS, "xh-5-judge": {"criterion_who": "a"}, "xb-2-read": {}}
EACH = pytest.mark.parametrize("name", AS_RELEASED)


def digest(folder: Path) -> str:
    """One number for the names and contents of all files in a folder."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes())
    return found.hexdigest()


def does_steps(pupil: Visitor, lesson_id: str) -> None:
    for step in pupil.school.lesson(lesson_id).steps:
        assert pupil.get(f"/lessons/{lesson_id}/{step.id}").response.status_code == 200
        assert pupil.follow(pupil.hand_in(step.id, ANSWERS[step.id])).status_code == 200


def test_every_folder_is_known_and_nobody_has_edited_one() -> None:
    assert {path.name: digest(path) for path in RELEASED.iterdir() if path.is_dir()} == AS_RELEASED


@EACH
def test_it_is_read_with_every_kind_of_its_time(name: str) -> None:
    result = read_pack(RELEASED / name, registry())
    assert result.problems == ()
    assert result.pack
    assert {step.kind for lesson in result.pack.lessons for step in lesson.steps} == KINDS[name]


def test_the_newest_one_has_every_activity_that_there_is() -> None:
    newest = max(AS_RELEASED)
    assert set(models_of_cards(card_models())) <= KINDS[newest], "a new activity needs a new folder"


@EACH
def test_a_pupil_plays_all_of_it(name: str, tmp_path: Path) -> None:
    with fresh("sqlite", tmp_path) as url, harbour_school(url, RELEASED / name) as school:
        pupil, lessons = school.visitor(), school.pack.playable_lessons()
        for lesson in lessons:
            does_lesson(pupil, lesson.id, slips=True) if lesson.parts else does_steps(pupil, lesson.id)
            assert pupil.get(f"/lessons/{lesson.id}/done").path.endswith("/done")
        assert school.events("lesson_done") == len(lessons) > 1
