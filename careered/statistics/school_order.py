"""In which order an administrator reads the schools.

By name, unless somebody asks otherwise for themselves: no file and no first page ranks schools.
"""

from collections.abc import Callable, Mapping, Sequence

from careered.i18n_marker import _
from careered.reports.table import Report

Changes = Mapping[str, int | None]
BY_NAME = ""
ORDER_LABELS: Mapping[str, str] = {
    BY_NAME: _("By name"),
    "least": _("Least done first"),
    "most": _("Most done first"),
    "change": _("Smallest change first"),
}
"""Message ids. The last one only where there is something to compare with."""
_FIGURE: Mapping[str, Callable[[Report, Changes], int | None]] = {
    "least": lambda school, changes: school["share"],
    "most": lambda school, changes: None if school["share"] is None else -school["share"],
    "change": lambda school, changes: changes.get(school["code"]),
}


def in_order(schools: Sequence[Report], order: str, changes: Changes) -> list[Report]:
    """The entries of an organisation's report in an order of ORDER_LABELS; by name in any other.

    What is not told comes after what is, the courses without a school last.
    """
    figure = _FIGURE.get(order)
    if figure is None:
        return list(schools)
    figures = [(school, figure(school, changes)) for school in schools]
    return [school for school, _n in sorted(figures, key=lambda one: (not one[0]["code"], one[1] is None, one[1] or 0))]


def requested_order(sort: str) -> str:
    """A key of ORDER_LABELS; BY_NAME for what is none."""
    return sort if sort in ORDER_LABELS else BY_NAME
