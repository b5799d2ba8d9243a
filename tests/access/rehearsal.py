"""A database in which nothing lasts: each transaction is compared with what was there before, and undone.

So that every visitor can press every button, erasing included, in one town that is built once.
"""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from careered.db.engine import Database
from careered.web.tables import SessionRow

NOT_ABOUT_PEOPLE = {"pack_version", "pack_overlay", "pack_upload", "tool_key", "connection_event"}
NOT_ABOUT_PEOPLE |= {"registration_version"}

TABLES = [name for name in SQLModel.metadata.tables if name not in NOT_ABOUT_PEOPLE]
SELECT = "SELECT * FROM "


class Rehearsal(Database):
    """A database's stand-in. changed: the rows with a mark that the transactions since `watch` added or took away."""

    def __init__(self, real: Database) -> None:
        self.is_sqlite, self.engine, self._write_lock = real.is_sqlite, real.engine, real._write_lock
        self._kept, self._loops = real._kept, real._loops
        self.marks: Collection[str] = ()
        self.own_id = ""
        self.before: set[str] = set()
        self.changed: set[str] = set()

    def watch(self, marks: Collection[str], own_id: str) -> None:
        """From now on rows count that hold one of the marks; the sessions of the person who asks do not."""
        self.marks, self.own_id, self.changed = marks, own_id, set()
        with self.reading() as db:
            self.before = self._marked_rows(db)

    def take_changes(self) -> frozenset[str]:
        """The rows that were changed since the last time."""
        changed, self.changed = frozenset(self.changed), set()
        return changed

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """As the real one, but for the end."""
        with super().transaction() as db:
            written_before = self._written(db)
            yield db
            if self._written(db) != written_before:
                self.changed |= self._marked_rows(db) ^ self.before
            db.rollback()

    @contextmanager
    def single_statements(self) -> Iterator[Connection]:
        """In one transaction, which does not last either."""
        with self.transaction() as db:
            yield db

    def _written(self, db: Connection) -> object:
        """Something that is another as soon as the transaction has written a row, by the database's own account."""
        if self.is_sqlite:
            return cast(sqlite3.Connection, db.connection.dbapi_connection).total_changes
        return db.scalar(text("SELECT pg_current_xact_id_if_assigned()::text"))

    def _marked_rows(self, db: Connection) -> set[str]:
        # By the driver itself: this is looked up after every transaction, and is most of what the matrix takes.
        cursor = db.connection.cursor()
        rows = (f"{name} {row}" for name in TABLES for row in cursor.execute(SELECT + name))
        return {row for row in rows if any(mark in row for mark in self.marks) and not self._is_own_session(row)}

    def _is_own_session(self, row: str) -> bool:
        return row.startswith(str(SessionRow.__tablename__)) and bool(self.own_id) and self.own_id in row
