"""What every statement of the suite is looked at for."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, event

from careered.db import compiled
from careered.db.engine import WRITES
from tests.support.tenancy import assert_names_its_organisation

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|ALTER|CREATE|DROP|TRUNCATE)\b", re.IGNORECASE)


def install() -> None:
    """Once a process, before the first test."""
    event.listen(Engine, "before_cursor_execute", _refuse_writing)
    event.listen(Engine, "before_cursor_execute", _refuse_unnamed)
    for refuse in (_refuse_writing, _refuse_unnamed):
        compiled.WATCHERS.append(partial(_as_event, refuse))


def _as_event(refuse: Callable[..., None], connection: Connection, statement: str) -> None:
    refuse(connection, None, statement)


def _refuse_writing(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
    """On PostgreSQL `Database.reading` is without a transaction: what is written there would be stored."""
    options = connection.get_execution_options()
    is_reading = options.get("isolation_level") == "AUTOCOMMIT" and not options.get(WRITES)
    assert not (is_reading and _WRITES.match(statement)), f"written through a connection for reading: {statement}"


def _refuse_unnamed(_connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
    assert_names_its_organisation(statement)
