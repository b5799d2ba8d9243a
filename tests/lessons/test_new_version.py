"""A new version of the pack comes while pupils are in the middle of a lesson."""

import shutil
from pathlib import Path

import pytest

from tests.lessons.factories import GOOD_ANSWERS, HARBOUR_PACK, HarbourSchool, harbour_school


@pytest.fixture
def newer_pack(tmp_path: Path) -> Path:
    """The same pack, a version later: one step of the first lesson is another, and its words are other words."""
    folder = tmp_path / "harbour"
    shutil.copytree(HARBOUR_PACK, folder)
    pack, lesson = folder / "pack.yaml", folder / "lessons" / "xh-1.yaml"
    pack.write_text(pack.read_text().replace('version: "1.0.0"', 'version: "1.1.0"'))
    text = lesson.read_text().replace("Look around", "Look closer").replace("xh-1-plan", "xh-1-card")
    lesson.write_text(text)
    return folder


def test_a_pupil_finishes_a_lesson_as_she_began_it(school: HarbourSchool, newer_pack: Path) -> None:
    school.visitor().completes("xh-1-read")
    with harbour_school(str(school.database.engine.url), newer_pack) as later:
        aino, veeti = later.visitor(), later.visitor("2", name="Veeti")
        assert "Look around" in aino.get("/lessons/xh-1/xh-1-visit").main_text
        assert veeti.get("/lessons/xh-1/xh-1-plan").response.status_code == 404
        veeti.completes("xh-1-read")
        assert "Look closer" in veeti.get("/lessons/xh-1/xh-1-visit").main_text
        aino.completes(*[step for step in GOOD_ANSWERS if step.startswith("xh-1") and step != "xh-1-read"])
        assert aino.get("/lessons/xh-1/done").response.status_code == 200
        assert later.events("lesson_done") == 1


@pytest.fixture
def pack_without_a_lesson(tmp_path: Path) -> Path:
    """The same pack, a version later: its third lesson is gone, and the fourth takes its place."""
    folder = tmp_path / "harbour"
    shutil.copytree(HARBOUR_PACK, folder)
    (folder / "lessons" / "xh-3.yaml").unlink()
    pack, requirements = folder / "pack.yaml", folder / "requirements.yaml"
    pack.write_text(pack.read_text().replace('version: "1.0.0"', 'version: "1.1.0"'))
    requirements.write_text(requirements.read_text().replace("all: [xh-3]", "all: [xh-4]"))
    return folder


def test_a_lesson_that_a_new_version_drops_can_be_finished_by_who_began_it(
    school: HarbourSchool, pack_without_a_lesson: Path
) -> None:
    early = school.visitor(grade=9)
    assert early.follow_next(early.get("/lessons/xh-3")).path == "/lessons/xh-3/xh-3-read"
    with harbour_school(str(school.database.engine.url), pack_without_a_lesson) as later:
        aino, veeti = later.visitor(grade=9), later.visitor("2", name="Veeti", grade=9)
        link = "a[href^='/lessons/xh-3?']"
        assert aino.get("/lessons").all(link)
        assert not veeti.get("/lessons").all(link)
        assert veeti.get("/lessons/xh-3").response.status_code == 404
        aino.completes("xh-3-read")
        assert aino.get("/lessons/xh-3/done").response.status_code == 200
