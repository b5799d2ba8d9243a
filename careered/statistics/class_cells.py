"""The figures of a school's single classes, suppressed so that neither they nor what they leave over is about a few.

The classes of a grade are parts of a cell that is published (`figures`). What is told of some of them tells the sum of
the others, too. So the classes are divided into units of five pupils and more, and a requirement is told unit by unit
only where all the units that are not told would be tellable together (docs/decisions/0031).
"""

from collections.abc import Sequence

from careered.statistics.class_counts import CountedClass
from careered.statistics.disclosure import METHODS, MIN_CELL_SIZE, PublishedCell, RawCell, publish

Unit = Sequence[CountedClass]
"""Classes that are told together: one, unless some are so small that their size is about somebody."""


def units_of(classes: Sequence[CountedClass]) -> list[Unit]:
    """The units of one grade's classes, in their order, the joint one last; none of fewer than five pupils in all."""
    large = [size for size in classes if size.pupils >= MIN_CELL_SIZE]
    joint = [size for size in classes if 0 < size.pupils < MIN_CELL_SIZE]
    while joint and large and sum(size.pupils for size in joint) < MIN_CELL_SIZE:
        joint.append(large.pop(0))
    is_told = sum(size.pupils for size in joint) >= MIN_CELL_SIZE
    return [*([size] for size in large), *([joint] if joint and is_told else [])]


def publish_units(cells: Sequence[RawCell]) -> list[PublishedCell]:
    """One requirement of all units of a grade. Suppressed: what is about a few, and what would give that away.

    All of it where the units that are told would leave a few over.
    """
    told = {number for number, cell in enumerate(cells) if publish(cell).is_complete}
    for number in sorted(told):
        if _is_tellable([cell for rest, cell in enumerate(cells) if rest not in told]):
            break
        told.discard(number)
    return [publish(cell) if number in told else PublishedCell() for number, cell in enumerate(cells)]


def _is_tellable(rest: Sequence[RawCell]) -> bool:
    return not rest or publish(joint_cell(rest)).is_complete


def joint_cell(cells: Sequence[RawCell]) -> RawCell:
    """The exact counts of several cells together."""
    by_method = {method: sum(cell.by_method.get(method, 0) for cell in cells) for method in METHODS}
    return RawCell(sum(cell.pupils for cell in cells), sum(cell.exempt for cell in cells), by_method)
