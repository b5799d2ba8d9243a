"""The year's days in a step: shown when somebody has read them at the source, else the service's own page is named."""

from collections.abc import Sequence
from dataclasses import dataclass

from careered.clock import now
from careered.packs.dates import AnnualDate, DateRange, school_year
from careered.packs.models import Pack, StepContent
from careered.web.time_format import format_date


@dataclass(frozen=True)
class DateEntry:
    """Something of this school year in the reader's language. days, service: "" where not known."""

    title: str
    days: str
    service: str


def date_entries(pack: Pack, step: StepContent, lang: str) -> Sequence[DateEntry]:
    """The dates that a step shows, in its order."""
    year = school_year(now().date(), pack.school_year_ends)
    dates_by_id = {date.id: date for date in pack.dates}
    return [_date_entry(pack, dates_by_id[date_id], year, lang) for date_id in step.dates if date_id in dates_by_id]


def _date_entry(pack: Pack, date: AnnualDate, school_year: str, lang: str) -> DateEntry:
    days, service = date.days(school_year), pack.service(date.service or "")
    return DateEntry(
        title=date.title.in_language(lang, pack.default_language),
        days=_format_days(days, lang) if days else "",
        service=service.name.in_language(lang, pack.default_language) if service else "",
    )


def _format_days(days: DateRange, lang: str) -> str:
    last_day = format_date(days.last, lang)
    return last_day if days.first == days.last else f"{format_date(days.first, lang)} – {last_day}"
