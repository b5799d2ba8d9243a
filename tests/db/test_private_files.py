"""Files with data of people, and the secret, are for the account that careered runs under, whatever its umask."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from careered.db.engine import Database
from careered.private_file import make_private
from careered.settings import Settings
from tests.cli.test_commands import CONTENT, installation, run
from tests.cli.test_person import demo_school
from tests.support.school import School

assert installation
assert demo_school


@pytest.fixture(autouse=True)
def generous_umask() -> Iterator[None]:
    """As on a server where new files are for everybody."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> set[str]:
    """The files that somebody else could read or change."""
    return {path.name for path in folder.rglob("*") if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077}


def test_a_new_database_and_its_journals_are_the_owners(installation: Path) -> None:
    run("db", "upgrade")
    database = Database(f"sqlite:///{installation / 'careered.sqlite3'}")
    with database.reading() as db:
        db.exec_driver_sql("SELECT * FROM person")
        names = {path.name for path in installation.iterdir()}
        assert {"careered.sqlite3", "careered.sqlite3-wal", "careered.sqlite3-shm"} <= names
        assert open_to_others(installation) == set()
    database.engine.dispose()


def test_the_files_of_an_older_version_are_closed_to_others_at_the_next_start(installation: Path) -> None:
    run("db", "upgrade")
    names = {f"careered.sqlite3{ending}" for ending in ("", "-wal", "-shm")}
    for name in names:
        (installation / name).touch()
        (installation / name).chmod(0o664)
    assert open_to_others(installation) == names
    Database(f"sqlite:///{installation / 'careered.sqlite3'}")
    assert open_to_others(installation) == set()


@pytest.mark.parametrize("mode", [None, 0o644])
def test_a_generated_secret_is_the_owners(tmp_path: Path, mode: int | None) -> None:
    if mode:
        (tmp_path / "secret").write_text("kept from an older version, forty characters")
        (tmp_path / "secret").chmod(mode)
    settings = Settings(data_dir=tmp_path, allow_loopback=True, secret_key="", secret_key_file=None)
    assert (settings.secret == b"kept from an older version, forty characters") == bool(mode)
    assert open_to_others(tmp_path) == set()


def test_a_backup_is_the_owners(installation: Path) -> None:
    run("db", "upgrade")
    run("packs", "load", str(CONTENT / "finland"))
    run("backup", str(installation / "night.zip"))
    assert (installation / "night.zip").stat().st_size > 1000
    assert open_to_others(installation) == set()


def test_what_commands_write_about_people_is_the_owners(demo_school: School, tmp_path: Path) -> None:
    (aino,) = json.loads(run("person", "find", "mäkelä", "--json"))
    (class_row,) = json.loads(run("classes", "list", "--json"))
    (tmp_path / "again.json").touch(0o666)
    for name in ("new.json", "again.json"):
        run("person", "export", aino["id"], "--output", str(tmp_path / name))
    for kind in ("json", "csv", "xlsx"):
        run("report", "class", class_row["id"], "--format", kind, "--output", str(tmp_path / f"class.{kind}"))
        run("report", "person", aino["id"], "--format", kind, "--output", str(tmp_path / f"person.{kind}"))
    assert len(list(tmp_path.glob("*.*"))) >= 8
    assert open_to_others(tmp_path) == set()


def test_what_is_no_file_of_ours_is_left_as_it_is(tmp_path: Path) -> None:
    terminal = Path(os.ttyname(os.openpty()[1]))
    before = terminal.stat().st_mode
    make_private(terminal)
    assert terminal.stat().st_mode == before
