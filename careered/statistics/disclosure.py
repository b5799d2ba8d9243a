"""Statistical disclosure control: suppresses small cells. Every published number about pupils is computed here.

A cell is one requirement in one grade of one school. Its pupils are exempt, have reached the requirement (by one of
three methods), or neither. A count between 1 and 4 is suppressed, and so is one that would reveal it by subtraction.
Every total is a sum of published cells, so all totals together reveal no more than the cells (docs/decisions/0013).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from careered.roster.few_pupils import MIN_PUPILS_SHOWN

MIN_CELL_SIZE = MIN_PUPILS_SHOWN
METHODS = ("lesson", "teacher", "offline")


@dataclass(frozen=True)
class RawCell:
    """Exact counts of one cell; never published as they are. by_method: pupils who have reached it, per method."""

    pupils: int
    exempt: int
    by_method: Mapping[str, int]


@dataclass(frozen=True)
class PublishedCell:
    """A cell, or a sum of cells, after suppression. None: suppressed."""

    pupils: int | None = None
    exempt: int | None = None
    reached: int | None = None
    by_method: Mapping[str, int] | None = None

    @property
    def is_complete(self) -> bool:
        """Whether all counts but those by method are published."""
        return self.pupils is not None and self.exempt is not None and self.reached is not None


def suppress(number: int, total: int) -> int | None:
    """`number`, or None if it or its complement (`total - number`) is between 1 and 4, or `total` is below 5."""
    if total < MIN_CELL_SIZE or 0 < number < MIN_CELL_SIZE or 0 < total - number < MIN_CELL_SIZE:
        return None
    return number


def sizes_to_publish(sizes: Iterable[int]) -> set[int]:
    """Those of several groups' sizes, the largest first, of which no two differ by 1 to 4: one may contain another."""
    chosen: set[int] = set()
    for size in sorted(set(sizes), reverse=True):
        if all(larger - size >= MIN_CELL_SIZE for larger in chosen):
            chosen.add(size)
    return chosen


def publish(cell: RawCell) -> PublishedCell:
    """A cell after suppression. Where the exempt are suppressed, so are those who have reached it."""
    if cell.pupils < MIN_CELL_SIZE:
        return PublishedCell()
    exempt = suppress(cell.exempt, cell.pupils)
    if exempt is None:
        return PublishedCell(cell.pupils)
    reached_count = sum(cell.by_method.values())
    in_scope = cell.pupils - exempt
    reached = 0 if not in_scope else suppress(reached_count, in_scope)
    return PublishedCell(
        cell.pupils, exempt, reached, _publish_methods(cell.by_method) if reached is not None else None
    )


def _publish_methods(by_method: Mapping[str, int]) -> Mapping[str, int] | None:
    """The counts of all methods, or None: a single suppressed one could be computed from the total."""
    return dict(by_method) if all(count == 0 or count >= MIN_CELL_SIZE for count in by_method.values()) else None


def sum_published(cells: Sequence[PublishedCell]) -> PublishedCell:
    """Sum over grades or schools, of complete cells only, so that all figures are about the same pupils.

    A single cell is returned unchanged. Without any complete cell only `pupils` is published.
    """
    if len(cells) == 1:
        return cells[0]
    complete = [cell for cell in cells if cell.is_complete]
    if not complete:
        return PublishedCell(sum_pupils(cells))
    method_counts = [cell.by_method for cell in complete]
    by_method = (
        {method: sum(cell[method] for cell in method_counts if cell) for method in METHODS}
        if all(method_counts)
        else None
    )
    reached, exempt = sum(cell.reached or 0 for cell in complete), sum(cell.exempt or 0 for cell in complete)
    return PublishedCell(sum_pupils(complete), exempt, reached, by_method)


def sum_pupils(cells: Iterable[PublishedCell]) -> int | None:
    """Number of pupils in the cells that publish it; None if none does."""
    counts = [cell.pupils for cell in cells if cell.pupils is not None]
    return sum(counts) if counts else None


def reached_share(cells: Iterable[PublishedCell]) -> int | None:
    """Reached requirements in per cent (0-100) of those in scope, over complete cells. Exempt pupils are out of scope.

    None if no cell is complete or nothing is in scope.
    """
    complete = [cell for cell in cells if cell.is_complete]
    in_scope = sum((cell.pupils or 0) - (cell.exempt or 0) for cell in complete)
    return round(100 * sum(cell.reached or 0 for cell in complete) / in_scope) if in_scope else None
