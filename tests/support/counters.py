"""What a page costs, in counts and never in time: statements that reach the database, and templates that are drawn."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jinja2
import pytest
from sqlalchemy import Connection, event

from careered.db import compiled
from careered.db.engine import Database
from careered.web.threads import Call, Threads

TURN = ("BEGIN", "SELECT pg_advisory_xact_lock")
"""How a button pressed twice is waited for: the transaction's beginning on SQLite, a lock of its own on PostgreSQL."""


@contextmanager
def statements_of(database: Database) -> Iterator[list[str]]:
    """The statements that reach a database, but for the turn."""
    statements: list[str] = []

    def note(*args: Any) -> None:
        if not args[2].startswith(TURN):
            statements.append(args[2])

    def note_of_driver(connection: Connection, statement: str) -> None:
        if connection.engine is database.engine:
            note(connection, None, statement)

    event.listen(database.engine, "before_cursor_execute", note)
    compiled.WATCHERS.append(note_of_driver)
    try:
        yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
        compiled.WATCHERS.remove(note_of_driver)


@contextmanager
def templates_drawn() -> Iterator[list[str]]:
    """The names of the templates that are drawn, imported ones too."""
    drawn: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        real = jinja2.Template.new_context

        def new_context(template: jinja2.Template, *args: Any, **names: Any) -> Any:
            drawn.append(str(template.name))
            return real(template, *args, **names)

        patch.setattr(jinja2.Template, "new_context", new_context)
        yield drawn


@contextmanager
def hops_counted() -> Iterator[list[str]]:
    """How often work is handed to a thread of the database, as a list so that it can be read afterwards."""
    hops: list[str] = []
    real = Threads.submit

    def submit(threads: Threads, call: Call) -> None:
        hops.append(getattr(call, "__qualname__", "work"))
        real(threads, call)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Threads, "submit", submit)
        yield hops
