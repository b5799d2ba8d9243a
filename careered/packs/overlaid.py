"""Two versions of a national pack as organisations with an overlay use them."""

from collections.abc import Mapping

from careered.db.engine import Database
from careered.packs.build import Kinds
from careered.packs.models import Pack
from careered.packs.overlay import Files
from careered.packs.overlay_merge import apply_overlay
from careered.packs.overlay_store import get_files, loaded_overlays

Overlaid = Mapping[str, tuple[Pack, Pack]]
"""The old and the new version with the overlay, by organisation id."""


def read_overlaid(database: Database, old: Pack | None, new: Pack, kinds: Kinds) -> Overlaid:
    """Both versions for each organisation that has an overlay on the pack. Takes its time: not for a transaction."""
    if old is None:
        return {}
    files = _overlay_files(database, new.id)
    return {
        organisation_id: (apply_overlay(content, old, kinds), apply_overlay(content, new, kinds))
        for organisation_id, content in files.items()
    }


def _overlay_files(database: Database, pack_id: str) -> dict[str, Files]:
    with database.reading() as db:
        return {
            row["organisation_id"]: get_files(db, row["organisation_id"], row["overlay_id"], row["version"])
            for row in loaded_overlays(db, pack_id=pack_id, current=True)
        }
