"""The hours of a day in which pupils may write on a board, as staff type them and as readers see them."""

import re
from datetime import time

from careered.web.time_format import format_time

MORNING, AFTERNOON = "08:00", "15:00"
"""What the fields name as examples."""
_TIME = re.compile(r"(?:klo|kl\.?|at)? ?(\d{1,2})(?:[.:](\d{2}))?")


def read_hours(opens: str, closes: str) -> tuple[str, str] | None:
    """Two typed times ("8", "8.00", "klo 8:00") as "HH:MM"; two empty texts stay; None for what is no span of a day."""
    if not opens and not closes:
        return "", ""
    first, last = _read(opens), _read(closes)
    return (first, last) if first and last and first < last else None


def written(hour: str, lang: str) -> str:
    """A time "HH:MM" as a reader of the language writes it; "" stays."""
    return format_time(time.fromisoformat(hour), lang) if hour else ""


def _read(typed: str) -> str:
    found = _TIME.fullmatch(" ".join(typed.casefold().split()))
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""
