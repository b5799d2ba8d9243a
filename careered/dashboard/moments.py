"""Moments as a teacher reads them: the clock time today, day and clock time before."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_skeleton, get_timezone

from careered.clock import now
from careered.web.i18n import CLOCKS


def when(at: datetime, lang: str, zone: str) -> str:
    """A moment in the class's time zone and the reader's language."""
    here = get_timezone(zone)
    return _written(at.replace(second=0, microsecond=0), lang, zone, now().astimezone(here).date())


@lru_cache(maxsize=4096)
def _written(at: datetime, lang: str, zone: str, today: date) -> str:
    """Kept, because formatting by locale data costs more than a whole row of the grid."""
    local, locale = at.astimezone(get_timezone(zone)), CLOCKS.get(lang, lang)
    clock = str(format_skeleton("Hm", local, locale=locale, tzinfo=local.tzinfo))
    if local.date() == today:
        return clock
    day = str(format_skeleton("Md" if local.year == today.year else "yMd", local, locale=locale, tzinfo=local.tzinfo))
    return f"{day} {clock}"
