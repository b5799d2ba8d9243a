"""When something breaks, the log says what and where, and nothing of what somebody wrote."""

import json
import logging
import subprocess
import sys
import threading
import warnings
from typing import Any

import httpx2
import pytest
import uvicorn
from sqlalchemy import text

from careered.housekeeping import guarded
from careered.web.logs import configure_logging, log, where
from careered.web.session_cookies import COOKIE
from careered.worker import Worker
from tests.demo_platform.serving import listener, port_of
from tests.lessons.factories import TOOL, HarbourSchool, harbour_school

PRIVATE = "vain minulle: kukaan ei saa lukea"
POSTGRESQL = """
CREATE FUNCTION faulty() RETURNS trigger AS $$ BEGIN
RAISE EXCEPTION 'no: %', NEW.values::text USING ERRCODE = 'unique_violation', DETAIL = NEW.values::text; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER faulty BEFORE INSERT OR UPDATE ON answer FOR EACH ROW EXECUTE FUNCTION faulty()
"""
SQLITE = "CREATE TRIGGER faulty BEFORE INSERT ON answer BEGIN SELECT RAISE(ABORT, 'no'); END"


def break_answers(school: HarbourSchool) -> None:
    """From now on nothing that somebody writes can be stored, and the database says what it was."""
    with school.database.transaction() as db:
        db.execute(text(SQLITE if school.database.is_sqlite else POSTGRESQL))


