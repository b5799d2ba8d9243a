"""PostgreSQL directly, or behind a pooler that gives each transaction another of its connections (PgBouncer).

Directly, a connection has its time limits from its beginning on. Behind a pooler that shares connections, what a
session sets or prepares is another client's the next moment: each transaction sets its limits, nothing is prepared.
PgBouncer before 1.21 forwards neither prepared statements nor the start-up parameter `options`.
"""

from typing import Any

LOCK_TIMEOUT_SECONDS, STATEMENT_TIMEOUT_SECONDS = 3, 15
_SET_LIMITS = """
SELECT set_config('lock_timeout', %(lock)s, %(local)s), set_config('statement_timeout', %(statement)s, %(local)s)
"""


def begin_session(driver: Any) -> None:
    """What a new connection needs. A pooler is one where the server's process is not the one that answered.

    driver: a `LimitedConnection`; its `is_pooled` says which it is from now on.
    """
    driver.autocommit = True
    process = driver.execute("SELECT pg_backend_pid()").fetchone()[0]
    driver.is_pooled = process != driver.info.backend_pid
    if driver.is_pooled:
        driver.prepare_threshold = None
    else:
        _set_limits(driver, local=False)
    driver.autocommit = False


def begin_transaction(driver: Any) -> None:
    """The limits of a transaction that shares its connection; directly they are there."""
    if driver.is_pooled:
        _set_limits(driver, local=True)


def _set_limits(driver: Any, *, local: bool) -> None:
    """For this transaction (local) or as long as the connection lasts."""
    limits = {"lock": f"{LOCK_TIMEOUT_SECONDS}s", "statement": f"{STATEMENT_TIMEOUT_SECONDS}s"}
    driver.execute(_SET_LIMITS, {**limits, "local": local})
