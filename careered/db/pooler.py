"""PostgreSQL directly, or behind a pooler that gives each transaction another of its connections (PgBouncer).

Directly, a connection has its time limits from its beginning on. Behind a pooler that shares connections, what a
session sets or prepares is another client's the next moment: each transaction sets its limits, reading is one too, and
nothing is prepared. PgBouncer before 1.21 forwards neither prepared statements nor the start-up parameter `options`.
"""

from typing import Any

from sqlalchemy import Connection

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
        driver.execute(_SET_LIMITS, _limits(local=False))
    driver.autocommit = False


def begin_transaction(connection: Connection) -> None:
    """The limits of a transaction that shares its connection; directly they are there.

    Not by the driver: a server that is lost here is a fault of the storage, as at any later statement.
    """
    driver: Any = connection.connection.driver_connection
    if driver.is_pooled:
        connection.exec_driver_sql(_SET_LIMITS, _limits(local=True))


def begin_reading(connection: Connection) -> None:
    """Each statement sees what is committed then, with a BEGIN or without: reading needs none.

    But a shared connection has its limits in a transaction only, and without them a statement might go on for ever.
    """
    driver: Any = connection.connection.driver_connection
    if driver.is_pooled:
        begin_transaction(connection)
    else:
        connection.execution_options(isolation_level="AUTOCOMMIT")


def stores_each_statement(connection: Connection) -> bool:
    """Whether a connection is in no transaction: `begin_reading` has begun none."""
    return connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"


def _limits(*, local: bool) -> dict[str, Any]:
    """For this transaction (local) or as long as the connection lasts."""
    return {"lock": f"{LOCK_TIMEOUT_SECONDS}s", "statement": f"{STATEMENT_TIMEOUT_SECONDS}s", "local": local}