def hand_in(school: HarbourSchool) -> int:
    """A private line is handed in to the tool behind a real server, as `careered serve` runs it; the status."""
    aino = school.visitor()
    aino.completes("xh-1-read", "xh-1-visit", "xh-1-source", "xh-1-check")
    break_answers(school)
    bound = listener()
    server = uvicorn.Server(uvicorn.Config(school.app, lifespan="off", access_log=False, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    try:
        return httpx2.post(
            f"http://127.0.0.1:{port_of(bound)}/lessons/xh-1/steps/xh-1-reflect",
            data={"session": aino.viewer.token, "choice": "curious", "text": PRIVATE},
            headers={"cookie": f"{COOKIE}={aino.viewer.token}", "origin": TOOL},
        ).status_code
    finally:
        server.should_exit = True
        thread.join(30)
        bound.close()


def faults(written: str) -> list[dict[str, Any]]:
    """The lines of the log about faults."""
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    return [line for line in lines if "file" in line]


def test_a_private_line_that_could_not_be_stored_is_not_in_the_log(
    database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with harbour_school(database_url) as school:
        assert hand_in(school) == 500
    captured = capfd.readouterr()
    written = captured.out + captured.err
    line = faults(written)[0]
    assert (line["fault"], line["event"]) == ("IntegrityError", "fault")
    assert line["file"].endswith(".py")
    assert line["line"] > 0
    for word in (PRIVATE, "vain minulle", "INSERT", "curious", "Traceback", "no: "):
        assert word not in written, word


def test_a_failed_statement_does_not_carry_what_it_was_given(database_url: str) -> None:
    """Whoever prints it all the same prints no values."""
    with harbour_school(database_url) as school:
        assert school.database.engine.hide_parameters
        with pytest.raises(Exception, match=r"no such|does not exist") as found, school.database.transaction() as db:
            db.execute(text("INSERT INTO nowhere VALUES (:it)"), {"it": PRIVATE})
        assert PRIVATE not in str(found.value)


def test_a_workers_fault_is_logged_with_its_place(capfd: pytest.CaptureFixture[str]) -> None:
    def broken() -> None:
        raise ValueError(PRIVATE)

    configure_logging()
    assert guarded(broken) is None
    written = capfd.readouterr().err
    line = faults(written)[0]
    assert (line["event"], line["fault"], line["file"]) == ("worker_fault", "ValueError", "careered/housekeeping.py")
    assert PRIVATE not in written


@pytest.mark.parametrize("name", ["uvicorn.error", "asyncio", "sqlalchemy.pool", "httpx2", "anything"])
def test_what_libraries_log_of_a_fault_is_without_its_text(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    handler = logging.StreamHandler()
    logging.getLogger(name).addHandler(handler)
    try:
        raise ValueError(PRIVATE)
    except ValueError as fault:
        logging.getLogger(name).error("Gone wrong\nfuture: %r", fault, exc_info=fault)
        logging.getLogger(name).exception("Gone wrong")
    logging.getLogger(name).removeHandler(handler)
    written = capfd.readouterr().err
    assert written.count("Gone wrong: ValueError at ") >= 2
    assert PRIVATE not in written
    assert "Traceback" not in written


SECRET_FAULT = OSError(98, PRIVATE)
RECORDS: dict[str, tuple[object, ...]] = {
    "as the message": (SECRET_FAULT,),
    "in the message": ("error ignored in %s: %s", "rollback", SECRET_FAULT),
    "as it prints itself": ("error ignored: %r", SECRET_FAULT),
    "by name": ("error ignored: %(fault)s", {"fault": SECRET_FAULT}),
}


@pytest.mark.parametrize("way", RECORDS)
def test_a_fault_that_a_library_puts_into_its_words_is_named_only(way: str, capfd: pytest.CaptureFixture[str]) -> None:
    """As psycopg does where a rollback fails, and the server where its port is taken."""
    configure_logging()
    handler = logging.StreamHandler()
    logging.getLogger("psycopg").addHandler(handler)
    logging.getLogger("psycopg").warning(*RECORDS[way])
    logging.getLogger("psycopg").removeHandler(handler)
    written = capfd.readouterr().err
    assert "OSError EADDRINUSE" in written
    assert PRIVATE not in written


def test_a_warning_says_where_and_no_more(capfd: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        configure_logging()
        warnings.simplefilter("always")
        warnings.warn(f"unexpected value: {PRIVATE}", UserWarning, stacklevel=1)
    written = capfd.readouterr().err
    (line,) = faults(written)
    assert (line["event"], line["fault"], line["file"]) == ("warning", "UserWarning", "web/test_faults_in_logs.py")
    assert PRIVATE not in written


def test_a_fault_of_something_that_is_thrown_away_says_where_and_no_more(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "unraisablehook", sys.__unraisablehook__)
    configure_logging()

    class Broken:
        def __del__(self) -> None:
            raise ValueError(PRIVATE)

    Broken()
    written = capfd.readouterr().err
    assert faults(written)[0]["fault"] == "ValueError"
    assert PRIVATE not in written


def test_a_thread_that_ends_with_a_fault_says_where_and_no_more(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    configure_logging()

    def broken() -> None:
        raise ValueError(PRIVATE)

    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    written = capfd.readouterr().err
    assert faults(written)[0]["fault"] == "ValueError"
    assert PRIVATE not in written


def test_a_process_that_ends_with_a_fault_says_where_and_no_more() -> None:
    """A command whose database is out of reach, as cron would run it."""
    environment = {
        "CAREERED_BASE_URL": TOOL,
        "CAREERED_SECRET_KEY": "for tests only: forty characters or more",
        "CAREERED_DATABASE_URL": "postgresql://planted-name@127.0.0.1:1/planted",
    }
    command = [sys.executable, "-m", "careered", "db", "check"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert faults(done.stderr)[0]["fault"] == "StorageBusy"
    assert "planted" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_place_of_a_fault_is_the_innermost_line_of_ours() -> None:
    try:
        Worker(None, None)  # type: ignore[arg-type]
    except AttributeError as fault:
        facts = where(fault)
    assert facts["fault"] == "AttributeError"
    assert str(facts["file"]).startswith("careered/")


def test_numbers_are_numbers_in_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    log.info("retention_run", erased_texts=PRIVATE, erased_records=2)
    written = capfd.readouterr().err
    assert PRIVATE not in written
    assert json.loads(written)["erased_records"] == 2
