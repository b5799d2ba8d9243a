"""An organisation's overlays in the database. PackStore merges the current one with the packs of its classes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, RowMapping, insert, select, true, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.packs.overlay import Overlay
from careered.packs.tables import PackOverlay
from careered.packs.version_store import check_version

_table = PackOverlay.__table__


class OverlayConflict(Exception):
    """The overlay cannot be loaded.

    code: overlay_taken (its id belongs to another organisation), overlay_there (the pack has another overlay).
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def check_conflicts(db: Connection, organisation_id: str, overlay: Overlay) -> None:
    """Raise OverlayConflict or version_store.VersionConflict if an overlay cannot be loaded. Writes nothing."""
    metadata = overlay.metadata
    _check_available(db, organisation_id, metadata.id, metadata.extends)
    versions = loaded_overlays(db, organisation_id=organisation_id, overlay_id=metadata.id)
    check_version(metadata.id, metadata.version, overlay.content_hash, versions)


def save_overlay(db: Connection, organisation_id: str, files: Mapping[str, bytes], overlay: Overlay) -> bool:
    """Store a checked overlay and make it the organisation's current one. Returns whether anything changed.

    Older versions stay stored. Raises as check_conflicts.
    """
    metadata = overlay.metadata
    check_conflicts(db, organisation_id, overlay)
    versions = loaded_overlays(db, organisation_id=organisation_id, overlay_id=metadata.id)
    existing = next((row for row in versions if row["version"] == metadata.version), None)
    if existing and existing["current"]:
        return False
    key = {"organisation_id": organisation_id, "overlay_id": metadata.id}
    db.execute(update(_table).where(where_equal(_table, **key)).values(current=False))
    if existing:
        db.execute(update(_table).where(where_equal(_table, **key, version=metadata.version)).values(current=True))
        return True
    texts = {name: content.decode("utf-8-sig") for name, content in files.items()}
    row = {**key, "version": metadata.version, "pack_id": metadata.extends, "content_hash": overlay.content_hash}
    db.execute(insert(_table).values(**row, files=texts, current=True, loaded_at=now()))
    return True


def _check_available(db: Connection, organisation_id: str, overlay_id: str, pack_id: str) -> None:
    owners = db.execute(select(_table.c.organisation_id).where(where_equal(_table, overlay_id=overlay_id)).distinct())
    if any(owner != organisation_id for owner in owners.scalars()):
        raise OverlayConflict("overlay_taken", f"the id {overlay_id} is another organisation's; choose another one")
    for row in loaded_overlays(db, organisation_id=organisation_id, pack_id=pack_id, current=True):
        if row["overlay_id"] != overlay_id:
            raise OverlayConflict("overlay_there", f"{row['overlay_id']} already extends {pack_id}; remove it first")


def remove_overlay(db: Connection, organisation_id: str, overlay_id: str) -> bool:
    """Make no version of an overlay current. Returns whether one was. Pupils finish lessons in the stored versions."""
    condition = where_equal(_table, organisation_id=organisation_id, overlay_id=overlay_id, current=True)
    return bool(db.execute(update(_table).where(condition).values(current=False)).rowcount)


def get_files(db: Connection, organisation_id: str, overlay_id: str, version: str) -> dict[str, bytes]:
    """The files of a loaded version; empty if it does not exist."""
    condition = where_equal(_table, organisation_id=organisation_id, overlay_id=overlay_id, version=version)
    files = db.execute(select(_table.c.files).where(condition)).scalar() or {}
    return {name: text.encode() for name, text in files.items()}


def loaded_overlays(db: Connection, **filters: str | bool) -> Sequence[RowMapping]:
    """The loaded versions of overlays, without their files, oldest first. filters: column values, such as current."""
    columns = [column for column in _table.c if column.name != "files"]
    statement = select(*columns).where(where_equal(_table, **filters) if filters else true())
    return db.execute(statement.order_by(_table.c.overlay_id, _table.c.loaded_at)).mappings().all()


def overlay_versions(db: Connection, **filters: str) -> dict[tuple[str, str], str]:
    """Id and version of the current overlays, by organisation and pack. filters: column values."""
    return {
        (row["organisation_id"], row["pack_id"]): f"{row['overlay_id']}.{row['version']}"
        for row in loaded_overlays(db, **filters, current=True)
    }
