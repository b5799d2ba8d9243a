"""PostgreSQL restarts, reads only, is slow or full: people are told so with 503, and keep what they wrote."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, QueuePool, event, select, text, update

from careered.clock import now
from careered.db import engine as storage
from careered.db import migrate, pool, pooler
from careered.db.loop_database import AT_ONCE
from careered.db.reply_limit import REPLY_TIMEOUT_SECONDS, LimitedConnection
from careered.web import app_state
from careered.web.sessions import TOUCH_INTERVAL
from careered.web.tables import SessionRow
from tests.lessons.factories import HarbourSchool, Visitor, harbour_school
from tests.support.databases import END_OTHER_CONNECTIONS, fresh, postgresql_server
from tests.support.pages import Page
from tests.web.test_when_storage_fails import LONG_TEXT, database_of, is_kept_and_said

BEGUN = ("xh-1-read", "xh-1-visit", "xh-1-source", "xh-1-check")
LOSES_CONNECTION = "PERFORM pg_terminate_backend(pg_backend_pid())"


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HarbourSchool]:
    """On PostgreSQL, with the tool's patience cut to a fraction of a second."""
    with fresh("postgresql", tmp_path) as url:
        for module in (storage, pooler):
            monkeypatch.setattr(module, "LOCK_TIMEOUT_SECONDS", 0.2)
        monkeypatch.setattr(pooler, "STATEMENT_TIMEOUT_SECONDS", 0.4)
        with harbour_school(url) as school:
            yield school


@pytest.fixture
def aino(school: HarbourSchool) -> Visitor:
    """A Finnish-speaking pupil who is about to hand in a text."""
    aino = school.visitor(lang="fi")
    aino.completes(*BEGUN)
    return aino


def hands_in(aino: Visitor) -> Page:
    return Page(aino.hand_in("xh-1-reflect", {"choice": "curious", "text": LONG_TEXT}))


def on_answers(school: HarbourSchool, statement: str, *, at_commit: bool = False) -> None:
    """From now on each answer makes PostgreSQL do this: at once, or when it is committed."""
    when = (
        "CONSTRAINT TRIGGER trouble AFTER INSERT OR UPDATE" if at_commit else "TRIGGER trouble BEFORE INSERT OR UPDATE"
    )
    deferred = "DEFERRABLE INITIALLY DEFERRED" if at_commit else ""
    body = f"CREATE FUNCTION trouble() RETURNS trigger AS $$ BEGIN {statement}; RETURN NEW; END $$ LANGUAGE plpgsql"
    with school.database.transaction() as db:
        db.execute(text(body))
        db.execute(text(f"CREATE {when} ON answer {deferred} FOR EACH ROW EXECUTE FUNCTION trouble()"))


