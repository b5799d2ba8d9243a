"""Backup of the whole database to one file, and restore: from SQLite or PostgreSQL, to either.

A zip with `manifest.json` (schema revision, time, rows and SHA-256 of each table) and one JSON line per row. It is one
snapshot: what was acknowledged before it began is in it. The installation's secret is not. The file is its owner's
only (0600).
"""

import hashlib
import json
import os
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Column, Connection, Date, LargeBinary, Table, delete, func, insert, select
from sqlmodel import SQLModel

from careered.clock import now
from careered.db.engine import Database, allow_long_statements
from careered.db.schema_version import head_revision
from careered.db.types import UtcDateTime
from careered.private_file import make_private

MANIFEST, FORMAT, BATCH_SIZE = "manifest.json", 1, 1000


class BackupError(Exception):
    """A backup cannot be written or restored; the message says why. Nothing was changed."""


def write_backup(database: Database, target: Path) -> dict[str, int]:
    """Write a backup. Returns the number of rows by table. The file is complete or absent. Raises BackupError."""
    if target.exists():
        raise BackupError(f"{target} already exists; choose another name.")
    temporary = target.with_name(f"{target.name}.part")
    make_private(temporary)
    try:
        with database.snapshot() as db, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            tables = {table.name: _write_table(db, archive, table) for table in SQLModel.metadata.sorted_tables}
            manifest = {
                "format": FORMAT,
                "revision": head_revision(),
                "at": now().isoformat(),
                "tables": tables,
            }
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    return {name: table["rows"] for name, table in tables.items()}


def _write_table(db: Connection, archive: zipfile.ZipFile, table: Table) -> dict[str, Any]:
    digest, rows = hashlib.sha256(), 0
    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as file:
        in_order = select(table).order_by(*table.primary_key)  # of random ids, not of writing
        for row in db.execute(in_order, execution_options={"yield_per": BATCH_SIZE}):
            line = (json.dumps(list(row), ensure_ascii=False, default=_to_json) + "\n").encode()
            digest.update(line)
            file.write(line)
            rows += 1
    return {"rows": rows, "sha256": digest.hexdigest()}


def _to_json(value: object) -> str:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(type(value).__name__)


def restore_backup(database: Database, source: Path) -> dict[str, int]:
    """Restore into an empty database of the same schema, all or nothing. Returns rows by table. Raises BackupError."""
    try:
        with zipfile.ZipFile(source) as archive, database.transaction() as db:
            allow_long_statements(db)
            tables = _check_manifest(db, archive)
            for table in SQLModel.metadata.sorted_tables:
                _read_table(db, archive, table, tables[table.name])
            _analyze(db)
    except (zipfile.BadZipFile, OSError, KeyError, ValueError) as error:
        raise BackupError(f"{source} is no whole backup of careered ({type(error).__name__}).") from error
    return {name: int(table["rows"]) for name, table in tables.items()}


def _analyze(db: Connection) -> None:
    """Tell PostgreSQL how full its tables are: else the worker's query of 5,000 due scores took more than 15 s."""
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("ANALYZE")


def _check_manifest(db: Connection, archive: zipfile.ZipFile) -> Mapping[str, Any]:
    manifest = json.loads(archive.read(MANIFEST))
    if manifest["format"] != FORMAT or manifest["revision"] != head_revision():
        raise BackupError(
            f"The backup is of schema {manifest['revision']}, this version has {head_revision()}. "
            "Restore it with the version of careered that wrote it, then run `careered db upgrade`."
        )
    nonempty = [table.name for table in SQLModel.metadata.sorted_tables if _count_rows(db, table)]
    if nonempty:
        raise BackupError(f"The database is not empty ({', '.join(nonempty)}); take the backup into a new one.")
    tables: Mapping[str, Any] = manifest["tables"]
    return tables


def _count_rows(db: Connection, table: Table) -> int:
    return int(db.execute(select(func.count()).select_from(table)).scalar_one())


def _read_table(db: Connection, archive: zipfile.ZipFile, table: Table, expected: Mapping[str, Any]) -> None:
    digest = hashlib.sha256()
    db.execute(delete(table))  # what triggers have written meanwhile
    with archive.open(f"{table.name}.jsonl") as file:
        for rows in _batches(file, digest):
            db.execute(insert(table), [_decode_row(table, json.loads(line)) for line in rows])
    if digest.hexdigest() != expected["sha256"] or _count_rows(db, table) != expected["rows"]:
        raise ValueError(f"{table.name} is not as it was written")


def _batches(file: IO[bytes], digest: Any) -> Iterator[list[bytes]]:
    rows: list[bytes] = []
    for line in file:
        digest.update(line)
        rows.append(line)
        if len(rows) == BATCH_SIZE:
            yield rows
            rows = []
    if rows:
        yield rows


def _decode_row(table: Table, values: list[Any]) -> dict[str, Any]:
    return {column.name: _decode_value(column, value) for column, value in zip(table.columns, values, strict=True)}


def _decode_value(column: Column[Any], value: Any) -> Any:
    """The value for a column from what `_to_json` wrote; other values are the same in JSON."""
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return b64decode(value) if isinstance(column.type, LargeBinary) else value
