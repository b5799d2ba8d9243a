"""Uploaded and checked packs that wait for an administrator's confirmation."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection, delete, select

from careered.clock import now
from careered.db.queries import where_equal
from careered.db.upsert import upsert
from careered.packs.tables import PackUpload

UPLOAD_TTL = timedelta(hours=1)
_table = PackUpload.__table__
_KEY = ("organisation_id", "content_hash")


def save_upload(db: Connection, organisation_id: str, content_hash: str, files: Mapping[str, bytes]) -> None:
    """Store a checked pack for UPLOAD_TTL. Uploading the same content again restarts the time."""
    db.execute(delete(_table).where(_table.c.created_at < now() - UPLOAD_TTL))
    texts = {name: content.decode("utf-8-sig") for name, content in files.items()}
    row = {"organisation_id": organisation_id, "content_hash": content_hash, "files": texts, "created_at": now()}
    upsert(db, _table, row, key=_KEY, update_columns=["created_at"])


def find_upload(db: Connection, organisation_id: str, content_hash: str) -> dict[str, bytes] | None:
    """The files of an upload; None if it has expired or never existed."""
    condition = where_equal(_table, organisation_id=organisation_id, content_hash=content_hash)
    files = db.execute(select(_table.c.files).where(condition & (_table.c.created_at >= now() - UPLOAD_TTL))).scalar()
    return {name: text.encode() for name, text in files.items()} if files is not None else None


def discard_upload(db: Connection, organisation_id: str, content_hash: str) -> None:
    """Delete an upload that was loaded or cancelled."""
    db.execute(delete(_table).where(where_equal(_table, organisation_id=organisation_id, content_hash=content_hash)))
