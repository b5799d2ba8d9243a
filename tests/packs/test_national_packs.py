"""The packs that are shipped are read with the real step kinds, without a problem."""

import re
from pathlib import Path

import pytest

from careered.lessons.kinds import registry
from careered.lessons.visibility import is_private
from careered.packs.load import read_pack, read_pack_bytes

CONTENT = Path(__file__).parents[2] / "content"
PACKS = sorted(path.parent for path in CONTENT.glob("*/pack.yaml"))


def test_both_national_packs_are_there() -> None:
    assert [path.name for path in PACKS] == ["denmark", "finland"]


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_a_national_pack_has_no_problems(folder: Path) -> None:
    assert [str(problem) for problem in read_pack(folder, registry()).problems] == []


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_a_national_pack_is_the_same_when_read_back_from_its_bytes(folder: Path) -> None:
    pack = read_pack(folder, registry()).pack
    assert pack is not None
    assert read_pack_bytes(read_pack(folder, registry()).files, registry()).pack == pack


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_a_national_pack_has_lessons_to_play_for_requirements_of_its_grades(folder: Path) -> None:
    pack = read_pack(folder, registry()).pack
    assert pack is not None
    assert len(pack.playable_lessons()) >= 3
    assert pack.requirements_for(max(pack.grades)) == pack.requirements


TO_ONESELF = re.compile(r"kirjoita itsellesi|skriv (så )?(till dig själv|til dig selv)|write to yourself", re.I)


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_nobody_is_told_to_write_to_themselves_where_the_teacher_reads_it(folder: Path) -> None:
    pack = read_pack(folder, registry()).pack
    assert pack is not None
    read_by_staff = [step for lesson in pack.lessons for step in lesson.steps if not is_private(step, {})]
    assert [step.id for step in read_by_staff if TO_ONESELF.search(step.model_dump_json())] == []


def test_every_danish_lesson_can_be_played() -> None:
    pack = read_pack(CONTENT / "denmark", registry()).pack
    assert pack is not None
    assert [lesson.id for lesson in pack.playable_lessons()] == [f"dk-{number}" for number in range(1, 14)]
