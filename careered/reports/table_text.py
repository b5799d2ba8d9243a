"""What the tables of all reports share: figures, days, titles, and when and by which rules they were made."""

from datetime import datetime

from careered.clock import now
from careered.packs.models import Pack
from careered.reports import labels
from careered.reports.table import Cell
from careered.web.i18n import translations
from careered.web.time_format import format_date, format_narrow_date


def number_cell(value: int | None) -> Cell:
    """A figure, or the sign for one that is not told."""
    return labels.SUPPRESSED if value is None else value


def format_day(timestamp: str | None, lang: str) -> str:
    """A moment of a report as a day in words; empty for none."""
    return format_date(datetime.fromisoformat(timestamp).date(), lang) if timestamp else ""


def format_narrow_day(timestamp: str | None, lang: str) -> str:
    """The same for a narrow column on paper."""
    return format_narrow_date(datetime.fromisoformat(timestamp).date(), lang) if timestamp else ""


def requirement_title(pack: Pack, key: str, lang: str) -> str:
    """What a requirement is called."""
    requirement = pack.requirement(key)
    return strip_soft_hyphens(requirement.title.in_language(lang, pack.default_language)) if requirement else key


def short_requirement_title(pack: Pack, key: str, lang: str) -> str:
    """What a requirement is called where there is little room."""
    requirement = pack.requirement(key)
    text = (requirement.short or requirement.title) if requirement else None
    return strip_soft_hyphens(text.in_language(lang, pack.default_language)) if text else key


def strip_soft_hyphens(text: str) -> str:
    """Without soft hyphens: they are for narrow pages, not for files."""
    return text.replace("\u00ad", "")


def provenance(pack: Pack, lang: str) -> str:
    """When a report was made and by which rules: the pack's version and the curriculum that it stands for."""
    values = {
        "day": format_date(now().date(), lang),
        "pack": pack.id,
        "version": pack.version,
        "curriculum": strip_soft_hyphens(pack.framework.title.in_language(lang, pack.default_language)),
    }
    return translations(lang).gettext(labels.PROVENANCE) % values
