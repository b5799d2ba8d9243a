"""Advisory locks: a transaction that reads before it writes must see what the previous one has written.

SQLite has one writer at a time. PostgreSQL has many: two tabs of one pupil that submit the last two steps of a lesson
would each miss the other's (docs/decisions/0016).
"""

from sqlalchemy import Connection, func, select


def lock_for_transaction(db: Connection, *names: str) -> None:
    """Wait for the lock of these names (together one lock) and hold it until the transaction ends. One query.

    Callers that need several locks take them in sorted order, otherwise two could deadlock.
    """
    if db.dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("\n".join(names), 0))))
