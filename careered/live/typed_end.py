"""When a session ends, as teachers type it: a time of day ("10.45", "kl. 10:45") or minutes ("45", "45 min")."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from careered.live.live_lesson import MAX_DURATION

SHORTEST = timedelta(minutes=5)
_MINUTES = re.compile(r"(\d{1,3}) ?(?:min\w*\.?)?")
_TIME = re.compile(r"(?:klo|kl\.?|at)? ?(\d{1,2})[.:](\d{2})")


def typed_end(text: str, at: datetime, timezone: str) -> datetime | None:
    """The moment that a text names, typed at a moment; timezone: IANA name of the school's clock.

    None for what is no time, or not between SHORTEST and MAX_DURATION from then.
    """
    typed = " ".join(text.casefold().split())
    if (minutes := _MINUTES.fullmatch(typed)) is not None:
        end = at + timedelta(minutes=int(minutes[1]))
    elif (time := _TIME.fullmatch(typed)) is not None and int(time[1]) < 24 and int(time[2]) < 60:
        local = at.astimezone(ZoneInfo(timezone))
        that_day = local.replace(hour=int(time[1]), minute=int(time[2]), second=0, microsecond=0)
        end = (that_day if that_day > local else that_day + timedelta(days=1)).astimezone(UTC)  # 0.10, typed at 23.25
    else:
        return None
    return end if SHORTEST <= end - at <= MAX_DURATION else None


def whole_minutes(start: datetime, end: datetime) -> int:
    """The minutes between two moments, a begun one counted."""
    return -int((start - end).total_seconds() // 60)
