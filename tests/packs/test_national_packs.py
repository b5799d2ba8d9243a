"""The packs that are shipped are read with the real step kinds, without a problem."""

import re
from pathlib import Path

import pytest

from careered.lessons.kinds import registry
from careered.lessons.visibility import is_private
from careered.packs.coverage import coverage
from careered.packs.load import read_pack, read_pack_bytes
from careered.packs.models import Requirement
from careered.packs.requirements import OfflineActivity
from careered.services.cards import directory

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


PHASE = re.compile(r"^\*\*[^*]+:\*\*", re.MULTILINE)
TO_ONESELF = re.compile(r"kirjoita itsellesi|skriv (så )?(till dig själv|til dig selv)|write to yourself", re.I)


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_nobody_is_told_to_write_to_themselves_where_the_teacher_reads_it(folder: Path) -> None:
    pack = read_pack(folder, registry()).pack
    assert pack is not None
    read_by_staff = [step for lesson in pack.lessons for step in lesson.steps if not is_private(step, {})]
    assert [step.id for step in read_by_staff if TO_ONESELF.search(step.model_dump_json())] == []


def parts_of_headings(folder: Path) -> list[str]:
    """What stands between the places where the headings of the grid's columns may break."""
    pack = read_pack(folder, registry()).pack
    assert pack is not None
    columns: list[Requirement | OfflineActivity] = [*pack.requirements, *pack.offline_activities]
    headings = [
        (one.short or one.title).in_language(lang, pack.default_language)
        for one in columns
        for lang in {*pack.languages} - {"en"}
    ]
    return [part for text in headings for part in re.split("[\\s\u00ad-]", text)]


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_a_column_of_the_grid_breaks_its_heading_only_where_the_pack_says(folder: Path) -> None:
    """Seen at 900 px, where a column is 42 px wide: “meste-rlære”. A narrow letter takes half the room of another."""
    wide = [part for part in parts_of_headings(folder) if len(part) - len(re.findall("[fijlrt.]", part)) / 2 > 7]
    assert wide == []


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_a_heading_breaks_between_the_words_of_a_compound_not_at_each_of_its_syllables(folder: Path) -> None:
    """Seen in the grid: “Ammat-titieto”, “Tutustu-mis-käynti”, “Neuvon-ta”, “Kildekri-tik”, “Vägled-ning”."""
    syllables = {"kri", "tik", "led", "ning", "byg", "kur", "sus", "die", "riod", "mes", "ter", "von", "vuu", "det"}
    parts = {part.strip(",").lower() for part in parts_of_headings(folder)}
    assert not parts & syllables
    assert not [part for part in parts if len(part) < 3 and part not in {"og", "ja"}]


def test_every_danish_lesson_can_be_played() -> None:
    pack = read_pack(CONTENT / "denmark", registry()).pack
    assert pack is not None
    assert [lesson.id for lesson in pack.playable_lessons()] == [f"dk-{number}" for number in range(1, 14)]


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_every_source_that_was_read_has_its_day_and_the_day_to_read_it_again(folder: Path) -> None:
    pack = read_pack(folder, registry()).pack
    assert pack is not None
    undated = [one.id for one in pack.sources if one.how == "read" and not (one.read_on and one.check_by)]
    assert undated == []


def test_nobody_is_offered_a_service_that_is_gone_though_old_records_know_its_name() -> None:
    pack = read_pack(CONTENT / "finland", registry()).pack
    assert pack is not None
    assert "koulutusneuvonta" not in [card.id for card in directory(pack, "fi")]
    gone = pack.service("koulutusneuvonta")
    assert gone is not None
    assert gone.name.in_language("en") == "National study advice line"


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_a_teacher_reads_what_to_do_before_during_and_after_every_lesson(folder: Path) -> None:
    pack = read_pack(folder, registry()).pack
    assert pack is not None
    leads = {
        (lesson.id, lang): len(PHASE.findall(lesson.teacher.in_language(lang))) if lesson.teacher else 0
        for lesson in pack.lessons
        for lang in pack.languages
    }
    assert {place: count for place, count in leads.items() if count != 3} == {}


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_every_objective_is_taught_by_a_card_or_met_away_from_the_screen(folder: Path) -> None:
    pack = read_pack(folder, registry()).pack
    assert pack is not None
    assert [row.item.code for row in coverage(pack) if not row.is_taught] == []
