"""Tables of school and organisation reports, with the difference to an earlier snapshot if there is one."""

from collections.abc import Mapping, Sequence

from careered.packs.models import Pack
from careered.progress.labels import METHOD_LABELS
from careered.reports import labels
from careered.reports.table import Cell, Difference, Report, ReportTable
from careered.reports.table_text import number_cell, provenance, short_requirement_title
from careered.statistics.snapshots import difference, reached_by_key
from careered.web.i18n import translations


def school_table(report: Report, packs: Sequence[Pack], lang: str, previous: Report | None = None) -> ReportTable:
    """One row per requirement, for all grades and for each: pupils, exempt, reached, by method, difference.

    packs: the report's, then earlier versions that know what it has dropped.
    """
    gettext = translations(lang).gettext
    titles = (labels.REQUIREMENT, labels.GRADE, labels.IN_SCOPE, labels.EXEMPT, labels.REACHED)
    headings = [*(gettext(title) for title in titles), *(gettext(METHOD_LABELS[method]) for method in METHOD_LABELS)]
    headings += [gettext(labels.DIFFERENCE)] if previous else []
    reached_before = reached_by_key(previous)
    rows = [
        row
        for part in _grade_parts(report, lang)
        for row in _part_rows(part, packs, lang, reached_before if previous else None)
    ]
    return ReportTable(
        lang, report["school"]["name"], [provenance(packs[0], lang), gettext(labels.SUPPRESSION_NOTE)], headings, rows
    )


def _grade_parts(report: Report, lang: str) -> list[tuple[Cell, Sequence[Report], bool]]:
    """(label, requirement entries, whether it is the whole school) of all grades together and of each grade."""
    gettext, grade_reports = translations(lang).gettext, report["grades"]
    parts: list[tuple[Cell, Sequence[Report], bool]] = (
        [(grade_report["grade"] or "–", grade_report["requirements"], False) for grade_report in grade_reports]
        if len(grade_reports) > 1
        else []
    )
    return [(gettext(labels.ALL_GRADES), report["requirements"], True), *parts]


def _part_rows(
    part: tuple[Cell, Sequence[Report], bool],
    packs: Sequence[Pack],
    lang: str,
    reached_before: Mapping[str, int | None] | None,
) -> list[list[Cell]]:
    grade, requirements, is_whole_school = part
    rows = []
    for requirement in requirements:
        figures = [number_cell(requirement[figure]) for figure in ("pupils", "exempt", "reached")]
        methods = [number_cell(requirement["by"][method] if requirement["by"] else None) for method in METHOD_LABELS]
        row: list[Cell] = [_title(packs, requirement["key"], lang), grade, *figures, *methods]
        if reached_before is not None:
            row.append(
                signed_number(
                    difference(reached_before.get(requirement["key"]), requirement["reached"])
                    if is_whole_school
                    else None
                )
            )
        rows.append(row)
    return rows


def _title(packs: Sequence[Pack], key: str, lang: str) -> str:
    return short_requirement_title(packs[0], key, lang, packs[1:])


def organisation_table(report: Report, lang: str, shares_before: Mapping[str, int | None] | None = None) -> ReportTable:
    """One row per school, in the report's order (by name): schools are not ranked. shares_before: to compare with."""
    gettext, is_compared = translations(lang).gettext, shares_before is not None
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
        [school_row(school, lang, shares_before) for school in report["schools"]],
        is_landscape=False,
        subtitle=report["organisation"]["name"],
    )


def shares_by_code(report: Report | None) -> Mapping[str, int | None] | None:
    """The share reached in each school by its code; None without a report."""
    return {school["code"]: school["share"] for school in report["schools"]} if report else None


def school_row(school: Report, lang: str, shares_before: Mapping[str, int | None] | None) -> list[Cell]:
    """A school's row in the table of an organisation. shares_before: None where there is nothing to compare with."""
    row: list[Cell] = [
        school["name"] or translations(lang).gettext(labels.NO_SCHOOL),
        school["courses"],
        number_cell(school["pupils"]),
        number_cell(school["share"]),
    ]
    if shares_before is not None:
        row.append(signed_number(difference(shares_before.get(school["code"]), school["share"])))
    return row


def signed_number(value: int | None) -> Cell:
    """A difference with its sign; the suppression sign for None."""
    return labels.SUPPRESSED if value is None else Difference(value)
