"""Advisory locks: a transaction that reads before it writes must see what the previous one has written.

SQLite has one writer at a time. PostgreSQL has many: two tabs of one pupil that submit the last two steps of a lesson
would each miss the other's (docs/decisions/0016).
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select


def lock_for_transaction(db: Connection, *names: str) -> None:
    """Wait for the lock of these names (together one lock) and hold it until the transaction ends. One query.

    Callers that need several locks take them in sorted order, otherwise two could deadlock.
    """
    if db.dialect.name == "postgresql":
        db.execute(select(lock_of("\n".join(names))))


def lock_of(name: Any) -> ColumnElement[Any]:
    """What a SELECT on PostgreSQL takes the lock of a name by: names with a line break between them."""
    return func.pg_advisory_xact_lock(func.hashtextextended(name, 0))
