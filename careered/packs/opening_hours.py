"""Whether a channel is open at a moment: from its weekly hours, exceptions and public holidays. Plain Python.

Hours that were not verified recently are unknown, never open: a pupil who calls a closed line does not call again.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from careered.clock import day_of
from careered.packs.services import Channel, Weekday

WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD_DAYS = 31


class OpeningState(StrEnum):
    """The state of a channel at a moment."""

    OPEN = "open"
    CLOSED = "closed"
    ALWAYS = "always"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class OpeningStatus:
    """closes_at: of an open channel. opens_at: of a closed one; None if not within LOOK_AHEAD_DAYS. Local times."""

    state: OpeningState
    closes_at: datetime | None = None
    opens_at: datetime | None = None


def opening_status(
    channel: Channel, moment: datetime, time_zone: str, holidays: Collection[date], oldest: date
) -> OpeningStatus:
    """The channel's status at an aware `moment`.

    time_zone: IANA name, of the channel's hours. oldest: the earliest day on which a verification still counts.
    """
    if channel.hours == "always":
        return OpeningStatus(OpeningState.ALWAYS)
    if channel.hours is None or channel.verified_on is None or channel.verified_on < oldest:
        return OpeningStatus(OpeningState.UNKNOWN)
    for opens, closes in _open_spans(channel, day_of(moment, time_zone), ZoneInfo(time_zone), holidays):
        if closes.astimezone(UTC) <= moment:  # in UTC: local times repeat or are skipped when clocks change
            continue
        return (
            OpeningStatus(OpeningState.OPEN, closes_at=closes)
            if opens.astimezone(UTC) <= moment
            else OpeningStatus(OpeningState.CLOSED, opens_at=opens)
        )
    return OpeningStatus(OpeningState.CLOSED)


def _open_spans(
    channel: Channel, first_day: date, zone: ZoneInfo, holidays: Collection[date]
) -> Iterator[tuple[datetime, datetime]]:
    """Opening and closing times in chronological order, from `first_day` on."""
    for offset in range(LOOK_AHEAD_DAYS):
        day = first_day + timedelta(days=offset)
        for opens, closes in sorted(_hours_of_day(channel, day, holidays)):
            yield datetime.combine(day, opens, zone), datetime.combine(day, closes, zone)


def _hours_of_day(channel: Channel, day: date, holidays: Collection[date]) -> list[tuple[time, time]]:
    """The hours of one day: an exception takes precedence over a holiday, a holiday over the week."""
    exception = next(
        (exceptional for exceptional in channel.exceptions if exceptional.first <= day <= exceptional.last), None
    )
    if exception:
        return [(span.opens, span.closes) for span in exception.hours]
    if day in holidays and channel.on_holidays == "closed":
        return []
    week = channel.hours if isinstance(channel.hours, tuple) else ()
    return [(span.opens, span.closes) for span in week if WEEKDAYS[day.weekday()] in span.days]
