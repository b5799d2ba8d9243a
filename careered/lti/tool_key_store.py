"""The tool's key pairs in the database: rotation, publication, and the current signing key.

A new key is published 48 h before it signs, because platforms cache our key set as long as they like (Moodle until a
signature fails). The previous key stays published for a week after that.
"""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

from joserfc.jwk import RSAKey
from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from careered.clock import now
from careered.db.engine import Database
from careered.lti.tables import ToolKeyRow
from careered.lti.tool_keys import ToolKey, decrypt_private_key, new_key
from careered.settings import Settings

ACTIVATION_DELAY, RETIREMENT_PERIOD = timedelta(hours=48), timedelta(days=7)
SIGNER_REFRESH_SECONDS = 60.0
_table = ToolKeyRow.__table__
_KEY_FIELDS = tuple(ToolKey.__dataclass_fields__)


def all_keys(db: Connection) -> list[ToolKey]:
    """All keys, by the time from which they sign."""
    return [_key(row) for row in db.execute(select(_table).order_by(_table.c.active_from)).mappings()]


def published_keys(db: Connection) -> list[ToolKey]:
    """The keys of our public key set."""
    current_time = now()
    return [key for key in all_keys(db) if key.published_until is None or current_time < key.published_until]


def _key(row: RowMapping) -> ToolKey:
    return ToolKey(**{name: row[name] for name in _KEY_FIELDS})


def ensure_key(db: Connection, settings: Settings) -> None:
    """Create the first key of an installation, if there is none."""
    if not all_keys(db):
        _store(db, new_key(settings.secret, now()))


def rotate_keys(db: Connection, settings: Settings, activation_delay: timedelta = ACTIVATION_DELAY) -> ToolKey:
    """Create a key: published now, signing after `activation_delay`; earlier keys stay published a week beyond that."""
    tool_key = new_key(settings.secret, now(), activation_delay)
    published_until = tool_key.active_from + RETIREMENT_PERIOD
    db.execute(update(_table).where(_table.c.published_until.is_(None)).values(published_until=published_until))
    _store(db, tool_key)
    return tool_key


def _store(db: Connection, tool_key: ToolKey) -> None:
    db.execute(insert(_table).values(**{name: getattr(tool_key, name) for name in _KEY_FIELDS}))


def prune_keys(db: Connection) -> None:
    """Delete keys a week after they have left the key set."""
    db.execute(delete(_table).where(_table.c.published_until < now() - RETIREMENT_PERIOD))


def signing_key(db: Connection, settings: Settings) -> RSAKey:
    """The newest key that platforms have had time to fetch.

    Raises cryptography.fernet.InvalidToken if the key was encrypted with another secret.
    """
    active_keys = [key for key in all_keys(db) if key.active_from <= now()]
    return decrypt_private_key(settings.secret, active_keys[-1])


class Signer:
    """Returns the current signing key; reads the database once a minute. Thread-safe."""

    def __init__(self, settings: Settings, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._db, self._clock = settings, database, clock
        self._key: RSAKey | None = None
        self._loaded_at = 0.0
        self._lock = threading.Lock()

    def __call__(self) -> RSAKey:
        """The key to sign with now."""
        with self._lock:
            if self._key is None or self._clock() - self._loaded_at > SIGNER_REFRESH_SECONDS:
                with self._db.reading() as db:
                    self._key = signing_key(db, self._settings)
                self._loaded_at = self._clock()
            return self._key
