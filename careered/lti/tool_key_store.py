"""The tool's keys in the database: made, published before they sign and for a while after, and opened for signing.

A new key signs only when platforms have had time to fetch it: they keep our key set for as long as they like, Moodle
until a signature does not fit. The old one stays published for a week more.
"""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

from joserfc.jwk import RSAKey
from sqlalchemy import Connection, RowMapping, delete, insert, select, update
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from careered.clock import now
from careered.db.engine import Database
from careered.lti.tables import ToolKeyRow
from careered.lti.tool_keys import ToolKey, decrypt_private_key, new_key, public_jwks
from careered.settings import Settings
from careered.web.request import AppState

JWKS_MAX_AGE_SECONDS = 3600
ACTIVATION_DELAY, RETIREMENT_PERIOD = timedelta(hours=48), timedelta(days=7)
SIGNER_REFRESH_SECONDS = 60.0
_table = ToolKeyRow.__table__
_KEY_FIELDS = tuple(ToolKey.__dataclass_fields__)


def all_keys(db: Connection) -> list[ToolKey]:
    """All keys, in the order in which they begin to sign."""
    return [_key(row) for row in db.execute(select(_table).order_by(_table.c.active_from)).mappings()]


def published_keys(db: Connection) -> list[ToolKey]:
    """The keys that platforms are shown."""
    current_time = now()
    return [key for key in all_keys(db) if key.published_until is None or current_time < key.published_until]


def _key(row: RowMapping) -> ToolKey:
    return ToolKey(**{name: row[name] for name in _KEY_FIELDS})


def ensure_key(db: Connection, settings: Settings) -> None:
    """Make the first key of an installation."""
    if not all_keys(db):
        _store(db, new_key(settings.secret, now()))


def rotate_keys(db: Connection, settings: Settings, activation_delay: timedelta = ACTIVATION_DELAY) -> ToolKey:
    """A new key: published now, signing from `ahead` on; those before it stay published a week beyond that."""
    tool_key = new_key(settings.secret, now(), activation_delay)
    published_until = tool_key.active_from + RETIREMENT_PERIOD
    db.execute(update(_table).where(_table.c.published_until.is_(None)).values(published_until=published_until))
    _store(db, tool_key)
    return tool_key


def _store(db: Connection, tool_key: ToolKey) -> None:
    db.execute(insert(_table).values(**{name: getattr(tool_key, name) for name in _KEY_FIELDS}))


def prune_keys(db: Connection) -> None:
    """Delete keys a week after they have gone from the key set."""
    db.execute(delete(_table).where(_table.c.published_until < now() - RETIREMENT_PERIOD))


def signing_key(db: Connection, settings: Settings) -> RSAKey:
    """The newest key that platforms have had time to fetch.

    Raises cryptography.fernet.InvalidToken where the installation's secret is not the one that the key was made with.
    """
    active_keys = [key for key in all_keys(db) if key.active_from <= now()]
    return decrypt_private_key(settings.secret, active_keys[-1])


class Signer:
    """Gives the signing key of the moment; looks at the database once a minute. Safe for threads."""

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


async def publish_jwks(request: Request) -> Response:
    """GET /lti/jwks.json."""
    app_state: AppState = request.app.state.careered

    def read_published() -> list[ToolKey]:
        with app_state.database.reading() as db:
            return published_keys(db)

    tool_keys = await app_state.in_thread(read_published)
    return JSONResponse(public_jwks(tool_keys), headers={"Cache-Control": f"public, max-age={JWKS_MAX_AGE_SECONDS}"})
