"""Which figures about pupils may be told. Plain Python: every published number is made here, from told cells only.

A cell is one requirement in one grade of one school. In it pupils are exempt, have reached the requirement (in one of
three ways), or neither. A part of one to four pupils is not told, nor a part that would tell it by subtraction. Every
sum is a sum of told cells: whoever has all sums knows no more than whoever has the cells (docs/decisions/0013).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEWEST = 5
WAYS = ("lesson", "teacher", "offline")


@dataclass(frozen=True)
class Counted:
    """A cell as it is: never shown, only told. by: how many have reached it in each way."""

    pupils: int
    exempt: int
    by: Mapping[str, int]


@dataclass(frozen=True)
class Told:
    """A cell, or a sum of cells, as it may be shown: None for what is not told."""

    pupils: int | None = None
    exempt: int | None = None
    reached: int | None = None
    by: Mapping[str, int] | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing of it is held back but, perhaps, the ways."""
        return self.pupils is not None and self.exempt is not None and self.reached is not None


def told(number: int, of: int) -> int | None:
    """A figure that may be told: not one of fewer than five pupils, nor one that leaves fewer than five over."""
    if of < FEWEST or 0 < number < FEWEST or 0 < of - number < FEWEST:
        return None
    return number


def tell(cell: Counted) -> Told:
    """One cell as it may be shown. Where the exempt are not told, neither are those who have reached it."""
    if cell.pupils < FEWEST:
        return Told()
    exempt = told(cell.exempt, cell.pupils)
    if exempt is None:
        return Told(cell.pupils)
    number = sum(cell.by.values())
    left = cell.pupils - exempt
    reached = 0 if not left else told(number, left)
    return Told(cell.pupils, exempt, reached, _ways(cell.by) if reached is not None else None)


def _ways(by: Mapping[str, int]) -> Mapping[str, int] | None:
    """All the ways, or none of them: one that is left out could be taken from the sum."""
    return dict(by) if all(number == 0 or number >= FEWEST for number in by.values()) else None


def add(cells: Sequence[Told]) -> Told:
    """Cells of several grades or schools together: only of those of which everything is told.

    A single cell stays as it is. Pupils are then those of the told cells: every figure in it is about the same pupils.
    """
    if len(cells) == 1:
        return cells[0]
    found = [one for one in cells if one.whole]
    if not found:
        return Told(pupils(cells))
    ways = [one.by for one in found]
    by = {way: sum(one[way] for one in ways if one) for way in WAYS} if all(ways) else None
    reached, exempt = sum(one.reached or 0 for one in found), sum(one.exempt or 0 for one in found)
    return Told(pupils(found), exempt, reached, by)


def pupils(cells: Iterable[Told]) -> int | None:
    """How many pupils are in the cells that are told; None where none is."""
    numbers = [one.pupils for one in cells if one.pupils is not None]
    return sum(numbers) if numbers else None


def share(cells: Iterable[Told]) -> int | None:
    """Which part of what is asked for is reached, in per cent, by the cells of which everything is told.

    Exempt pupils are asked for nothing. None where nothing is told.
    """
    found = [one for one in cells if one.whole]
    asked = sum((one.pupils or 0) - (one.exempt or 0) for one in found)
    return round(100 * sum(one.reached or 0 for one in found) / asked) if asked else None
