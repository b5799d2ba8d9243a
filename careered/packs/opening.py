"""Whether somebody answers now: from a channel's hours, its exceptions and public holidays. Plain Python.

What nobody has checked lately is unknown, never open: a pupil who rings a closed line does not ring again.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from careered.packs.services import Channel, Day

DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD_DAYS = 31


class State(StrEnum):
    """How it stands with a channel at a moment."""

    OPEN = "open"
    CLOSED = "closed"
    ALWAYS = "always"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Opening:
    """until: when an open channel closes. opens: when a closed one opens; None where nobody knows (local times)."""

    state: State
    until: datetime | None = None
    opens: datetime | None = None


def opening(channel: Channel, at: datetime, zone: str, holidays: Collection[date], oldest: date) -> Opening:
    """The channel at a moment. zone: of its hours. oldest: the day from which on a check still counts."""
    if channel.hours == "always":
        return Opening(State.ALWAYS)
    if channel.hours is None or channel.verified_on is None or channel.verified_on < oldest:
        return Opening(State.UNKNOWN)
    for begins, ends in _spans(channel, at.astimezone(ZoneInfo(zone)), holidays):
        if ends.astimezone(UTC) <= at:  # in UTC: twice a year local clocks lie
            continue
        return Opening(State.OPEN, until=ends) if begins.astimezone(UTC) <= at else Opening(State.CLOSED, opens=begins)
    return Opening(State.CLOSED)


def _spans(channel: Channel, local: datetime, holidays: Collection[date]) -> Iterator[tuple[datetime, datetime]]:
    """When the channel is open, from the day of a local moment on, in order."""
    for ahead in range(LOOK_AHEAD_DAYS):
        day = local.date() + timedelta(days=ahead)
        for begins, ends in sorted(_hours(channel, day, holidays)):
            yield tuple(datetime.combine(day, clock, local.tzinfo) for clock in (begins, ends))  # type: ignore[misc]


def _hours(channel: Channel, day: date, holidays: Collection[date]) -> list[tuple[time, time]]:
    """The hours of one day: an exception decides, then a holiday, then the week."""
    exception = next((one for one in channel.exceptions if one.first <= day <= one.last), None)
    if exception:
        return [(span.opens, span.closes) for span in exception.hours]
    if day in holidays and channel.on_holidays == "closed":
        return []
    week = channel.hours if isinstance(channel.hours, tuple) else ()
    return [(span.opens, span.closes) for span in week if DAYS[day.weekday()] in span.days]
