"""Logs hold what an operator needs and nothing about anybody."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from careered.web.logs import ALLOWED_FIELDS, configure_logging, log
from careered.web.request_log import log_request
from tests.corpus.attempt import LaunchAttempt
from tests.support.databases import fresh
from tests.support.people import Browser, finish_lesson
from tests.support.school import activities_of, pupils_of, school


def lines(text: str) -> list[dict[str, object]]:
    """The log's lines, each JSON."""
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def test_nothing_of_a_pupil_is_in_the_log_of_a_whole_lesson(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with fresh("sqlite", tmp_path) as url, school(url) as here:
        number, activity = pupils_of(here.platform, "fi-8b")[0], activities_of(here.platform, "fi-8b")[0]
        browser = Browser.new(here)
        browser.open(number, activity)
        lesson = here.packs["FI"].lesson("fi-2")
        assert lesson is not None
        finish_lesson(browser, here.packs["FI"], browser.get("/lessons/fi-2"), lesson)
        here.run_worker()
        refused = LaunchAttempt(here, number, activity)
        refused.launch({"sub": "s" * 300, "name": "Planted Name", "email": "planted@school.test"})
        person = here.platform.people[number]
    written = capsys.readouterr().err
    assert len(lines(written)) > 15
    secret = {cookie.value for cookie in browser.tool.cookies.jar if cookie.value}
    for word in (person.name, person.family, "Löysin", "Planted", "planted@", "Bearer", "eyJ", *secret):
        assert word not in written, word
    assert {name for line in lines(written) for name in line} <= ALLOWED_FIELDS


def test_a_field_that_is_not_on_the_list_does_not_reach_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    log.info("request", status=200, name="Planted Name", text="planted words")
    assert [line["status"] for line in lines(capsys.readouterr().err)] == [200]


@pytest.mark.parametrize("odd", ['/a"b', "/a\nb", "/a\\b", "/ä\u2028ö", "/\x00", "\ud800"])
@pytest.mark.parametrize(("status", "code", "level"), [(200, "", "info"), (503, "storage_busy", "warning")])
def test_the_line_of_a_request_is_the_one_that_the_log_would_write(
    odd: str, status: int, code: str, level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging()
    with time_machine.travel(datetime(2026, 9, 1, 9, 0, 0, 120, tzinfo=UTC), tick=False):
        log_request(odd, odd, odd, status, code, 0.1)
        getattr(log, level)("request", request=odd, method=odd, route=odd, status=status, code=code, ms=0.1)
    first, second = capsys.readouterr().err.splitlines(keepends=True)
    assert first == second
    assert json.loads(first)["route"] == odd
