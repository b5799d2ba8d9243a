"""The night's copy, and the day it is needed."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from careered.db import backup
from careered.db.engine import Database
from careered.lessons.kinds import registry
from careered.packs.store import PackStore
from careered.progress.tables import Event
from careered.reports.class_report import build_class_report, resolve_class
from careered.roster.scope import with_pack
from tests.cli.test_commands import installation, run
from tests.journeys.scenario import CONTEXT, FINLAND, Scenario, open_scenario
from tests.support.databases import fresh

assert installation
KINDS = ("sqlite", "postgresql")
WORDS = "vain minulle"


def all_rows(database: Database) -> dict[str, list[str]]:
    """Every row of every table as text, in no order."""
    with database.reading() as db:
        tables = SQLModel.metadata.sorted_tables
        return {table.name: sorted(str(tuple(row)) for row in db.execute(select(table))) for table in tables}


@pytest.fixture
def busy_town(database_url: str) -> Iterator[Scenario]:
    """A town in which somebody has worked."""
    with open_scenario(database_url) as found:
        found.finishes(found.people(FINLAND)[0], FINLAND)
        found.run_worker_until_idle()
        yield found


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_comes_back_whole_into_either_kind_of_database(busy_town: Scenario, kind: str, tmp_path: Path) -> None:
    file = tmp_path / "night.zip"
    written = backup.write_backup(busy_town.school.database, file)
    assert sum(written.values()) > 20
    with fresh(kind, tmp_path) as address:
        new = Database(address)
        assert backup.restore_backup(new, file) == written
        assert all_rows(new) == all_rows(busy_town.school.database)
        with new.reading() as db:
            room = resolve_class(db, CONTEXT[FINLAND])
            assert room
            scope = with_pack(db, PackStore(registry()), room)
            assert scope
            report = build_class_report(db, scope, "en", busy_town.school.settings.secret)
        assert report == busy_town.report(FINLAND)
        new.engine.dispose()


def test_a_copy_is_a_snapshot_that_work_beside_it_does_not_change(busy_town: Scenario, tmp_path: Path) -> None:
    before = all_rows(busy_town.school.database)["event"]
    with busy_town.school.database.snapshot() as db:
        assert len(db.execute(select(Event.__table__)).all()) == len(before)
        busy_town.finishes(busy_town.people(FINLAND)[1], FINLAND)
        assert len(db.execute(select(Event.__table__)).all()) == len(before)


def test_a_database_that_has_something_is_left_alone(busy_town: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "night.zip"
    backup.write_backup(busy_town.school.database, file)
    before = all_rows(busy_town.school.database)
    with pytest.raises(backup.BackupError, match="not empty"):
        backup.restore_backup(busy_town.school.database, file)
    assert all_rows(busy_town.school.database) == before


def damaged_copy(file: Path, name: str, change: object) -> Path:
    """A copy of a backup in which one part is another; without `change` the part is missing."""
    other = file.with_name("damaged.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
            elif change is not None:
                new.writestr(part, str(change))
    return other


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("event.jsonl", None),
        ("event.jsonl", ""),
        ("event.jsonl", "{"),
        ("event.jsonl", json.dumps([WORDS] * len(Event.__table__.columns))),
        ("manifest.json", None),
        ("manifest.json", "{}"),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_copy_is_refused_and_nothing_of_it_comes_in(
    name: str, change: str | None, kind: str, busy_town: Scenario, tmp_path: Path
) -> None:
    file = tmp_path / "night.zip"
    backup.write_backup(busy_town.school.database, file)
    with fresh(kind, tmp_path) as address:
        new = Database(address)
        empty = all_rows(new)
        with pytest.raises(backup.BackupError) as found:
            backup.restore_backup(new, damaged_copy(file, name, change))
        assert WORDS not in str(found.value)
        assert all_rows(new) == empty
        new.engine.dispose()


def test_an_operator_saves_and_restores_by_commands(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "careered db upgrade" in run("backup", "night.zip", code=1)
    run("db", "upgrade")
    run("packs", "load", str(Path(__file__).parents[2] / "content" / "finland"))
    file = str(installation / "night.zip")
    assert "Keep the secret key too" in run("backup", file)
    assert "already exists" in run("backup", file, code=1)
    assert "not empty" in run("restore", file, code=1)
    monkeypatch.setenv("CAREERED_DATA_DIR", str(installation / "elsewhere"))
    rows = {row["table"]: row["rows"] for row in json.loads(run("restore", file, "--json"))}
    assert rows["pack_version"] == 1
    assert "fi-basic-7-9" in run("packs", "list", "--json")
    (installation / "no.zip").write_text("no zip")
    monkeypatch.setenv("CAREERED_DATA_DIR", str(installation / "third"))
    assert "no whole backup" in run("restore", str(installation / "no.zip"), code=1)
