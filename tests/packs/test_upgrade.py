"""An author's pack of format 1 becomes one of format 2; nobody loses anything, and what needs new words is told."""

from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from careered.cli import app
from careered.lessons.kinds import registry
from careered.packs.load import read_pack
from careered.packs.models import Pack
from tests.lessons.factories import harbour_school
from tests.support.card_player import does_lesson
from tests.support.databases import fresh

RELEASED = Path(__file__).parent / "released" / "1-2026-11"
THOUGHTS = """\
# Ask before the visit.
id: xh-2
title: {en: "Ask a person", fi: "Kysy ihmiseltä"}
summary: {en: "You ask one question.", fi: "Kysyt yhden kysymyksen."}
grade: 8
minutes: 8
requirements: [XH-R4]
requires: [xh-1]
status: full
catch_up: [xh-2-read]
steps:
  # first the thought
  - id: xh-2-reflect
    kind: reflect   # as it was
    title: {en: "Your question", fi: "Kysymyksesi"}
    visible_to: staff
    prompt:
      en: |
        What would you ask?
        One thing is enough.
      fi: |
        Mitä kysyisit?

        Yksi asia riittää.
    choices:
      - {id: pay, text: {en: "What it pays", fi: "Palkasta"}}
      - {id: day, text: {en: "A day at work", fi: "Työpäivästä"}}

  - {id: xh-2-read, kind: read, title: {en: "Well done", fi: "Hyvin tehty"}, body: {en: "All done.", fi: "Siinä se."}}
keep: {en: "A question.", fi: "Kysymys."}   # on the pupil's page
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copytree(RELEASED, tmp_path / "harbour")
    return tmp_path / "harbour"


def upgrade(folder: Path, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["packs", "upgrade", str(folder)])
    assert result.exit_code == code, result.output
    return result.output


def pack_in(folder: Path) -> Pack:
    result = read_pack(folder, registry())
    assert result.problems == ()
    assert result.pack
    return result.pack


def test_what_fits_becomes_cards_and_the_rest_says_why_it_stays(folder: Path) -> None:
    said = upgrade(folder)
    pack = pack_in(folder)
    assert [lesson.id for lesson in pack.lessons if lesson.parts] == ["xh-3"]
    assert "xh-3: 1 card\n" in said
    assert "xh-1 keeps its steps: no card is the same as a step of the kind visit, evaluate_source, check" in said
    assert "xh-2 keeps its steps: parts[0].cards[0] has no “phrases” (then lessons/xh-2.yaml:" in said
    assert "raise version" in said
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    assert "Nothing was changed." in upgrade(folder)
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_comments_layout_and_words_stay_as_the_author_wrote_them(folder: Path) -> None:
    file = folder / "lessons" / "xh-2.yaml"
    file.write_text(THOUGHTS)
    assert "xh-2: 2 cards\n" in upgrade(folder)
    written = file.read_text().splitlines()
    renamed = {
        "steps:": "parts:",
        "    prompt:": "        text:",
        "    choices:": "        phrases:",
        "kind: read,": "kind: cards,",
        "body:": "text:",
    }
    expected = THOUGHTS
    for old, new in renamed.items():
        expected = expected.replace(old, new)
    assert [line.strip() for line in written if line != "  - cards:"] == [
        line.strip() for line in expected.splitlines()
    ]
    lesson = pack_in(folder).lesson("xh-2")
    assert lesson
    assert [(card.id, card.kind) for card in lesson.steps] == [("xh-2-reflect", "reflect"), ("xh-2-read", "cards")]
    assert lesson.steps[0].model_dump()["text"]["fi"] == "Mitä kysyisit?\n\nYksi asia riittää.\n"


def test_a_text_that_is_too_long_for_a_card_keeps_its_step(folder: Path) -> None:
    file = folder / "lessons" / "xh-3.yaml"
    file.write_text(file.read_text().replace('fi: "Myöhemmin."', f'fi: "{"sana " * 40}"'))
    assert "xh-3 keeps its steps: a card holds less text: xh-3-read (fi: 41 words)" in upgrade(folder)


def test_a_pack_with_a_problem_is_left_alone(folder: Path) -> None:
    file = folder / "lessons" / "xh-3.yaml"
    file.write_text(file.read_text().replace("kind: read", "kind: raed"))
    assert "was not changed" in upgrade(folder, code=1)
    assert "pack_format: 1" in (folder / "pack.yaml").read_text()


def test_who_has_finished_the_lesson_has_finished_it_and_others_do_the_cards(folder: Path, tmp_path: Path) -> None:
    with fresh("sqlite", tmp_path) as url:
        with harbour_school(url, folder) as school:
            school.visitor("aino", grade=9).completes("xh-3-read")
        upgrade(folder)
        file = folder / "pack.yaml"
        file.write_text(file.read_text().replace('version: "', 'version: "9'))
        with harbour_school(url, folder) as school:
            assert school.visitor("aino", grade=9).get("/lessons/xh-3/done").path == "/lessons/xh-3/done"
            assert does_lesson(school.visitor("eino", grade=9), "xh-3") == ["xh-3", "xh-3-read", "done"]
            assert school.events("lesson_done") == 2
