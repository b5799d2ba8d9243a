"""The only sources of time and identity, so that tests and simulations can move both."""

import secrets
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A random identifier, 128 bits, safe in addresses: nobody can guess a neighbour's."""
    return secrets.token_urlsafe(16)
