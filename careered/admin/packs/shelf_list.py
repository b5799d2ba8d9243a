"""The loaded packs as the page lists them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping

from careered.packs import store
from careered.packs.check import counts, to_verify
from careered.packs.models import Pack
from careered.web.time_format import format_datetime


@dataclass(frozen=True)
class Row:
    """A pack in words. loaded: when, in the reader's language. doubts: what to verify. earlier: older versions."""

    pack: Pack
    title: str
    covers: str
    loaded: str
    counts: Mapping[str, int]
    doubts: Sequence[str]
    earlier: Sequence[str]


def rows(db: Connection, shelf: store.Shelf, lang: str) -> list[Row]:
    """The current version of each loaded pack, by country."""
    versions = store.versions(db)
    current = [(one, shelf.pack(db, one["pack_id"], one["version"])) for one in versions if one["current"]]
    found = [row_of(pack, lang, one["loaded_at"], _earlier(versions, pack)) for one, pack in current if pack]
    return sorted(found, key=lambda row: row.pack.country)


def row_of(pack: Pack, lang: str, loaded: datetime | None = None, earlier: Sequence[str] = ()) -> Row:
    """One pack, loaded or about to be."""
    title, covers = (text.in_language(lang, pack.default_language) for text in (pack.title, pack.covers))
    return Row(
        pack, title, covers, format_datetime(loaded, lang) if loaded else "", counts(pack), to_verify(pack), earlier
    )


def _earlier(versions: Sequence[RowMapping], pack: Pack) -> list[str]:
    mine = [str(one["version"]) for one in versions if one["pack_id"] == pack.id]
    return [version for version in mine if version != pack.version]
