"""Moments as a teacher reads them: the clock time today, day and clock time before."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_skeleton, get_timezone

from careered.clock import now
from careered.web.i18n import CLOCK_LOCALES


def format_time(timestamp: datetime, lang: str, timezone: str) -> str:
    """A moment in the class's time zone and the reader's language."""
    tz = get_timezone(timezone)
    return _formatted(timestamp.replace(second=0, microsecond=0), lang, timezone, now().astimezone(tz).date())


@lru_cache(maxsize=4096)
def _formatted(timestamp: datetime, lang: str, timezone: str, today: date) -> str:
    """Kept, because formatting by locale data costs more than a whole row of the grid."""
    local_time, locale = timestamp.astimezone(get_timezone(timezone)), CLOCK_LOCALES.get(lang, lang)
    clock_time = str(format_skeleton("Hm", local_time, locale=locale, tzinfo=local_time.tzinfo))
    if local_time.date() == today:
        return clock_time
    day = str(
        format_skeleton(
            "Md" if local_time.year == today.year else "yMd", local_time, locale=locale, tzinfo=local_time.tzinfo
        )
    )
    return f"{day} {clock_time}"
