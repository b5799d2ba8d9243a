"""A school leader's figures of single classes: whatever is subtracted from whatever, nobody learns of one to four."""

import random
from collections.abc import Sequence
from itertools import chain

import pytest

from careered.statistics.class_cells import joint_cell, publish_units, units_of
from careered.statistics.class_counts import CountedClass
from careered.statistics.disclosure import MIN_CELL_SIZE, RawCell, publish


def classes(*pupils: int) -> list[CountedClass]:
    return [CountedClass(str(number), "s", "pack", 9, "", count) for number, count in enumerate(pupils)]


def is_about_few(number: int, total: int) -> bool:
    return 0 < number < MIN_CELL_SIZE or 0 < total - number < MIN_CELL_SIZE


def tells_of_few(cell: RawCell) -> bool:
    """Whether a count in a cell, or what it leaves over, is one to four."""
    in_scope, reached = cell.pupils - cell.exempt, sum(cell.by_method.values())
    return is_about_few(cell.exempt, cell.pupils) or bool(in_scope and is_about_few(reached, in_scope))


def random_cells(rng: random.Random) -> list[RawCell]:
    """One requirement in up to six units, often with few on one side."""
    cells = []
    for _unit in range(rng.randint(1, 6)):
        pupils = rng.randint(MIN_CELL_SIZE, 26)
        exempt = rng.choice([0, 0, 0, 1, 6]) if pupils > 12 else 0
        reached = rng.choice([0, 1, 3, 5, 8, pupils - exempt, pupils - exempt - 2])
        cells.append(
            RawCell(pupils, exempt, {"lesson": max(0, min(reached, pupils - exempt)), "teacher": 0, "offline": 0})
        )
    return cells


def attack(cells: Sequence[RawCell], told: Sequence[bool]) -> bool:
    """Whether the grade's sum without what is told is about a few."""
    rest = [cell for cell, is_told in zip(cells, told, strict=True) if not is_told]
    return any(tells_of_few(cell) for cell, is_told in zip(cells, told, strict=True) if is_told) or bool(
        rest and any(told) and tells_of_few(joint_cell(rest))
    )


@pytest.mark.parametrize("seed", range(20))
def test_nothing_about_a_few_is_told_nor_left_over(seed: int) -> None:
    rng = random.Random(seed)
    for _grade in range(100):
        cells = random_cells(rng)
        told = [cell.is_complete for cell in publish_units(cells)]
        assert not attack(cells, told), (cells, told)


def test_the_attack_finds_what_classes_one_by_one_would_tell() -> None:
    rng = random.Random(1)
    grades = [random_cells(rng) for _grade in range(200)]
    found = [attack(cells, [publish(cell).is_complete for cell in cells]) for cells in grades]
    assert sum(found) > 20


def test_classes_that_are_large_enough_are_told_each() -> None:
    cells = [RawCell(20, 0, {"lesson": reached, "teacher": 0, "offline": 0}) for reached in (0, 8, 15)]
    assert [cell.reached for cell in publish_units(cells)] == [0, 8, 15]


@pytest.mark.parametrize(
    ("pupils", "units"),
    [
        ((24, 23), [[24], [23]]),
        ((24, 3, 23), [[23], [3, 24]]),
        ((2, 3), [[2, 3]]),
        ((4, 4, 20), [[20], [4, 4]]),
        ((3,), []),
        ((1, 2), []),
        ((0, 8), [[8]]),
    ],
)
def test_a_small_class_is_told_together_with_another_one(pupils: tuple[int, ...], units: list[list[int]]) -> None:
    found = units_of(classes(*pupils))
    assert [[size.pupils for size in unit] for unit in found] == units
    named = list(chain.from_iterable(found))
    assert len({size.class_id for size in named}) == len(named)
