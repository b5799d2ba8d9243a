"""The files of packs and overlays as the database keeps them, by the pack's id and version.

An overlay is found without the organisation: an overlay's id belongs to only one.
"""

from typing import Any

from sqlalchemy import Connection, and_, exists, select

from careered.db.queries import where_equal
from careered.packs.tables import PackOverlay, PackVersion

_versions, _overlays = PackVersion.__table__, PackOverlay.__table__


def exist(db: Connection, pack_id: str, version: str) -> bool:
    """Whether a version is stored: of a pack, or (`<national>+<overlay>.<its version>`) of a pack and an overlay."""
    national, _, overlay = version.partition("+")
    wanted = [exists().where(_is_version(pack_id, national))]
    wanted += [exists().where(_is_overlay(overlay))] if overlay else []
    return bool(db.execute(select(and_(*wanted))).scalar()) if pack_id and version else False


def find(db: Connection, pack_id: str, version: str) -> dict[str, bytes] | None:
    """The files of a pack's version, or, where the version names an overlay, those of the overlay. None: not stored."""
    national, _, overlay = version.partition("+")
    table: Any = _overlays if overlay else _versions
    condition = _is_overlay(overlay) if overlay else _is_version(pack_id, national)
    files = db.execute(select(table.c.files).where(condition)).scalar()
    return {name: text.encode() for name, text in files.items()} if files is not None else None


def _is_version(pack_id: str, version: str) -> Any:
    return where_equal(_versions, pack_id=pack_id, version=version)


def _is_overlay(overlay: str) -> Any:
    overlay_id, _, version = overlay.partition(".")
    return where_equal(_overlays, overlay_id=overlay_id, version=version)
