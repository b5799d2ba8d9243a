"""Pupils who read slowly, who were absent, or who come when words are out of date."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.lessons.factories import HARBOUR_PACK, HarbourSchool, Visitor, harbour_school
from tests.support.pages import Page

DATES_YAML = """
dates:
  - id: call
    title: {en: Last day to apply, fi: Hakuaika}
    service: harbour-service
    years:
      "2026-2027": {from: 2027-02-01, to: 2027-03-15, verified: {how: HOW}}
"""
CATCH_UP_STEPS = ["xh-1-read", "xh-1-visit", "xh-1-check"]


@pytest.fixture
def pack_folder(tmp_path: Path) -> Path:
    copy = tmp_path / "harbour"
    shutil.copytree(HARBOUR_PACK, copy)
    return copy


def replace_in_file(pack_folder: Path, name: str, old: str, new: str) -> None:
    path = pack_folder / name
    text = path.read_text()
    assert text.count(old) == 1, (name, old)
    path.write_text(text.replace(old, new))


def with_step_key(pack_folder: Path, step: str, line: str) -> None:
    replace_in_file(pack_folder, "lessons/xh-1.yaml", f"- id: {step}\n", f"- id: {step}\n    {line}\n")


def with_dates(pack_folder: Path, how: str) -> None:
    services = (pack_folder / "services.yaml").read_text()
    service = services.split("- id: ")[1].split("\n")[0]
    (pack_folder / "dates.yaml").write_text(DATES_YAML.replace("HOW", how).replace("harbour-service", service))
    with_step_key(pack_folder, "xh-1-read", "dates: [call]")


@pytest.fixture
def catch_up_school(pack_folder: Path, database_url: str) -> Iterator[HarbourSchool]:
    """The harbour pack, whose first lesson has a shorter way."""
    replace_in_file(
        pack_folder, "lessons/xh-1.yaml", "status: full\n", f"status: full\ncatch_up: [{', '.join(CATCH_UP_STEPS)}]\n"
    )
    with harbour_school(database_url, pack_folder) as harbour:
        yield harbour


def takes_the_shorter_way(visitor: Visitor) -> Page:
    """Press “I was absent”."""
    page = visitor.get("/lessons/xh-1")
    return visitor.submit(page.form("#catch-up"), {})


def test_a_pupil_who_was_absent_does_fewer_steps_and_is_done(catch_up_school: HarbourSchool) -> None:
    aino = catch_up_school.visitor()
    page = takes_the_shorter_way(aino)
    assert page.path == "/lessons/xh-1/xh-1-read"
    assert len(page.all(".steps li")) == len(CATCH_UP_STEPS)
    aino.completes(*CATCH_UP_STEPS)
    assert aino.get("/lessons/xh-1/done").response.status_code == 200
    assert catch_up_school.events("lesson_done") == 1


def test_what_the_shorter_way_leaves_out_is_not_there(catch_up_school: HarbourSchool) -> None:
    aino = catch_up_school.visitor()
    takes_the_shorter_way(aino)
    assert aino.get("/lessons/xh-1/xh-1-plan").response.status_code == 404


def test_who_has_begun_the_whole_lesson_is_not_offered_the_shorter_way(catch_up_school: HarbourSchool) -> None:
    veeti = catch_up_school.visitor("2", name="Veeti")
    assert veeti.get("/lessons/xh-1").all("input[name=way]")
    veeti.follow_next(veeti.get("/lessons/xh-1"))
    assert not veeti.get("/lessons/xh-1").all("input[name=way]")


def test_easier_words_stand_folded_under_the_text(pack_folder: Path, database_url: str) -> None:
    with_step_key(pack_folder, "xh-1-read", "easy: {en: Short words., fi: Lyhyesti.}")
    with harbour_school(database_url, pack_folder) as school:
        page = school.visitor().get("/lessons/xh-1/xh-1-read")
        (easy,) = page.all("details.easy")
        assert "Short words." in easy.to_text()


@time_machine.travel("2026-11-25T10:00:00Z", tick=False)
def test_the_days_of_this_year_are_shown_when_somebody_has_read_them(pack_folder: Path, database_url: str) -> None:
    with_dates(pack_folder, "read, on: 2026-11-01")
    with harbour_school(database_url, pack_folder) as school:
        words = school.visitor().get("/lessons/xh-1/xh-1-read").main_text
        assert "Last day to apply 1 February 2027 – 15 March 2027" in words


@pytest.mark.parametrize(("how", "day"), [("memory", "2026-11-25"), ("read, on: 2026-11-01", "2027-08-01")])
def test_days_from_memory_or_of_another_year_are_never_shown(
    how: str, day: str, pack_folder: Path, database_url: str
) -> None:
    with_dates(pack_folder, how)
    with time_machine.travel(f"{day}T10:00:00Z", tick=False), harbour_school(database_url, pack_folder) as school:
        words = school.visitor().get("/lessons/xh-1/xh-1-read").main_text
        assert "Mar 15" not in words
        assert "do not have this school year's dates" in words


@pytest.mark.parametrize(("day", "told"), [("2026-12-31", False), ("2027-01-01", True)])
def test_words_that_have_run_out_say_so(day: str, told: bool, pack_folder: Path, database_url: str) -> None:
    with_step_key(pack_folder, "xh-1-read", "valid_to: 2026-12-31")
    with time_machine.travel(f"{day}T10:00:00Z", tick=False), harbour_school(database_url, pack_folder) as school:
        words = school.visitor().get("/lessons/xh-1/xh-1-read").main_text
        assert ("may be out of date" in words) is told
