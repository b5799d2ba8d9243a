"""The database server's time, for comparing clocks."""

from datetime import UTC, datetime

from sqlalchemy import Connection, func, select


def server_now(db: Connection) -> datetime:
    """The database's clock when this transaction began; SQLite returns UTC without a zone."""
    timestamp: datetime = db.execute(select(func.current_timestamp())).scalar_one()
    return timestamp.astimezone(UTC) if timestamp.tzinfo else timestamp.replace(tzinfo=UTC)
