"""Keeping an organisation's overlays in the database. The shelf lays them over the packs of its classes."""

from collections.abc import Mapping

from sqlalchemy import Connection, insert, select, update

from careered.clock import now
from careered.db.lookup import same
from careered.packs.overlay import Overlay
from careered.packs.store import check_follows, overlays
from careered.packs.tables import PackOverlay

_table = PackOverlay.__table__


class OverlayRefused(Exception):
    """The overlay cannot be laid. code: overlay_taken (its id is another organisation's), overlay_there (another one
    lies over the pack).
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def check(db: Connection, organisation_id: str, overlay: Overlay) -> None:
    """Raises OverlayRefused and OlderVersionError where an overlay cannot be laid. Writes nothing."""
    about = overlay.about
    _check_free(db, organisation_id, about.id, about.extends)
    loaded = overlays(db, organisation_id=organisation_id, overlay_id=about.id)
    check_follows(about.id, about.version, overlay.content_hash, loaded)


def load(db: Connection, organisation_id: str, files: Mapping[str, bytes], overlay: Overlay) -> bool:
    """Store a checked overlay and make it the organisation's current one; whether anything changed.

    Older versions are kept. Raises OlderVersionError as for packs, and OverlayRefused.
    """
    about = overlay.about
    check(db, organisation_id, overlay)
    loaded = overlays(db, organisation_id=organisation_id, overlay_id=about.id)
    there = next((row for row in loaded if row["version"] == about.version), None)
    if there and there["current"]:
        return False
    mine = {"organisation_id": organisation_id, "overlay_id": about.id}
    db.execute(update(_table).where(same(_table, **mine)).values(current=False))
    if there:
        db.execute(update(_table).where(same(_table, **mine, version=about.version)).values(current=True))
        return True
    texts = {name: content.decode("utf-8-sig") for name, content in files.items()}
    row = {**mine, "version": about.version, "pack_id": about.extends, "content_hash": overlay.content_hash}
    db.execute(insert(_table).values(**row, files=texts, current=True, loaded_at=now()))
    return True


def _check_free(db: Connection, organisation_id: str, overlay_id: str, pack_id: str) -> None:
    owners = db.execute(select(_table.c.organisation_id).where(same(_table, overlay_id=overlay_id)).distinct())
    if any(owner != organisation_id for owner in owners.scalars()):
        raise OverlayRefused("overlay_taken", f"the id {overlay_id} is another organisation's; choose another one")
    for row in overlays(db, organisation_id=organisation_id, pack_id=pack_id, current=True):
        if row["overlay_id"] != overlay_id:
            raise OverlayRefused("overlay_there", f"{row['overlay_id']} lies over {pack_id} already; remove it first")


def remove(db: Connection, organisation_id: str, overlay_id: str) -> bool:
    """Take an overlay off; whether it lay over a pack. Its versions stay readable for those who began with them."""
    where = same(_table, organisation_id=organisation_id, overlay_id=overlay_id, current=True)
    return bool(db.execute(update(_table).where(where).values(current=False)).rowcount)


def files_of(db: Connection, organisation_id: str, overlay_id: str, version: str) -> dict[str, bytes]:
    """The files of a loaded version; empty where there is none."""
    where = same(_table, organisation_id=organisation_id, overlay_id=overlay_id, version=version)
    files = db.execute(select(_table.c.files).where(where)).scalar() or {}
    return {name: text.encode() for name, text in files.items()}
