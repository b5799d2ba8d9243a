"""The countries to choose from, each with what its pack brings: to be seen before anything is chosen or connected."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale
from sqlalchemy import Connection

from careered.i18n_marker import _
from careered.packs.models import Pack
from careered.packs.release_review import part_counts
from careered.packs.store import PackStore

NO_BREAK_HYPHEN = "\u2011"
NO_COUNTRY = _("Choose a country.")
PARTS = {"playable_lessons": _("Lessons"), "requirements": _("Requirements"), "services": _("Services")}


@dataclass(frozen=True)
class CountryChoice:
    """A country with a loaded pack. value: its code; label: its name. note: the pack's languages and its parts."""

    value: str
    label: str
    note: str


def country_choices(
    db: Connection,
    pack_store: PackStore,
    names: Mapping[str, str],
    chosen: str,
    gettext: Callable[[str], str],
    lang: str,
) -> Sequence[CountryChoice]:
    """The choices, `chosen` first, then in the order of `names`: names by code, in the reader's language `lang`."""
    in_order = sorted(names.items(), key=lambda item: item[0] != chosen)
    packs = {code: pack_store.pack_of_country(db, code) for code in names}
    return [CountryChoice(code, name, _note(packs[code], gettext, lang)) for code, name in in_order]


def _note(pack: Pack | None, gettext: Callable[[str], str], lang: str) -> str:
    if pack is None:
        return ""
    spoken = Locale(lang).languages
    counts = part_counts(pack)
    parts = [f"{gettext(label).replace('-', NO_BREAK_HYPHEN)}:\u00a0{counts[part]}" for part, label in PARTS.items()]
    return "\u00a0· ".join([", ".join(spoken.get(code, code) for code in pack.languages), *parts])
