"""When the database cannot, people are told so in their language, and what they typed is still there."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import Mock

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError, TimeoutError

from careered.db import engine as storage
from careered.db.engine import Database
from careered.housekeeping import guarded
from careered.web.reader_languages import ReaderLanguages
from careered.worker import Worker
from tests.lessons.factories import HarbourSchool, harbour_school
from tests.support.databases import fresh
from tests.support.pages import Page

Break = Callable[[HarbourSchool], None]
LONG_TEXT = "tämän olen kirjoittanut itse ja kauan"
CODES = {"57014": "storage_busy", "55P03": "storage_busy", "53300": "storage_busy", "40001": "storage_busy"}
CODES |= {"57P01": "storage_busy", "53100": "storage_full", "25006": "storage_full"}


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[HarbourSchool]:
    with fresh(kind, folder) as url, harbour_school(url) as found:
        yield found


def database_of(school: HarbourSchool) -> storage.Database:
    """The database of the running tool (the school's own is beside it)."""
    database: storage.Database = school.app.state.careered.database
    return database


def refuse_answers(school: HarbourSchool, code: str) -> None:
    """From now on PostgreSQL answers each answer with a fault, in Finnish."""
    with school.database.transaction() as db:
        db.execute(text("DROP TRIGGER IF EXISTS faulty ON answer"))
        db.execute(
            text(
                "CREATE OR REPLACE FUNCTION faulty() RETURNS trigger AS $$ BEGIN "
                f"RAISE EXCEPTION 'VIRHE: ei onnistu' USING ERRCODE = '{code}'; END $$ LANGUAGE plpgsql"
            )
        )
        db.execute(text("CREATE TRIGGER faulty BEFORE INSERT OR UPDATE ON answer EXECUTE FUNCTION faulty()"))


def is_kept_and_said(page: Page, code: str) -> None:
    """A page that says so in Finnish, asks to come back, and gives the words back."""
    answer = page.response
    assert (answer.status_code, answer.headers["careered-code"], page.lang) == (503, code, "fi")
    assert int(answer.headers["retry-after"]) > 0
    assert LONG_TEXT in answer.text
    assert "Lähetä uudelleen" in page.main_text


def hands_in(school: HarbourSchool, breaks: Break) -> Page:
    """A pupil who reads Finnish, in a browser that asks for English, hands in a text when storage has broken."""
    aino = school.visitor(lang="fi")
    aino.completes("xh-1-read", "xh-1-visit", "xh-1-source", "xh-1-check")
    aino.client.headers["accept-language"] = "en"
    breaks(school)
    return Page(aino.hand_in("xh-1-reflect", {"choice": "curious", "text": LONG_TEXT}))


@pytest.mark.parametrize(("code", "said"), CODES.items())
def test_a_fault_of_postgresql_is_said_in_the_readers_language(code: str, said: str, tmp_path: Path) -> None:
    with opened("postgresql", tmp_path) as school:
        is_kept_and_said(hands_in(school, lambda here: refuse_answers(here, code)), said)


def read_only(school: HarbourSchool) -> None:
    """SQLite lets nobody write: its connections of from now on only read."""
    database_of(school).engine.dispose()
    event.listen(
        database_of(school).engine, "connect", lambda driver, _: driver.execute("PRAGMA query_only = ON") and None
    )


def locked(school: HarbourSchool) -> None:
    """Somebody else holds SQLite's lock for longer than anybody waits."""
    database_of(school).engine.dispose()
    event.listen(
        database_of(school).engine, "connect", lambda driver, _: driver.execute("PRAGMA busy_timeout = 1") and None
    )
    other = sqlite3.connect(str(school.database.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    HELD.append(other)


HELD: list[sqlite3.Connection] = []


@pytest.fixture(autouse=True)
def let_go() -> Iterator[None]:
    """Nothing is held when a test is over."""
    yield
    while HELD:
        HELD.pop().close()


def test_a_sqlite_that_only_reads_is_said_in_the_readers_language(tmp_path: Path) -> None:
    with opened("sqlite", tmp_path) as school:
        is_kept_and_said(hands_in(school, read_only), "storage_full")


def test_a_locked_sqlite_is_said_in_the_readers_language(tmp_path: Path) -> None:
    """Who asks cannot be looked up, for the lock is there before anything is read: the tool has met the visit."""
    with opened("sqlite", tmp_path) as school:
        is_kept_and_said(hands_in(school, locked), "storage_busy")


def test_a_database_that_is_gone_is_said_in_the_readers_language(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with harbour_school(database_url) as school:
        is_kept_and_said(
            hands_in(school, lambda here: takes_away(database_of(here), monkeypatch)),
            "storage_busy",
        )


def test_only_so_many_visits_are_remembered() -> None:
    known = ReaderLanguages(max_sessions=2)
    for token, lang in (("a", "fi"), ("b", "sv"), ("a", "fi"), ("c", "da")):
        known.note(token, lang)
    assert [known.of(token) for token in "abc"] == ["fi", None, "da"]


def takes_away(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reaches the database from now on."""
    database.engine.dispose()
    monkeypatch.setattr(database.engine, "connect", unreachable)


def unreachable(*_: object, **__: object) -> None:
    """What SQLAlchemy raises when there is no connection."""
    raise OperationalError("SELECT 1", None, psycopg.OperationalError("yhteys katkesi"))


@pytest.mark.parametrize("path", ["/readyz", "/lessons", "/questions", "/services", "/metrics", "/healthz"])
def test_a_database_out_of_reach_is_no_fault_of_the_tool(
    path: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page says 503; what needs no database goes on."""
    with harbour_school(database_url) as school:
        aino = school.visitor()
        takes_away(database_of(school), monkeypatch)
        answer = aino.client.get(path)
        if path in {"/healthz", "/metrics"}:
            assert answer.status_code in {200, 404}
        else:
            assert (answer.status_code, answer.headers["careered-code"]) == (503, "storage_busy")
            assert answer.headers["retry-after"]


def test_the_worker_goes_on_when_the_database_comes_back(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with harbour_school(database_url) as school:
        worker = Worker(school.app.state.careered.settings, school.database)
        school.database.engine.dispose()
        with monkeypatch.context() as broken:
            broken.setattr(school.database.engine, "connect", Mock(side_effect=TimeoutError("QueuePool limit")))
            assert guarded(worker.start_work) is None
        assert guarded(worker.start_work) is False
    written = capsys.readouterr().err
    assert '"fault": "StorageBusy"' in written
    assert "QueuePool" not in written
