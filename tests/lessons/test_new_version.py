"""A new version of the pack comes while pupils are in the middle of a lesson."""

import shutil
from pathlib import Path

import pytest

from tests.lessons.harbour_school import GOOD, HARBOUR, HarbourSchool, harbour_school


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The same pack, a version later: one step of the first lesson is another, and its words are other words."""
    folder = tmp_path / "harbour"
    shutil.copytree(HARBOUR, folder)
    pack, lesson = folder / "pack.yaml", folder / "lessons" / "xh-1.yaml"
    pack.write_text(pack.read_text().replace('version: "1.0.0"', 'version: "1.1.0"'))
    text = lesson.read_text().replace("Look around", "Look closer").replace("xh-1-plan", "xh-1-card")
    lesson.write_text(text)
    return folder


def test_a_pupil_finishes_a_lesson_as_she_began_it(school: HarbourSchool, newer: Path) -> None:
    school.visitor().does("xh-1-read")
    with harbour_school(str(school.database.engine.url), newer) as later:
        aino, veeti = later.visitor(), later.visitor("2", name="Veeti")
        assert "Look around" in aino.get("/lessons/xh-1/xh-1-visit").words
        assert veeti.get("/lessons/xh-1/xh-1-plan").response.status_code == 404
        veeti.does("xh-1-read")
        assert "Look closer" in veeti.get("/lessons/xh-1/xh-1-visit").words
        aino.does(*[step for step in GOOD if step.startswith("xh-1") and step != "xh-1-read"])
        assert aino.get("/lessons/xh-1/done").response.status_code == 200
        assert later.events("lesson_done") == 1
