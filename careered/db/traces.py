"""What was deleted is gone from SQLite's files too: overwritten in the file, and cut off from the journal (-wal).

`secure_delete` (engine.py) overwrites; the journal keeps old pages until a checkpoint truncates it. PostgreSQL cleans
up by itself (autovacuum), and its dumps hold what is there.
"""

from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

CHECKPOINT_WAIT_MS = 500  # for readers; writers wait meanwhile, so shorter than they do
_MARK, _ACTIONS = "careered: truncate the journal", "careered: after the commit"


def begin_anew(db: Connection) -> None:
    """Forget what a transaction asked for that was rolled back: the next one may have the same connection."""
    db.info.pop(_MARK, None)
    db.info.pop(_ACTIONS, None)


def leave_no_trace(db: Connection) -> None:
    """Truncate the journal as soon as this transaction is committed."""
    db.info[_MARK] = True


def must_leave_no_trace(db: Connection) -> bool:
    """Whether the transaction asked for it; once."""
    return bool(db.info.pop(_MARK, False))


def after_commit(db: Connection, action: Callable[[], object]) -> None:
    """Do something as soon as this transaction is committed: before it, others still read what was."""
    db.info.setdefault(_ACTIONS, []).append(action)


def act_after_commit(db: Connection) -> None:
    """Do what the transaction asked for; once."""
    for action in db.info.pop(_ACTIONS, ()):
        action()


def truncate_journal(db: Connection, usual_wait_ms: int) -> None:
    """Truncate SQLite's journal, outside a transaction. A long reader (a backup) prevents it: a later call does it.

    usual_wait_ms: the connection's own waiting time for locks, set again afterwards.
    """
    with suppress(OperationalError):  # what was committed stays committed
        db.exec_driver_sql(f"PRAGMA busy_timeout={CHECKPOINT_WAIT_MS}")
        db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.exec_driver_sql(f"PRAGMA busy_timeout={usual_wait_ms}")
