"""A command loads what it needs; the list of commands knows them all."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from typer.testing import CliRunner

from careered.cli import app
from careered.cli.main import Commands
from careered.db import migrate, schema_version
from careered.db.engine import Database
from careered.db.schema_version import head_revision
from tests.support.databases import fresh

SERVE = """
import sys
from careered.cli.main import Commands
Commands().get_command(None, "serve")
needless = {"alembic", "demo_platform", "careered.cli.report", "xlsxwriter", "psycopg", "typst", "segno", "markdown_it"}
print("careered.app" in sys.modules, *needless & set(sys.modules))
"""
WORKER = """
import sys
from careered.cli.main import Commands
Commands().get_command(None, "worker")
needless = {"careered.app", "careered.dashboard", "uvicorn", "alembic", "xlsxwriter", "psycopg", "typst", "markdown_it"}
print("careered.all_tables" in sys.modules, *needless & set(sys.modules))
"""


@pytest.mark.parametrize("name", Commands.modules)
def test_every_command_says_what_it_is_for(name: str) -> None:
    answer = CliRunner().invoke(app, [name, "--help"])
    assert answer.exit_code == 0
    assert answer.output.splitlines()[1].strip().startswith(f"Usage: root {name}")


def test_a_mistyped_command_is_guessed() -> None:
    answer = CliRunner().invoke(app, ["servee"])
    assert answer.exit_code == 2
    assert "Did you mean 'serve'?" in answer.output


@pytest.mark.parametrize("code", [SERVE, WORKER], ids=["serve", "worker"])
def test_what_runs_all_day_loads_nothing_that_it_needs_seldom_or_never(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"]


def test_the_newest_schema_is_the_one_that_alembic_knows() -> None:
    assert head_revision() == ScriptDirectory.from_config(migrate._config()).get_current_head()


def test_the_next_migration_that_a_developer_has_written_is_the_newest_schema_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(schema_version.MIGRATIONS, tmp_path / "migrations")
    for module in (migrate, schema_version):
        monkeypatch.setattr(module, "MIGRATIONS", copy)
    with fresh("sqlite", tmp_path) as url:
        migrate.write_revision(Database(url), "Stickers of pupils")
    written = ScriptDirectory.from_config(migrate._config()).get_current_head()
    assert head_revision.__wrapped__() == written == f"{int(head_revision()) + 1:04}"
