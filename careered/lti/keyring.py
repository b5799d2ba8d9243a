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
from careered.lti.toolkeys import ToolKey, new_key, open_key, public_jwks
from careered.settings import Settings
from careered.web.edge import House

PUBLISHED_SECONDS = 3600
AHEAD, STAYS = timedelta(hours=48), timedelta(days=7)
LOOK_AGAIN_SECONDS = 60.0
_table = ToolKeyRow.__table__
_NAMES = tuple(ToolKey.__dataclass_fields__)


def keys(db: Connection) -> list[ToolKey]:
    """All keys, in the order in which they begin to sign."""
    return [_key(row) for row in db.execute(select(_table).order_by(_table.c.active_from)).mappings()]


def published(db: Connection) -> list[ToolKey]:
    """The keys that platforms are shown."""
    at = now()
    return [key for key in keys(db) if key.published_until is None or at < key.published_until]


def _key(row: RowMapping) -> ToolKey:
    return ToolKey(**{name: row[name] for name in _NAMES})


def ensure_key(db: Connection, settings: Settings) -> None:
    """Make the first key of an installation."""
    if not keys(db):
        _store(db, new_key(settings.secret, now()))


def rotate(db: Connection, settings: Settings, ahead: timedelta = AHEAD) -> ToolKey:
    """A new key: published now, signing from `ahead` on; those before it stay published a week beyond that."""
    made = new_key(settings.secret, now(), ahead)
    until = made.active_from + STAYS
    db.execute(update(_table).where(_table.c.published_until.is_(None)).values(published_until=until))
    _store(db, made)
    return made


def _store(db: Connection, made: ToolKey) -> None:
    db.execute(insert(_table).values(**{name: getattr(made, name) for name in _NAMES}))


def forget_old(db: Connection) -> None:
    """Delete keys a week after they have gone from the key set."""
    db.execute(delete(_table).where(_table.c.published_until < now() - STAYS))


def signing_key(db: Connection, settings: Settings) -> RSAKey:
    """The newest key that platforms have had time to fetch.

    Raises cryptography.fernet.InvalidToken where the installation's secret is not the one that the key was made with.
    """
    ready = [key for key in keys(db) if key.active_from <= now()]
    return open_key(settings.secret, ready[-1])


class Signer:
    """Gives the signing key of the moment; looks at the database once a minute. Safe for threads."""

    def __init__(self, settings: Settings, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._db, self._clock = settings, database, clock
        self._key: RSAKey | None = None
        self._looked = 0.0
        self._lock = threading.Lock()

    def __call__(self) -> RSAKey:
        """The key to sign with now."""
        with self._lock:
            if self._key is None or self._clock() - self._looked > LOOK_AGAIN_SECONDS:
                with self._db.read() as db:
                    self._key = signing_key(db, self._settings)
                self._looked = self._clock()
            return self._key


async def publish(request: Request) -> Response:
    """GET /lti/jwks.json."""
    house: House = request.app.state.house

    def read() -> list[ToolKey]:
        with house.database.read() as db:
            return published(db)

    found = await house.in_thread(read)
    return JSONResponse(public_jwks(found), headers={"Cache-Control": f"public, max-age={PUBLISHED_SECONDS}"})
