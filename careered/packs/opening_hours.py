"""Whether somebody answers now: from a channel's hours, its exceptions and public holidays. Plain Python.

What nobody has checked lately is unknown, never open: a pupil who rings a closed line does not ring again.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from careered.packs.services import Channel, Weekday

WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD_DAYS = 31


class OpeningState(StrEnum):
    """How it stands with a channel at a moment."""

    OPEN = "open"
    CLOSED = "closed"
    ALWAYS = "always"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class OpeningStatus:
    """until: when an open channel closes. opens: when a closed one opens; None where nobody knows (local times)."""

    state: OpeningState
    closes_at: datetime | None = None
    opens_at: datetime | None = None


def opening_status(
    channel: Channel, moment: datetime, time_zone: str, holidays: Collection[date], oldest: date
) -> OpeningStatus:
    """The channel at a moment. zone: of its hours. oldest: the day from which on a check still counts."""
    if channel.hours == "always":
        return OpeningStatus(OpeningState.ALWAYS)
    if channel.hours is None or channel.verified_on is None or channel.verified_on < oldest:
        return OpeningStatus(OpeningState.UNKNOWN)
    for opens, closes in _open_spans(channel, moment.astimezone(ZoneInfo(time_zone)), holidays):
        if closes.astimezone(UTC) <= moment:  # in UTC: twice a year local clocks lie
            continue
        return (
            OpeningStatus(OpeningState.OPEN, closes_at=closes)
            if opens.astimezone(UTC) <= moment
            else OpeningStatus(OpeningState.CLOSED, opens_at=opens)
        )
    return OpeningStatus(OpeningState.CLOSED)


def _open_spans(channel: Channel, local: datetime, holidays: Collection[date]) -> Iterator[tuple[datetime, datetime]]:
    """When the channel is open, from the day of a local moment on, in order."""
    for offset in range(LOOK_AHEAD_DAYS):
        day = local.date() + timedelta(days=offset)
        for opens, closes in sorted(_hours_of_day(channel, day, holidays)):
            yield tuple(datetime.combine(day, time_of_day, local.tzinfo) for time_of_day in (opens, closes))  # type: ignore[misc]


def _hours_of_day(channel: Channel, day: date, holidays: Collection[date]) -> list[tuple[time, time]]:
    """The hours of one day: an exception decides, then a holiday, then the week."""
    exception = next(
        (exceptional for exceptional in channel.exceptions if exceptional.first <= day <= exceptional.last), None
    )
    if exception:
        return [(span.opens, span.closes) for span in exception.hours]
    if day in holidays and channel.on_holidays == "closed":
        return []
    week = channel.hours if isinstance(channel.hours, tuple) else ()
    return [(span.opens, span.closes) for span in week if WEEKDAYS[day.weekday()] in span.days]
