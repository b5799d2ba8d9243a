"""Logs hold what an operator needs and nothing about anybody."""

import json
from pathlib import Path

import pytest

from careered.web.logs import ALLOWED_FIELDS, configure_logging, log
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
