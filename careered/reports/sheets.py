"""What the tables of all reports share: figures, days, titles, and when and by which rules they were made."""

from datetime import datetime

from careered.clock import now
from careered.packs.models import Pack
from careered.reports import words
from careered.reports.sheet import Cell
from careered.web.i18n import translations
from careered.web.time_format import format_date


def number(value: int | None) -> Cell:
    """A figure, or the sign for one that is not told."""
    return words.HIDDEN if value is None else value


def day(moment: str | None, lang: str) -> str:
    """A moment of a report as a day in words; empty for none."""
    return format_date(datetime.fromisoformat(moment).date(), lang) if moment else ""


def title(pack: Pack, key: str, lang: str) -> str:
    """What a requirement is called."""
    found = pack.requirement(key)
    return plain(found.title.in_language(lang, pack.default_language)) if found else key


def short(pack: Pack, key: str, lang: str) -> str:
    """What a requirement is called where there is little room."""
    found = pack.requirement(key)
    text = (found.short or found.title) if found else None
    return plain(text.in_language(lang, pack.default_language)) if text else key


def plain(text: str) -> str:
    """Without soft hyphens: they are for narrow pages, not for files."""
    return text.replace("\u00ad", "")


def made(pack: Pack, lang: str) -> str:
    """When a report was made and by which rules: the pack's version and the curriculum that it stands for."""
    facts = {
        "day": format_date(now().date(), lang),
        "pack": pack.id,
        "version": pack.version,
        "curriculum": plain(pack.framework.title.in_language(lang, pack.default_language)),
    }
    return translations(lang).gettext(words.MADE) % facts
