"""What has changed since a saved day: of what is told of both days, never a difference of two sums.

Which cells are told differs from day to day, for small numbers are hidden: a sum may be smaller only because more of it
is hidden. Cells that are told of both days are about the same grades and requirements.
"""

from collections.abc import Iterable, Mapping

from careered.reports.table import Report
from careered.statistics.disclosure import PublishedCell, reached_share
from careered.statistics.figures import SchoolFigures

CellKey = tuple[str, int | None, str]
"""Pack id, grade and requirement id."""
Told = Mapping[CellKey, PublishedCell]
"""The complete cells of one school."""


def told_of_figures(school: SchoolFigures) -> Told:
    """What is told of a school now."""
    return {
        (group.pack.id, group.grade, key): cell
        for group in school.groups
        for key, cell in group.cells.items()
        if cell.is_complete
    }


def told_of_report(report: Report) -> Told:
    """What is told of a school in its report, as a snapshot has it."""
    cells = {
        (report["pack"]["id"], part["grade"], entry["key"]): PublishedCell(
            entry["pupils"], entry["exempt"], entry["reached"]
        )
        for part in report["grades"]
        for entry in part["requirements"]
    }
    return {key: cell for key, cell in cells.items() if cell.is_complete}


def told_by_school(snapshot: Report) -> dict[str, Told]:
    """What a snapshot tells of each school, by its code."""
    return {report["school"]["code"]: told_of_report(report) for report in snapshot["schools"]}


def share_change(before: Told, now: Told) -> int | None:
    """The change of the share reached, in percentage points; None where nothing is told of both days."""
    both = before.keys() & now.keys()
    then, share = (reached_share(told[key] for key in both) for told in (before, now))
    return None if then is None or share is None else share - then


def changes_by_school(before: Mapping[str, Told], now: Mapping[str, Told]) -> dict[str, int | None]:
    """The change of the share in each school of now, by its code."""
    return {code: share_change(before.get(code, {}), told) for code, told in now.items()}


def reached_change(before: Told, now: Told, keys: Iterable[CellKey]) -> int | None:
    """By how many more pupils some cells are reached; None where none of these is told of both days."""
    both = [key for key in keys if key in before and key in now]
    return sum((now[key].reached or 0) - (before[key].reached or 0) for key in both) if both else None
