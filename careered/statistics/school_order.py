"""In which order an administrator reads the schools, and what one grade of them is compared with.

By name, unless somebody asks otherwise for themselves: no file and no first page ranks schools.
"""

from collections.abc import Callable, Mapping, Sequence

from careered.i18n_marker import _
from careered.reports.table import Report
from careered.statistics.disclosure import PublishedCell, reached_share
from careered.statistics.report_tables import shares_by_code
from careered.statistics.snapshots import difference

Shares = Mapping[str, int | None]
BY_NAME = ""
ORDER_LABELS: Mapping[str, str] = {
    BY_NAME: _("By name"),
    "least": _("Least done first"),
    "most": _("Most done first"),
    "change": _("Smallest change first"),
}
"""Message ids. The last one only where there is something to compare with."""
_FIGURE: Mapping[str, Callable[[Report, Shares], int | None]] = {
    "least": lambda school, before: school["share"],
    "most": lambda school, before: None if school["share"] is None else -school["share"],
    "change": lambda school, before: difference(before.get(school["code"]), school["share"]),
}


def in_order(schools: Sequence[Report], order: str, shares_before: Shares) -> list[Report]:
    """The entries of an organisation's report in an order of ORDER_LABELS; by name in any other.

    What is not told comes after what is, the courses without a school last.
    """
    figure = _FIGURE.get(order)
    if figure is None:
        return list(schools)
    figures = [(school, figure(school, shares_before)) for school in schools]
    return [school for school, _n in sorted(figures, key=lambda one: (not one[0]["code"], one[1] is None, one[1] or 0))]


def requested_order(sort: str) -> str:
    """A key of ORDER_LABELS; BY_NAME for what is none."""
    return sort if sort in ORDER_LABELS else BY_NAME


def shares_to_compare(snapshot: Report | None, grade: int | None) -> Shares | None:
    """The share reached in each school on the day of a snapshot, or in one grade of it, by its code; None without."""
    if snapshot is None or grade is None:
        return shares_by_code(snapshot["organisation"] if snapshot else None)
    return {report["school"]["code"]: _share(report, grade) for report in snapshot["schools"]}


def _share(report: Report, grade: int) -> int | None:
    entries = [entry for part in report["grades"] if part["grade"] == grade for entry in part["requirements"]]
    return reached_share(PublishedCell(entry["pupils"], entry["exempt"], entry["reached"]) for entry in entries)
