"""The year's days in a step: shown when somebody has read them at the source, else the service's own page is named."""

from collections.abc import Sequence
from dataclasses import dataclass

from careered.clock import now
from careered.packs.dates import Days, YearDate, school_year
from careered.packs.models import Pack, StepContent
from careered.web.time_format import format_date


@dataclass(frozen=True)
class DateLine:
    """Something of this school year in the reader's language. days, service: "" where not known."""

    title: str
    days: str
    service: str


def lines_for(pack: Pack, step: StepContent, lang: str) -> Sequence[DateLine]:
    """The dates that a step shows, in its order."""
    year = school_year(now().date(), pack.school_year_ends)
    known = {one.id: one for one in pack.dates}
    return [_line(pack, known[key], year, lang) for key in step.dates if key in known]


def _line(pack: Pack, one: YearDate, year: str, lang: str) -> DateLine:
    days, service = one.days(year), pack.service(one.service or "")
    return DateLine(
        title=one.title.in_language(lang, pack.default_language),
        days=_span(days, lang) if days else "",
        service=service.name.in_language(lang, pack.default_language) if service else "",
    )


def _span(days: Days, lang: str) -> str:
    last = format_date(days.last, lang)
    return last if days.first == days.last else f"{format_date(days.first, lang)} – {last}"
