"""The class's picture of a live lesson: a house for each part, a window for each pupil.

Which windows are lit is drawn by lot from the live lesson's id: it stays so when the page is loaded again, it grows
with the count, and it says nothing about who has done what. From 90 % on every window is lit and there is a flag, so
that nobody looks for the last one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

WIDTH, HEIGHT, GROUND = 220, 420, 410
"""Of a house's drawing, in its own units."""
WALL_LEFT, WALL_WIDTH = 22, 176
WALL_TOPS = (110, 94, 130, 70, 100)
ROOFS = (
    "M14 {y}h192v-14H14z",
    "M12 {y}L110 {peak}L208 {y}z",
    "M22 {y}v-18h48v-26h80v26h48v18z",
    "M12 {y}L168 {peak}V{y}z",
    "M18 {y}q92 -60 184 0z",
)
ROOF_HEIGHTS = (14, 46, 44, 30, 30)
"""From where the wall begins to where a flag stands."""
MARGIN, TOP, DOOR = 18, 16, 52
LARGEST = (46, 60)
"""Of the place of one window: width and height, so that a small class has no giant windows."""


@dataclass(frozen=True)
class Window:
    """One window of a house."""

    x: float
    y: float
    width: float
    height: float
    is_lit: bool


@dataclass(frozen=True)
class Building:
    """A part of the lesson. is_full: nearly every pupil has done it. style: which of the five houses it is."""

    title: str
    done: int
    pupils: int
    style: int
    windows: Sequence[Window]

    @property
    def is_full(self) -> bool:
        """Whether the flag is up."""
        return is_full(self.done, self.pupils)

    @property
    def wall_top(self) -> int:
        """Where the wall begins."""
        return WALL_TOPS[self.style]

    @property
    def flag_foot(self) -> int:
        """Where the flag's pole stands."""
        return self.wall_top - ROOF_HEIGHTS[self.style]

    @property
    def roof(self) -> str:
        """The roof as an SVG path."""
        return ROOFS[self.style].format(y=self.wall_top, peak=self.wall_top - 46)


def is_full(done: int, pupils: int) -> bool:
    """Whether at least 90 % of the pupils have done a part; of fewer than ten, all but one, of fewer than five, all."""
    missing = max(1, pupils // 10) if pupils >= 5 else 0
    return done > 0 and done >= pupils - missing


def draw_city(key: str, titles: Sequence[str], counts: Sequence[int], pupils: int) -> list[Building]:
    """A house for each part. key: of the lot, the live lesson's id. counts: of pupils who have done each part."""
    return [
        Building(
            title, done, pupils, number % len(ROOFS), _windows(f"{key} {number}", done, pupils, number % len(ROOFS))
        )
        for number, (title, done) in enumerate(zip(titles, counts, strict=True))
    ]


def lit_windows(key: str, done: int, pupils: int) -> frozenset[int]:
    """The numbers of the lit windows, from 0: the first `done` of an order that the key decides."""
    if is_full(done, pupils):
        return frozenset(range(pupils))
    order = sorted(range(pupils), key=lambda number: sha256(f"{key} {number}".encode()).digest())
    return frozenset(order[:done])


def _windows(key: str, done: int, pupils: int, style: int) -> list[Window]:
    """The windows in rows, as many columns as keep them nearly upright."""
    columns = max(1, min(pupils, math.ceil(math.sqrt(pupils / 1.6))))
    rows = max(1, math.ceil(pupils / columns))
    top = WALL_TOPS[style] + TOP
    width = min(LARGEST[0], (WALL_WIDTH - 2 * MARGIN) / columns)
    height = min(LARGEST[1], (GROUND - DOOR - top) / rows)
    left = WALL_LEFT + (WALL_WIDTH - columns * width) / 2
    lit = lit_windows(key, done, pupils)
    return [
        Window(
            x=round(left + number % columns * width + width * 0.12, 1),
            y=round(top + number // columns * height + height * 0.12, 1),
            width=round(width * 0.76, 1),
            height=round(height * 0.7, 1),
            is_lit=number in lit,
        )
        for number in range(pupils)
    ]
