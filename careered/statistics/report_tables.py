"""Tables of school and organisation reports, with the difference to an earlier snapshot if there is one."""

from collections.abc import Callable, Mapping, Sequence

from careered.packs.models import Pack
from careered.progress.labels import METHOD_LABELS
from careered.reports import labels
from careered.reports.table import Cell, Difference, Report, ReportTable
from careered.reports.table_text import number_cell, provenance, short_requirement_title
from careered.statistics.change import reached_change, told_of_report
from careered.web.i18n import translations

_Part = tuple[Callable[[str], Cell], Sequence[Report], Sequence[int | None]]
"""What it is called in the row of a requirement, its requirements, and which grades it is about."""
_Change = Callable[[str, Sequence[int | None]], int | None]
"""By how many more pupils a requirement is reached in some grades."""


def school_table(report: Report, packs: Sequence[Pack], lang: str, previous: Report | None = None) -> ReportTable:
    """One row per requirement, for all grades and for each: pupils, exempt, reached, by method, difference.

    packs: the report's, then earlier versions that know what it has dropped.
    """
    gettext = translations(lang).gettext
    titles = (labels.REQUIREMENT, labels.GRADE, labels.IN_SCOPE, labels.EXEMPT, labels.REACHED)
    headings = [*(gettext(title) for title in titles), *(gettext(METHOD_LABELS[method]) for method in METHOD_LABELS)]
    headings += [gettext(labels.DIFFERENCE)] if previous else []
    change = _change_of_cells(report, previous) if previous else None
    rows = [row for part in _grade_parts(report, lang) for row in _part_rows(part, packs, lang, change)]
    return ReportTable(
        lang, report["school"]["name"], [provenance(packs[0], lang), gettext(labels.SUPPRESSION_NOTE)], headings, rows
    )


def _change_of_cells(report: Report, previous: Report) -> _Change:
    before, now, pack_id = told_of_report(previous), told_of_report(report), report["pack"]["id"]
    return lambda key, grades: reached_change(before, now, ((pack_id, grade, key) for grade in grades))


def _grade_parts(report: Report, lang: str) -> list[_Part]:
    """All grades together, then each grade."""
    gettext, grade_reports = translations(lang).gettext, report["grades"]
    parts: list[_Part] = (
        [(_named(entry["grade"] or "–"), entry["requirements"], [entry["grade"]]) for entry in grade_reports]
        if len(grade_reports) > 1
        else []
    )
    all_grades = [entry["grade"] for entry in grade_reports]
    return [(lambda key: _summed_grades(report, key, gettext), report["requirements"], all_grades), *parts]


def _named(label: Cell) -> Callable[[str], Cell]:
    return lambda _key: label


def _summed_grades(report: Report, key: str, gettext: Callable[[str], str]) -> Cell:
    """ "All", or which grades a sum is about, where another asks for the requirement, too, and is not told."""
    of_grades = [
        (str(grade["grade"] or "–"), entry)
        for grade in report["grades"]
        for entry in grade["requirements"]
        if entry["key"] == key
    ]
    told = [name for name, entry in of_grades if None not in (entry["pupils"], entry["exempt"], entry["reached"])]
    is_part = 0 < len(told) < len(of_grades)
    return gettext(labels.ONLY_GRADES) % {"grades": ", ".join(told)} if is_part else gettext(labels.ALL_GRADES)


def _part_rows(part: _Part, packs: Sequence[Pack], lang: str, change: _Change | None) -> list[list[Cell]]:
    label, requirements, grades = part
    rows = []
    for requirement in requirements:
        figures = [number_cell(requirement[figure]) for figure in ("pupils", "exempt", "reached")]
        methods = [number_cell(requirement["by"][method] if requirement["by"] else None) for method in METHOD_LABELS]
        key = requirement["key"]
        row: list[Cell] = [_title(packs, key, lang), label(key), *figures, *methods]
        if change is not None:
            row.append(signed_number(change(key, grades)))
        rows.append(row)
    return rows


def _title(packs: Sequence[Pack], key: str, lang: str) -> str:
    return short_requirement_title(packs[0], key, lang, packs[1:])


def organisation_table(report: Report, lang: str, changes: Mapping[str, int | None] | None = None) -> ReportTable:
    """One row per school, in the report's order (by name): schools are not ranked. changes: of the share, by code."""
    gettext, is_compared = translations(lang).gettext, changes is not None
    titles = (
        labels.SCHOOL,
        labels.COURSES,
        labels.PUPILS,
        labels.SHARE,
        *((labels.DIFFERENCE,) if is_compared else ()),
    )
    return ReportTable(
        lang,
        gettext(labels.FIGURES),
        [gettext(labels.SUPPRESSION_NOTE)],
        [gettext(title) for title in titles],
        [school_row(school, lang, changes) for school in report["schools"]],
        is_landscape=False,
        subtitle=report["organisation"]["name"],
    )


def school_row(school: Report, lang: str, changes: Mapping[str, int | None] | None) -> list[Cell]:
    """A school's row in the table of an organisation. changes: None where there is no day to compare with."""
    row: list[Cell] = [
        school["name"] or translations(lang).gettext(labels.NO_SCHOOL),
        school["courses"],
        number_cell(school["pupils"]),
        number_cell(school["share"]),
    ]
    if changes is not None:
        row.append(signed_number(changes.get(school["code"])))
    return row


def signed_number(value: int | None) -> Cell:
    """A difference with its sign; the suppression sign for None."""
    return labels.SUPPRESSED if value is None else Difference(value)
