"""Which figures about pupils may be told. Plain Python: every published number is made here, from told cells only.

A cell is one requirement in one grade of one school. In it pupils are exempt, have reached the requirement (in one of
three ways), or neither. A part of one to four pupils is not told, nor a part that would tell it by subtraction. Every
sum is a sum of told cells: whoever has all sums knows no more than whoever has the cells (docs/decisions/0013).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MIN_CELL_SIZE = 5
METHODS = ("lesson", "teacher", "offline")


@dataclass(frozen=True)
class RawCell:
    """A cell as it is: never shown, only told. by: how many have reached it in each way."""

    pupils: int
    exempt: int
    by_method: Mapping[str, int]


@dataclass(frozen=True)
class PublishedCell:
    """A cell, or a sum of cells, as it may be shown: None for what is not told."""

    pupils: int | None = None
    exempt: int | None = None
    reached: int | None = None
    by_method: Mapping[str, int] | None = None

    @property
    def is_complete(self) -> bool:
        """Whether nothing of it is held back but, perhaps, the ways."""
        return self.pupils is not None and self.exempt is not None and self.reached is not None


def suppress(number: int, total: int) -> int | None:
    """A figure that may be told: not one of fewer than five pupils, nor one that leaves fewer than five over."""
    if total < MIN_CELL_SIZE or 0 < number < MIN_CELL_SIZE or 0 < total - number < MIN_CELL_SIZE:
        return None
    return number


def publish(cell: RawCell) -> PublishedCell:
    """One cell as it may be shown. Where the exempt are not told, neither are those who have reached it."""
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
    """All the ways, or none of them: one that is left out could be taken from the sum."""
    return dict(by_method) if all(count == 0 or count >= MIN_CELL_SIZE for count in by_method.values()) else None


def sum_published(cells: Sequence[PublishedCell]) -> PublishedCell:
    """Cells of several grades or schools together: only of those of which everything is told.

    A single cell stays as it is. Pupils are then those of the told cells: every figure in it is about the same pupils.
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
    """How many pupils are in the cells that are told; None where none is."""
    counts = [cell.pupils for cell in cells if cell.pupils is not None]
    return sum(counts) if counts else None


def reached_share(cells: Iterable[PublishedCell]) -> int | None:
    """Which part of what is asked for is reached, in per cent, by the cells of which everything is told.

    Exempt pupils are asked for nothing. None where nothing is told.
    """
    complete = [cell for cell in cells if cell.is_complete]
    in_scope = sum((cell.pupils or 0) - (cell.exempt or 0) for cell in complete)
    return round(100 * sum(cell.reached or 0 for cell in complete) / in_scope) if in_scope else None
