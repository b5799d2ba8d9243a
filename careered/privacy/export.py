"""A person's own copy: every row that a table declares as theirs, as it is stored."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from careered.clock import now
from careered.privacy.declarations import Personal, personal_tables

Rows = list[dict[str, Any]]


def export_person(db: Connection, organisation_id: str, person_id: str) -> dict[str, Rows]:
    """The rows about a person by table, ready for JSON: moments are ISO 8601 in UTC. Empty tables are there too."""
    exported = [one for one in personal_tables() if one.holds.export]
    return {one.table.name: _rows(db, one, organisation_id, person_id) for one in exported}


def _rows(db: Connection, one: Personal, organisation_id: str, person_id: str) -> Rows:
    where = one.of(organisation_id, person_id)
    rows = db.execute(select(one.table).where(where).order_by(*one.table.primary_key)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def as_file(db: Connection, organisation_id: str, person_id: str) -> str:
    """The copy as a JSON document: whose it is, when it was made, what each table is for, and its rows."""
    rows = export_person(db, organisation_id, person_id)
    whys = {one.table.name: one.holds.why for one in personal_tables()}
    document = {
        "person": person_id,
        "made_at": now().isoformat(timespec="seconds"),
        "stored": [{"table": name, "what": whys[name], "rows": found} for name, found in rows.items()],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
