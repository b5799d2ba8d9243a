"""Export of a person's data: all rows of the tables whose data policy says so, as they are stored."""

import json
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from careered.clock import now
from careered.privacy.registry import PersonalTable, personal_tables

Rows = list[dict[str, Any]]


def export_person(db: Connection, organisation_id: str, person_id: str) -> dict[str, Rows]:
    """The rows about a person by table name, ready for JSON: times are ISO 8601 in UTC. Empty tables included."""
    exported_tables = [personal_table for personal_table in personal_tables() if personal_table.data_policy.is_exported]
    return {
        personal_table.table.name: _rows(db, personal_table, organisation_id, person_id)
        for personal_table in exported_tables
    }


def _rows(db: Connection, personal_table: PersonalTable, organisation_id: str, person_id: str) -> Rows:
    condition = personal_table.rows_of(organisation_id, person_id)
    rows = db.execute(
        select(personal_table.table).where(condition).order_by(*personal_table.table.primary_key)
    ).mappings()
    return [{name: _to_json(value) for name, value in row.items()} for row in rows]


def _to_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def export_document(db: Connection, organisation_id: str, person_id: str) -> str:
    """The export as a JSON document: the person's id, the time, and each table's purpose and rows."""
    rows = export_person(db, organisation_id, person_id)
    purposes = {
        personal_table.table.name: personal_table.data_policy.purpose_label for personal_table in personal_tables()
    }
    document = {
        "person": person_id,
        "made_at": now().isoformat(timespec="seconds"),
        "stored": [{"table": name, "what": purposes[name], "rows": table_rows} for name, table_rows in rows.items()],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
