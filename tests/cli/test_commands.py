"""The command line as operators and scripts use it: exit codes, sentences on failure, data as JSON."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from careered.cli import app
from tests.support.databases import fresh
from tests.support.people import Browser
from tests.support.school import activities_of, pupils_of, school

RUNNER = CliRunner()
CONTENT = Path(__file__).parents[2] / "content"
PLATFORM = [
    *("platforms", "add", "--name", "Town Moodle", "--issuer", "https://moodle.test", "--client-id", "abc"),
    *("--auth-url", "https://moodle.test/auth", "--token-url", "https://moodle.test/token"),
    *("--jwks-url", "https://moodle.test/jwks", "--deployment", "2", "--country", "fi", "--family", "moodle"),
]


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of a new installation; nothing is in its folder yet."""
    monkeypatch.setenv("CAREERED_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CAREERED_BASE_URL", "https://careered.test")
    monkeypatch.setenv("CAREERED_SECRET_KEY", "for tests only: forty characters or more")
    monkeypatch.delenv("CAREERED_ALLOW_LOOPBACK", raising=False)
    monkeypatch.delenv("CAREERED_DATABASE_URL", raising=False)
    return tmp_path


def run(*arguments: str, code: int = 0) -> str:
    """Run a command; its output. The exit code must be as expected."""
    done = RUNNER.invoke(app, list(arguments))
    assert done.exit_code == code, (arguments, done.exit_code, done.output)
    return done.output


def help_texts(command: Any) -> Iterator[str]:
    """The help of a command, of its options and of the commands below it."""
    yield command.help or ""
    yield from (getattr(parameter, "help", None) or "" for parameter in command.params)
    for name in getattr(command, "commands", {}):
        yield from help_texts(command.get_command(None, name))


def test_an_operator_reads_help_in_plain_words_without_names_from_the_code() -> None:
    texts = list(help_texts(typer.main.get_command(app)))
    assert len(texts) > 50
    assert [text for text in texts if re.search(r"[a-z]_[a-z]", text)] == []


def test_an_operator_sets_up_an_installation_by_the_documented_commands(installation: Path) -> None:
    assert "careered db upgrade" in run("db", "check", code=1)
    run("db", "upgrade")
    run("db", "check")
    assert "loaded" in run("packs", "load", str(CONTENT / "finland"), str(CONTENT / "denmark"))
    assert "already loaded" in run("packs", "load", str(CONTENT / "finland"))
    assert [pack["country"] for pack in json.loads(run("packs", "list", "--json"))] == ["DK", "FI"]
    first = json.loads(run(*PLATFORM, "--json"))
    assert json.loads(run(*PLATFORM, "--json")) == first
    listed = json.loads(run("platforms", "list", "--json"))
    assert [(platform["platform_id"], platform["deployments"]) for platform in listed] == [(first[0]["id"], ["2"])]
    assert json.loads(run("classes", "list", "--json")) == []


def test_a_pack_with_problems_is_named_line_by_line_and_not_loaded(installation: Path, tmp_path: Path) -> None:
    run("db", "upgrade")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "pack.yaml").write_text("pack_format: 1\nid: xx\nid: yy\n")
    output = run("packs", "check", str(broken), code=1)
    assert "broken/pack.yaml:3:1: duplicate_key" in output
    run("packs", "load", str(broken), code=1)
    assert json.loads(run("packs", "list", "--json")) == []


def test_wrong_usage_is_told_apart_from_a_refusal(installation: Path) -> None:
    run("packs", "check", "no/such/folder", code=2)
    run("platforms", "add", "--name", "x", code=2)
    run("report", "class", "x", "--format", "carrier-pigeon", code=2)
    run("db", "upgrade")
    private = [word.replace("https://moodle.test/token", "http://10.0.0.1/token") for word in PLATFORM]
    assert "--token-url" in run(*private, code=1)
    assert "classes list" in run("report", "class", "nobody", code=1)


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("CAREERED_SECRET_KEY", "short", "32 characters"),
        ("CAREERED_BASE_URL", "http://careered.test", "https"),
        ("CAREERED_BASE_URL", "https://careered.test/below", "without a path"),
        ("CAREERED_ALLOW_LOOPBACK", "1", "this machine"),
    ],
)
def test_settings_that_would_be_unsafe_are_refused_in_words(
    installation: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, word: str
) -> None:
    monkeypatch.setenv(name, value)
    assert word in run("db", "check", code=1)


def test_sqlite_serves_one_process_and_a_half_schema_none(installation: Path) -> None:
    assert "SQLite allows only one process" in run("serve", "--workers", "2", code=1)
    assert "careered db upgrade" in run("serve", code=1)
    assert "careered db upgrade" in run("worker", "--drain", code=1)


def test_the_class_report_has_the_published_shape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fresh("sqlite", tmp_path) as url, school(url) as here:
        number, activity = pupils_of(here.platform, "fi-8b")[0], activities_of(here.platform, "fi-8b")[0]
        Browser.new(here).open(number, activity)
        monkeypatch.setenv("CAREERED_DATABASE_URL", url)
        monkeypatch.setenv("CAREERED_BASE_URL", here.settings.base_url)
        monkeypatch.setenv("CAREERED_SECRET_KEY", here.settings.secret_key)
        report = json.loads(run("report", "class", "2", "--format", "json"))
        rows = json.loads(run("classes", "list", "--json"))
    assert set(report) == {"class", "pack", "pupils"}
    assert set(report["class"]) == {"id", "name", "platform", "context_id"}
    assert report["pack"] == {"id": here.packs["FI"].id, "version": here.packs["FI"].version}
    pupil = report["pupils"][0]
    assert set(pupil) == {"id", "user_id", "name", "status", "requirements", "deliveries"}
    assert pupil["user_id"] == number
    assert {frozenset(requirement) for requirement in pupil["requirements"]} == {
        frozenset({"key", "codes", "state", "when", "how", "evidence"})
    }
    assert [requirement["state"] for requirement in pupil["requirements"]] == ["not_started"] * 5
    assert [(row["context_id"], row["pupils"]) for row in rows] == [("2", 1)]
