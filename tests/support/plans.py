"""Of which tables statements read everything that an organisation has, by SQLite's own plans: never by time."""

import re
from collections.abc import Iterable

from careered.db.engine import Database

_WIDE = re.compile(r"^(?:SCAN|SEARCH) (\w+)(?!.*=\? AND |.*\((?!organisation_id)\w+[=<>]|.*COVERING)")


def read_as_a_whole(database: Database, statements: Iterable[str]) -> set[str]:
    """The tables, or their aliases, that are scanned or found by the organisation alone. A SQLite database."""
    with database.reading() as db:
        plans = [
            row[3]
            for statement in statements
            if statement.startswith("SELECT")
            for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (None,) * statement.count("?"))
        ]
    return {found[1] for plan in plans if (found := _WIDE.match(plan))} - {"CONSTANT"}
