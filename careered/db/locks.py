"""Taking turns: who reads before writing must see what the one before has written.

SQLite has one writer at a time. PostgreSQL has many: two tabs of one pupil that hand in the last two steps of a lesson
would each miss the other's (docs/decisions/0016).
"""

from sqlalchemy import Connection, func, select


def lock_for_transaction(db: Connection, *names: str) -> None:
    """Wait until nobody else has the turn of these names; it is ours until the transaction ends. One query.

    Who needs several turns takes them in sorted order, or two could wait for each other for ever.
    """
    if db.dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("\n".join(names), 0))))
