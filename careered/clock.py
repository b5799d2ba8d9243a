"""The only sources of time and identity, so that tests and simulations can move both."""

import secrets
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A random identifier, 128 bits, safe in addresses and on a command line: nobody can guess a neighbour's."""
    identifier = secrets.token_urlsafe(16)
    return new_id() if identifier.startswith("-") else identifier  # a command would take it for an option
