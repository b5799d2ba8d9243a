"""Does somebody answer now? Across the week, midnight, Christmas and the nights when clocks are moved."""

import json
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from careered.packs.opening_hours import OpeningState, opening_status
from careered.packs.services import Channel

ZONE = "Europe/Copenhagen"
HOLIDAYS = [date(2026, 12, 25), date(2026, 12, 26)]
WEEK = [
    {"days": ["mon", "tue", "wed", "thu"], "from": "09:00", "to": "12:00"},
    {"days": ["mon", "tue", "wed", "thu"], "from": "13:00", "to": "21:00"},
    {"days": ["sat", "sun"], "from": "00:00", "to": "04:00"},
]
BREAK = {"from": "2026-12-21", "to": "2027-01-03", "hours": [{"from": "10:00", "to": "11:00"}]}


def channel(**changes: Any) -> Channel:
    """A chat that somebody has checked."""
    fields = {"id": "chat", "type": "chat", "hours": WEEK, "verified_on": "2026-11-01", **changes}
    return Channel.model_validate_json(json.dumps(fields), strict=True)


def local(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(ZONE))


def status_at(at: str, using: Channel | None = None, oldest: date = date(2026, 1, 1)) -> tuple[OpeningState, str]:
    """The state at a local moment, and the local moment of the change, as words."""
    status = opening_status(using or channel(), local(at).astimezone(UTC), ZONE, HOLIDAYS, oldest)
    change = status.closes_at or status.opens_at
    return status.state, change.replace(tzinfo=None).isoformat(" ", "minutes") if change else ""


@pytest.mark.parametrize(
    ("at", "state", "change"),
    [
        ("2026-11-23 08:59:59", OpeningState.CLOSED, "2026-11-23 09:00"),
        ("2026-11-23 09:00:00", OpeningState.OPEN, "2026-11-23 12:00"),
        ("2026-11-23 11:59:59", OpeningState.OPEN, "2026-11-23 12:00"),
        ("2026-11-23 12:00:00", OpeningState.CLOSED, "2026-11-23 13:00"),
        ("2026-11-23 20:59:59", OpeningState.OPEN, "2026-11-23 21:00"),
        ("2026-11-23 21:00:00", OpeningState.CLOSED, "2026-11-24 09:00"),
        ("2026-11-26 21:00:00", OpeningState.CLOSED, "2026-11-28 00:00"),
        ("2026-11-27 23:59:59", OpeningState.CLOSED, "2026-11-28 00:00"),
        ("2026-11-28 00:00:00", OpeningState.OPEN, "2026-11-28 04:00"),
    ],
)
def test_through_the_week_and_across_midnight(at: str, state: OpeningState, change: str) -> None:
    assert status_at(at) == (state, change)


@pytest.mark.parametrize(
    ("at", "open_"),
    [
        ("2026-10-25 01:59:59+02:00", True),
        ("2026-10-25 02:30:00+02:00", True),
        ("2026-10-25 02:30:00+01:00", True),
        ("2026-10-25 03:59:59+01:00", True),
        ("2026-10-25 04:00:00+01:00", False),
        ("2027-03-28 01:59:59+01:00", True),
        ("2027-03-28 03:59:59+02:00", True),
        ("2027-03-28 04:00:00+02:00", False),
    ],
)
def test_on_the_nights_when_clocks_are_moved(at: str, open_: bool) -> None:
    answer = opening_status(channel(), datetime.fromisoformat(at).astimezone(UTC), ZONE, HOLIDAYS, date(2026, 1, 1))
    assert (answer.state is OpeningState.OPEN) == open_


def test_the_same_moment_is_one_moment_wherever_the_server_stands() -> None:
    for zone in ("UTC", "Asia/Tokyo", "America/New_York"):
        at = local("2026-11-23 09:30:00").astimezone(ZoneInfo(zone))
        assert opening_status(channel(), at, ZONE, (), date(2026, 1, 1)).state is OpeningState.OPEN


def test_a_service_is_closed_over_christmas_unless_it_says_as_usual() -> None:
    assert status_at("2026-12-24 20:00:00") == (OpeningState.OPEN, "2026-12-24 21:00")
    assert status_at("2026-12-25 09:30:00") == (OpeningState.CLOSED, "2026-12-27 00:00")
    usual = channel(on_holidays="usual")
    assert status_at("2026-12-26 01:00:00", usual) == (OpeningState.OPEN, "2026-12-26 04:00")


def test_days_with_other_hours_win_over_holidays_and_the_week() -> None:
    channel_with_break = channel(exceptions=[BREAK])
    assert status_at("2026-12-25 10:30:00", channel_with_break) == (OpeningState.OPEN, "2026-12-25 11:00")
    assert status_at("2026-12-22 13:30:00", channel_with_break) == (OpeningState.CLOSED, "2026-12-23 10:00")
    assert status_at("2027-01-03 12:00:00", channel_with_break) == (OpeningState.CLOSED, "2027-01-04 09:00")
    closed = channel(exceptions=[{**BREAK, "hours": []}])
    assert status_at("2026-12-24 09:30:00", closed) == (OpeningState.CLOSED, "2027-01-04 09:00")


@pytest.mark.parametrize(
    "change",
    [{"verified_on": None}, {"verified_on": "2026-09-01"}, {"hours": None}, {"hours": None, "verified_on": None}],
)
def test_what_nobody_has_checked_lately_is_unknown_and_never_open(change: dict[str, Any]) -> None:
    assert status_at("2026-11-23 09:30:00", channel(**change), oldest=date(2026, 9, 24)) == (OpeningState.UNKNOWN, "")


def test_a_website_is_always_there() -> None:
    assert status_at("2026-12-25 03:00:00", channel(hours="always", verified_on=None)) == (OpeningState.ALWAYS, "")


def test_a_channel_that_opens_no_more_this_month_is_closed() -> None:
    gone = channel(hours=[], verified_on="2026-11-01")
    assert status_at("2026-11-23 09:30:00", gone) == (OpeningState.CLOSED, "")
