"""What time the database has, for comparing clocks."""

from datetime import UTC, datetime

from sqlalchemy import Connection, func, select


def moment(db: Connection) -> datetime:
    """The database's clock when this transaction began; SQLite says UTC without saying so."""
    found: datetime = db.execute(select(func.current_timestamp())).scalar_one()
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
