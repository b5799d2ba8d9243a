"""The columns of a class's report, once: the page to print, CSV, XLSX and PDF are all made of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from careered.clock import today
from careered.packs.models import Pack
from careered.progress.completion import RequirementState, count_reached
from careered.progress.labels import STATE_LABELS
from careered.reports import labels
from careered.reports.grade_suggestion import suggest_grade
from careered.reports.table import Cell, Report
from careered.reports.table_text import (
    breakable_requirement_title,
    day_cell,
    item_codes,
    staff_name,
    strip_soft_hyphens,
)
from careered.web.i18n import translations


@dataclass(frozen=True)
class ReportColumn:
    """heading: in a spreadsheet. cell: what a pupil of the report has in it.

    printed: the heading on paper; None where the cells stand below those of the column before, to save room.
    """

    heading: str
    cell: Callable[[Report], Cell]
    printed: str | None


def class_columns(report: Report, pack: Pack, lang: str) -> list[ReportColumn]:
    """Name, number done, state and date of each requirement, days away from the screen, proposed grade."""
    requirements = report["pupils"][0]["requirements"] if report["pupils"] else []
    of_requirements = [
        column
        for number, requirement in enumerate(requirements)
        for column in _of_requirement(requirement["key"], number, pack, lang)
    ]
    away = [_of_activity(activity) for activity in report.get("offline", ())]
    return [*name_and_done(report, lang), *of_requirements, *away, *proposal(pack, lang)]


def name_and_done(report: Report, lang: str) -> list[ReportColumn]:
    """The pupil's name, how many of the requirements are done, and of how many."""
    gettext = translations(lang).gettext
    return [
        _plain(gettext(labels.PUPIL), partial(staff_name, report)),
        # Two numbers: a spreadsheet reads “4 / 9” as a day of September.
        _plain(gettext(labels.DONE), lambda pupil: count_reached(_states(pupil))[0]),
        _plain(gettext(labels.IN_ALL), lambda pupil: count_reached(_states(pupil))[1]),
    ]


def proposal(pack: Pack, lang: str) -> list[ReportColumn]:
    """The proposed grade; no column where the country has none."""

    def suggested(pupil: Report) -> Cell:
        return suggest_grade(pack, _states(pupil), lang, today(pack.timezone))

    heading = translations(lang).gettext(labels.SUGGESTION)
    return [_plain(heading, suggested)] if pack.marks.proposes else []


def _plain(heading: str, cell: Callable[[Report], Cell]) -> ReportColumn:
    return ReportColumn(heading, cell, heading)


def _states(pupil: Report) -> list[RequirementState]:
    return [RequirementState(requirement["state"]) for requirement in pupil["requirements"]]


def _of_requirement(key: str, number: int, pack: Pack, lang: str) -> Sequence[ReportColumn]:
    """The state, and below it since when."""
    on_paper = breakable_requirement_title(pack, key, lang)
    title = strip_soft_hyphens(on_paper)
    since = translations(lang).gettext(labels.SINCE) % {"requirement": title}

    def day(pupil: Report) -> Cell:
        return day_cell(pupil["requirements"][number]["when"], pack.timezone)

    state = partial(_state, number=number, lang=lang)
    return ReportColumn(title, state, f"{on_paper}\n{item_codes(pack, key, lang)}"), ReportColumn(since, day, None)


def _state(pupil: Report, *, number: int, lang: str) -> Cell:
    """The state, and whether it was reached away from the screen."""
    requirement, gettext = pupil["requirements"][number], translations(lang).gettext
    message_id = STATE_LABELS[requirement["state"]]
    away = f" ({gettext(labels.OFFLINE)})" if requirement["how"] == "offline" else ""
    return f"{gettext(message_id)}{away}"


def _of_activity(activity: Report) -> ReportColumn:
    """The day, as a date where it is one; else the days in words."""
    days: Mapping[str, Cell] = {**activity["days"], **activity["day"]}
    title = activity["title"]
    return ReportColumn(strip_soft_hyphens(title), lambda pupil: days.get(pupil["id"], ""), title)
