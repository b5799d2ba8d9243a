"""The only sources of time and identity, so that tests and simulations can move both."""

import secrets
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime, timezone: str) -> date:
    """The date of a moment where `timezone` (IANA name) holds: 22.30 UTC is the next day in Helsinki."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def today(timezone: str) -> date:
    """The present date where `timezone` (IANA name) holds; "UTC" only for what no person sees as a date."""
    return day_of(now(), timezone)


def new_id() -> str:
    """A random identifier, 128 bits, safe in addresses and on a command line: nobody can guess a neighbour's."""
    identifier = secrets.token_urlsafe(16)
    return new_id() if identifier.startswith("-") else identifier  # a command would take it for an option
