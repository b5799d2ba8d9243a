"""Cell texts that all report tables share: figures, dates, titles, provenance."""

from collections.abc import Sequence
from datetime import datetime

from careered.clock import day_of, today
from careered.packs.models import Pack
from careered.reports import labels
from careered.reports.table import Cell, Report
from careered.web.i18n import translations
from careered.web.time_format import format_date, format_short_date


def staff_name(report: Report, pupil: Report) -> str:
    """The name of a pupil of the class report as staff read it: two of one name are told apart."""
    return str(report["staff_names"][pupil["id"]])


def number_cell(value: int | None) -> Cell:
    """A figure, or the suppression sign for None."""
    return labels.SUPPRESSED if value is None else value


def day_cell(timestamp: str | None, timezone: str) -> Cell:
    """The day of an ISO 8601 timestamp in `timezone`, as a date; "" for None."""
    return day_of(datetime.fromisoformat(timestamp), timezone) if timestamp else ""


def format_short_day(timestamp: str | None, lang: str, timezone: str) -> str:
    """The day of an ISO 8601 timestamp in `timezone`, in the language's short form; "" for None."""
    return format_short_date(day_of(datetime.fromisoformat(timestamp), timezone), lang) if timestamp else ""


def requirement_title(pack: Pack, key: str, lang: str) -> str:
    """Title of a requirement; its id if the pack does not have it."""
    requirement = pack.requirement(key)
    return strip_soft_hyphens(requirement.title.in_language(lang, pack.default_language)) if requirement else key


def short_requirement_title(pack: Pack, key: str, lang: str, earlier: Sequence[Pack] = ()) -> str:
    """Short title of a requirement, where the pack has dropped it from an earlier version; its id if none knows it."""
    return strip_soft_hyphens(breakable_requirement_title(pack, key, lang, earlier))


def breakable_requirement_title(pack: Pack, key: str, lang: str, earlier: Sequence[Pack] = ()) -> str:
    """As short_requirement_title, with the soft hyphens at which a narrow column may break it."""
    requirement = next((found for one in (pack, *earlier) if (found := one.requirement(key))), None)
    text = (requirement.short or requirement.title) if requirement else None
    return text.in_language(lang, pack.default_language) if text else key


def strip_soft_hyphens(text: str) -> str:
    """`text` without soft hyphens, which are for narrow pages, not for files."""
    return text.replace("\u00ad", "")


def item_codes(pack: Pack, key: str, lang: str) -> str:
    """The display codes of a requirement's curriculum items; a paragraph stays with its number."""
    requirement = pack.requirement(key)
    items = [pack.item(code) for code in requirement.items] if requirement else []
    codes = [
        item.display.in_language(lang, pack.default_language) if item.display else item.code for item in items if item
    ]
    return "\u00a0· ".join(codes).replace("§ ", "§\u00a0")


def provenance(pack: Pack, lang: str) -> str:
    """Sentence with the date of the report, the pack's version and its curriculum."""
    values = {
        "day": format_date(today(pack.timezone), lang),
        "pack": pack.id,
        "version": pack.version,
        "curriculum": strip_soft_hyphens(pack.framework.title.in_language(lang, pack.default_language)),
    }
    return translations(lang).gettext(labels.PROVENANCE) % values
