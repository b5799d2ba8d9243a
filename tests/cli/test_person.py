"""A person's data by the command line: find, copy, erase."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from careered.cli import app
from careered.privacy.tables import AccessLog
from careered.progress.tables import Answer
from careered.roster.tables import Person
from tests.cli.test_commands import run
from tests.support.databases import fresh
from tests.support.people import Browser, finish_lesson
from tests.support.school import School, activities_of, pupils_of, school


@pytest.fixture
def demo_school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    """An installation where one pupil has finished a lesson and another has only come in."""
    with fresh("sqlite", tmp_path) as url, school(url) as opened:
        monkeypatch.setenv("CAREERED_DATABASE_URL", url)
        monkeypatch.setenv("CAREERED_BASE_URL", opened.settings.base_url)
        monkeypatch.setenv("CAREERED_SECRET_KEY", opened.settings.secret_key)
        first, second = pupils_of(opened.platform, "fi-8b")[:2]
        activity = activities_of(opened.platform, "fi-8b")[0]
        browser = Browser.new(opened)
        browser.open(first, activity)
        lesson = opened.packs["FI"].lesson("fi-3")
        assert lesson
        finish_lesson(browser, opened.packs["FI"], browser.get("/lessons/fi-3"), lesson)
        Browser.new(opened).open(second, activity)
        yield opened


def find(text: str) -> list[dict[str, str]]:
    """People as the command finds them."""
    found: list[dict[str, str]] = json.loads(run("person", "find", text, "--json"))
    return found


def count(here: School, table: type[Person | Answer | AccessLog]) -> int:
    """How many rows a table has."""
    with here.database.reading() as db:
        return int(db.execute(select(func.count()).select_from(table.__table__)).scalar_one())


def test_a_person_is_found_by_part_of_the_name_by_number_and_by_id(demo_school: School) -> None:
    (aino,) = find("MÄKEL")
    assert (aino["name"], aino["user_id"], aino["platform"]) == ("Aino Mäkelä", "13", "Moodle")
    assert find("13") == find(aino["id"]) == [aino]
    assert find("1") == find("nobody") == find(" ") == []
    assert aino["id"] in run("person", "find", "mäkelä").replace("\n", "")


def test_the_copy_is_printed_or_written_to_a_file_and_noted(demo_school: School, tmp_path: Path) -> None:
    (aino,) = find("mäkelä")
    printed = json.loads(run("person", "export", aino["id"]))
    run("person", "export", aino["id"], "--output", str(tmp_path / "copy.json"))
    written = json.loads((tmp_path / "copy.json").read_text(encoding="utf-8"))
    assert (printed["person"], written["person"]) == (aino["id"], aino["id"])
    rows = {table["table"]: table["rows"] for table in written["stored"]}
    assert "Löysin" in str(rows["answer"])
    assert [row["action"] for row in rows["access_log"]] == ["command_export"] * 2


def test_erasing_asks_unless_told_not_to(demo_school: School) -> None:
    (aino,) = find("mäkelä")
    result = CliRunner().invoke(app, ["person", "erase", aino["id"]], input="n\n")
    assert result.exit_code == 1
    assert "Aino Mäkelä" in result.output
    assert count(demo_school, Answer) > 0
    gone = json.loads(run("person", "erase", aino["id"], "--yes", "--json"))
    assert {row["table"]: row["erased"] for row in gone} == {
        "person": True,
        "access_log": False,
        "answer": True,
        "score_delivery": True,
        "enrolment": True,
        "event": True,
        "session": True,
        "requirement_status": True,
    }
    assert (count(demo_school, Answer), count(demo_school, Person), count(demo_school, AccessLog)) == (0, 1, 1)
    assert find("mäkelä") == []


def test_somebody_unknown_is_neither_copied_nor_erased(demo_school: School) -> None:
    for command in (("export", "nobody"), ("erase", "nobody", "--yes"), ("erase", "nobody")):
        assert "careered person find" in run("person", *command, code=1)
    assert count(demo_school, AccessLog) == 0
