"""The tool's keys in the database: made once, published to platforms, opened for signing."""

from joserfc.jwk import RSAKey
from sqlalchemy import Connection, RowMapping, insert, select
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from careered.clock import now
from careered.lti.tables import ToolKeyRow
from careered.lti.toolkeys import ToolKey, new_key, open_key, public_jwks
from careered.settings import Settings
from careered.web.edge import House

PUBLISHED_SECONDS = 3600
_table = ToolKeyRow.__table__


def keys(db: Connection, secret: bytes) -> list[ToolKey]:
    """All keys, oldest first."""
    return [_key(row) for row in db.execute(select(_table).order_by(_table.c.active_from)).mappings()]


def _key(row: RowMapping) -> ToolKey:
    return ToolKey(**{name: row[name] for name in ToolKey.__dataclass_fields__})


def ensure_key(db: Connection, settings: Settings) -> None:
    """Make the first key of an installation."""
    if not keys(db, settings.secret):
        made = new_key(settings.secret, now())
        db.execute(insert(_table).values(**{name: getattr(made, name) for name in ToolKey.__dataclass_fields__}))


def signing_key(db: Connection, settings: Settings) -> RSAKey:
    """The newest key that platforms have had time to fetch."""
    ready = [key for key in keys(db, settings.secret) if key.active_from <= now()]
    return open_key(settings.secret, ready[-1])


async def publish(request: Request) -> Response:
    """GET /lti/jwks.json."""
    house: House = request.app.state.house

    def read() -> list[ToolKey]:
        with house.database.read() as db:
            return keys(db, house.settings.secret)

    found = await house.in_thread(read)
    return JSONResponse(public_jwks(found), headers={"Cache-Control": f"public, max-age={PUBLISHED_SECONDS}"})
