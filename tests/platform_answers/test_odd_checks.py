"""Odd answers to the check of a connection, and faults of our own in rare work: each ends, and stops no other."""

import json
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import select, update

from careered.clock import now
from careered.jobs.connection_check import CheckStatus, check_status, request_check
from careered.lti import platform_store
from careered.lti.tables import Deployment
from careered.worker import LOW_PRIORITY_INTERVAL
from tests.platform_answers.conftest import OddTown

Response = httpx2.Response
_deployments = Deployment.__table__


def broken(*_arguments: object) -> object:
    raise ZeroDivisionError


def checked(town: OddTown) -> CheckStatus:
    """An administrator asks for a check of the first platform, and the worker does what is due."""
    with town.scenario.school.database.transaction() as db:
        first = next(one for one in platform_store.all_platforms(db) if one.issuer == "https://school.test")
        request_check(db, first)
    town.scenario.advance(seconds=LOW_PRIORITY_INTERVAL.total_seconds() + 1)
    town.scenario.run_worker()
    with town.scenario.school.database.reading() as db:
        return check_status(db, first, "en")


KEYS = {
    "a key set without end": ("problem", Response(200, content=b"[" * 9_000_000)),
    "a date that is none": ("problem", Response(200, json={"keys": []}, headers={"Date": "Mon, 99 Foo 9999999999"})),
    "a date in no zone": ("problem", Response(200, headers={"Date": "Fri, 01 Jan 2026 00:00:00 +99999999999"})),
    "a date beyond all time": ("problem", Response(200, headers={"Date": "Fri, 01 Jan 99999999999 00:00:00 GMT"})),
}


@pytest.mark.parametrize("answer", KEYS)
def test_a_check_of_keys_answered_by(answer: str, quick_town: OddTown) -> None:
    state, response = KEYS[answer]
    quick_town.respond("/jwks", response)
    status = checked(quick_town)
    assert not status.is_waiting
    assert {result.step: result.state for result in status.results}["keys"] == state


@pytest.mark.parametrize(("padding", "state"), [(0, "ok"), (300_000, "problem")])
def test_a_key_set_that_a_launch_would_not_read_to_its_end_is_a_problem(
    padding: int, state: str, quick_town: OddTown
) -> None:
    keys = json.dumps({"keys": [quick_town.scenario.platform.key.as_dict(private=False)]}).encode()
    quick_town.respond("/jwks", Response(200, content=keys + b" " * padding))
    assert {result.step: result.state for result in checked(quick_town).results}["keys"] == state


def test_a_check_in_which_we_fail_says_so_and_nobody_waits(
    quick_town: OddTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("careered.admin.doctor.key_checks.check_keys_and_clock", broken)
    status = checked(quick_town)
    assert not status.is_waiting
    assert ["internal error" in result.sentence for result in status.results] == [True]


def test_a_subscription_in_which_we_fail_is_tried_tomorrow_and_the_next_one_has_its_turn(
    quick_town: OddTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = quick_town.scenario.school.database
    with database.transaction() as db:
        db.execute(update(_deployments).values(notices_url="https://school.test/notices"))
    monkeypatch.setattr("careered.lti.client.ServiceClient.request", broken)
    for _platform in range(2):
        quick_town.scenario.advance(seconds=LOW_PRIORITY_INTERVAL.total_seconds() + 1)
        quick_town.scenario.run_worker()
    with database.reading() as db:
        tried = db.execute(select(_deployments.c.notices_subscribed_at)).scalars().all()
    assert len(tried) == 2
    assert all(at and now() - timedelta(days=30) < at < now() - timedelta(days=28) for at in tried)
