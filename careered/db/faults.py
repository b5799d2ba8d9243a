"""Storage faults by code: what an SQLSTATE or an SQLite result code means for the caller.

Never by the text of a message, which is in the server's language. Codes: PostgreSQL's manual, appendix A;
sqlite.org/rescode.html.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager

from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError


class StorageFault(Exception):
    """The database failed. code: SQLSTATE or the name of SQLite's result code; "" if there is none."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class StorageBusy(StorageFault):
    """The database is locked, overloaded or unreachable; the same request may succeed later."""


class StorageFull(StorageFault):
    """The database cannot write (disk full, read-only); reads may still succeed."""


POSTGRESQL: Mapping[str, type[StorageFault]] = {
    "08": StorageBusy,  # connection lost (the whole class)
    "40001": StorageBusy,  # serialization failure
    "40P01": StorageBusy,  # deadlock
    "53": StorageBusy,  # too many clients, out of memory
    "53100": StorageFull,  # disk full
    "55P03": StorageBusy,  # lock timeout
    "57014": StorageBusy,  # statement timeout
    "57P01": StorageBusy,  # shut down by the administrator
    "57P02": StorageBusy,  # crashed
    "57P03": StorageBusy,  # starting up
    "57P05": StorageBusy,  # idle for too long
    "25P03": StorageBusy,  # idle in a transaction for too long
    "25P04": StorageBusy,  # transaction timeout
    "25006": StorageFull,  # read-only: a standby
    "58030": StorageFull,  # input/output
}
SQLITE: Mapping[int, type[StorageFault]] = {
    sqlite3.SQLITE_BUSY: StorageBusy,
    sqlite3.SQLITE_LOCKED: StorageBusy,
    sqlite3.SQLITE_PROTOCOL: StorageBusy,
    sqlite3.SQLITE_NOMEM: StorageBusy,
    sqlite3.SQLITE_FULL: StorageFull,
    sqlite3.SQLITE_READONLY: StorageFull,
    sqlite3.SQLITE_CANTOPEN: StorageFull,
    sqlite3.SQLITE_IOERR: StorageFull,
}


def storage_fault(fault: BaseException | None) -> StorageFault | None:
    """The storage fault behind an SQLAlchemy error; None for a programming error (such as a violated constraint)."""
    if isinstance(fault, TimeoutError):  # every connection of the pool is in use
        return StorageBusy("pool")
    if not isinstance(fault, DBAPIError):
        return None
    if isinstance(fault.orig, sqlite3.Error):
        return _of_sqlite(fault.orig)
    return _of_postgresql(fault)


class _Translation:
    """A class, not a generator: every request enters it, some twice."""

    def __enter__(self) -> None:
        """Nothing to begin."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if fault := storage_fault(error):
            raise fault from error


_TRANSLATION = _Translation()


def translate_errors() -> AbstractContextManager[None]:
    """Raise SQLAlchemy's storage errors as StorageFault; the web layer answers them with 503."""
    return _TRANSLATION


def _of_sqlite(fault: sqlite3.Error) -> StorageFault | None:
    code = getattr(fault, "sqlite_errorcode", None)  # absent if the driver itself raised it
    kind = None if code is None else SQLITE.get(code & 0xFF)  # the last byte of an extended code is the primary one
    return kind(fault.sqlite_errorname) if kind else None


def _of_postgresql(fault: DBAPIError) -> StorageFault | None:
    state: str = getattr(fault.orig, "sqlstate", None) or ""
    kind = POSTGRESQL.get(state) or POSTGRESQL.get(state[:2])
    if kind:
        return kind(state)
    # libpq has no SQLSTATE if the connection failed or broke.
    is_unreachable = not state and (fault.connection_invalidated or isinstance(fault, OperationalError))
    return StorageBusy("connection") if is_unreachable else None