TROUBLES: dict[str, Callable[[HarbourSchool], None]] = {
    "connection_lost": lambda school: on_answers(school, LOSES_CONNECTION),
    "connection_lost_at_commit": lambda school: on_answers(school, LOSES_CONNECTION, at_commit=True),
    "slow_statement": lambda school: on_answers(school, "PERFORM pg_sleep(60)"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_text_is_kept_whatever_happens_in_its_transaction(school: HarbourSchool, aino: Visitor, trouble: str) -> None:
    TROUBLES[trouble](school)
    is_kept_and_said(hands_in(aino), "storage_busy")
    with school.database.transaction() as db:
        db.execute(text("DROP FUNCTION trouble() CASCADE"))
    assert hands_in(aino).response.status_code == 303


def test_a_text_is_kept_while_somebody_else_holds_the_table(school: HarbourSchool, aino: Visitor) -> None:
    with school.database.transaction() as other:
        other.execute(text("LOCK TABLE answer IN ACCESS EXCLUSIVE MODE"))
        is_kept_and_said(hands_in(aino), "storage_busy")
    assert hands_in(aino).response.status_code == 303


def test_a_text_is_kept_while_every_connection_is_taken(school: HarbourSchool, aino: Visitor) -> None:
    engine = database_of(school).engine
    database_of(school).close_idle()
    taken = [engine.connect() for _ in range(storage.POSTGRESQL_PLACES)]
    is_kept_and_said(hands_in(aino), "storage_busy")
    for connection in taken:
        connection.close()
    assert hands_in(aino).response.status_code == 303


def test_a_restart_between_two_presses_is_not_noticed(school: HarbourSchool, aino: Visitor) -> None:
    with school.database.snapshot() as db:  # it waits a tenth of a second for each
        db.execute(text(END_OTHER_CONNECTIONS))
    assert hands_in(aino).response.status_code == 303


def test_a_standby_shows_pages_and_keeps_texts(school: HarbourSchool, aino: Visitor) -> None:
    engine = database_of(school).engine

    @event.listens_for(engine, "begin")
    def reads_only(connection: Connection) -> None:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    assert aino.get("/lessons").response.status_code == 200
    is_kept_and_said(hands_in(aino), "storage_full")
    event.remove(engine, "begin", reads_only)
    assert hands_in(aino).response.status_code == 303


def backends(school: HarbourSchool) -> list[int]:
    """The server's processes that the running tool holds a connection to, except the school's own."""
    others = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    with school.database.reading() as db:
        return list(db.execute(others).scalars())


@contextmanager
def stopped(pids: Sequence[int]) -> Iterator[None]:
    """These processes stand still: their machine answers, they do not."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize("moment", ["before_cursor_execute", "commit"])
def test_a_text_is_kept_when_the_servers_process_stands_still(
    moment: str, school: HarbourSchool, aino: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of a transaction, where nothing but the tool's own patience ends it."""
    engine, stopped_pids = database_of(school).engine, list[int]()

    def stop(connection: Connection, *_: Any) -> None:
        if not stopped_pids:
            stopped_pids.append(connection.connection.driver_connection.info.backend_pid)  # type: ignore[union-attr]
            os.kill(stopped_pids[0], signal.SIGSTOP)

    event.listen(engine, moment, stop)
    with monkeypatch.context() as for_a_while:
        for_a_while.setattr(LimitedConnection, "reply_timeout", 0.5)
        answer = hands_in(aino)
    event.remove(engine, moment, stop)
    os.kill(stopped_pids[0], signal.SIGCONT)
    is_kept_and_said(answer, "storage_busy")
    assert hands_in(aino).response.status_code == 303
    assert school.events("step_done", step_id="xh-1-reflect") == 1


def test_connections_whose_processes_stand_still_are_replaced(
    school: HarbourSchool, aino: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where they have been idle for some seconds; in the middle of work the text is kept, as above."""
    pids = backends(school)
    assert pids
    monkeypatch.setattr(pool, "PING_AFTER_SECONDS", 0.0)
    with stopped(pids), monkeypatch.context() as for_a_while:
        for_a_while.setattr(LimitedConnection, "reply_timeout", 0.5)
        assert hands_in(aino).response.status_code == 303


@contextmanager
def lost_standby(school: HarbourSchool) -> Iterator[None]:
    """Each COMMIT of the tool's database waits for a standby that is no more."""
    name = school.database.engine.url.database
    with psycopg.connect(postgresql_server(), autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} SET synchronous_commit = on".encode())
        server.execute("ALTER SYSTEM SET synchronous_standby_names = 'gone'")
        server.execute("SELECT pg_reload_conf()")
        while server.execute("SHOW synchronous_standby_names").fetchone() != ("gone",):
            time.sleep(0.01)
        database_of(school).engine.dispose()
        try:
            yield
        finally:
            server.execute("ALTER SYSTEM RESET synchronous_standby_names")
            server.execute("SELECT pg_reload_conf()")


def test_a_commit_that_waits_for_a_lost_standby_ends(
    school: HarbourSchool, aino: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lost_standby(school), monkeypatch.context() as for_a_while:
        for_a_while.setattr(LimitedConnection, "reply_timeout", 0.5)
        is_kept_and_said(hands_in(aino), "storage_busy")
        with school.database.reading() as db:
            waits = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
            while db.execute(waits).scalar():  # its process has been told to stop waiting
                db.rollback()
        assert aino.get("/lessons").response.status_code == 200
    assert hands_in(aino).response.status_code == 303
    assert school.events("step_done", step_id="xh-1-reflect") == 1


def test_pages_do_not_wait_for_a_lost_standby_to_note_that_somebody_is_there(
    school: HarbourSchool, aino: Visitor
) -> None:
    seen_at = SessionRow.__table__.c.seen_at
    with school.database.transaction() as db:
        db.execute(update(SessionRow.__table__).values(seen_at=now() - 2 * TOUCH_INTERVAL))
        long_ago = db.execute(select(seen_at)).scalar_one()
    with lost_standby(school):
        assert aino.get("/lessons").response.status_code == 200
    with school.database.reading() as db:
        assert db.execute(select(seen_at)).scalar_one() > long_ago


def test_of_two_hundred_at_once_each_is_stored_or_told_to_come_again(
    school: HarbourSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pupils = [school.visitor(str(number), lang="fi") for number in range(200)]
    for pupil in pupils:  # who has not been met yet is answered in the browser's language
        pupil.client.headers["accept-language"] = "fi"
    monkeypatch.setattr(app_state, "QUEUE_TIMEOUT_SECONDS", 0.3)
    with ThreadPoolExecutor(200) as room:
        answers = list(room.map(lambda pupil: pupil.hand_in("xh-1-read", {"text": LONG_TEXT}), pupils))
    stored = [answer for answer in answers if answer.status_code == 303]
    for answer in answers:
        if answer.status_code != 303:
            is_kept_and_said(Page(answer), "storage_busy")
    assert school.events("step_done", step_id="xh-1-read") == len(stored) > 0


def test_there_is_a_connection_for_each_thread(school: HarbourSchool) -> None:
    threads, pool = school.app.state.careered.threads, database_of(school).engine.pool
    assert isinstance(pool, QueuePool)
    assert threads.count + AT_ONCE == pool.size() == storage.POSTGRESQL_THREADS + AT_ONCE


def limit(db: Connection) -> str:
    return str(db.exec_driver_sql("SHOW statement_timeout").scalar())


def reply_timeout(db: Connection) -> float | None:
    driver = db.connection.driver_connection
    assert isinstance(driver, LimitedConnection)
    return driver.reply_timeout


def limits_of(db: Connection) -> str:
    return f"{limit(db)} {reply_timeout(db)}"


def test_what_is_long_by_nature_has_no_limit(school: HarbourSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups and migrations of a nation take longer than a page may."""
    limits: list[str] = []

    def upgrade(config: Any, _to: str) -> None:
        limits.append(limits_of(config.attributes["connection"]))

    monkeypatch.setattr("careered.db.migrate.command.upgrade", upgrade)
    migrate.upgrade(school.database)
    with school.database.snapshot() as db:
        limits.append(limits_of(db))
    with school.database.reading() as db:
        assert limit(db) == "400ms"
        assert reply_timeout(db) == REPLY_TIMEOUT_SECONDS
    assert limits == ["0 None", "0 None"]
