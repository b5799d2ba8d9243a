"""The loaded packs, as the page lists them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from babel import Locale
from sqlalchemy import Connection, RowMapping

from careered.packs import store, version_store
from careered.packs.models import Pack
from careered.packs.release_review import part_counts, unverified_facts
from careered.web.i18n import translations
from careered.web.time_format import format_date, format_datetime


@dataclass(frozen=True)
class PackRow:
    """One pack in the reader's language. place: its country and languages. loaded_at: "" for a draft.

    unverified_facts: to be verified by hand.
    version_before: the version that one can go back to; "" for none.
    """

    pack: Pack
    place: str
    title: str
    covers: str
    loaded_at: str
    counts: Mapping[str, int]
    unverified_facts: Sequence[str]
    earlier_versions: Sequence[str]
    version_before: str = ""


def pack_rows(db: Connection, pack_store: store.PackStore, own_country: str, lang: str, zone: str) -> list[PackRow]:
    """The current version of each loaded pack, the reader's own country's first. zone: of the times, "" for UTC."""
    versions = version_store.loaded_versions(db)
    current = [
        (version_row, pack_store.pack(db, version_row["pack_id"], version_row["version"]))
        for version_row in versions
        if version_row["current"]
    ]
    result = [
        replace(
            pack_row(pack, lang, _earlier_versions(versions, pack)),
            loaded_at=format_datetime(version_row["loaded_at"], lang, zone),
            version_before=version_store.version_before(db, pack.id),
        )
        for version_row, pack in current
        if pack
    ]
    return sorted(result, key=lambda row: (row.pack.country != own_country, row.pack.country))


def pack_row(pack: Pack, lang: str, earlier_versions: Sequence[str] = ()) -> PackRow:
    """One pack that is about to be loaded."""
    title, covers = (text.in_language(lang, pack.default_language) for text in (pack.title, pack.covers))
    gettext, day_text = translations(lang).gettext, partial(format_date, lang=lang)
    return PackRow(
        pack,
        _place(pack, lang),
        title,
        covers,
        "",
        part_counts(pack),
        [found.sentence(gettext, day_text) for found in unverified_facts(pack)],
        earlier_versions,
    )


def _place(pack: Pack, lang: str) -> str:
    """Its country and languages by name, as the page of the organisation has them."""
    names = Locale(lang)
    country = names.territories.get(pack.country.upper(), pack.country)
    return f"{country} · {', '.join(names.languages.get(code, code) for code in pack.languages)}"


def _earlier_versions(versions: Sequence[RowMapping], pack: Pack) -> list[str]:
    own_versions = [str(version_row["version"]) for version_row in versions if version_row["pack_id"] == pack.id]
    return [version for version in own_versions if version != pack.version]
