"""The class's picture: a circle for each choice, a dot for each note in it, one's own with a ring.

Points of a viewBox 320 wide; two circles stand side by side, with their names below.
"""

from collections.abc import Iterator, Mapping
from math import cos, radians, sin, sqrt
from typing import Any

from careered.lessons.activities.post.schema import Content

CELL_WIDTH, CELL_HEIGHT = 160, 110
RADIUS = 42
"""Of the largest circle."""
STEP, DOT = 11.0, 9.0
"""How far dots stand apart, and their radius, as long as there is room."""
GOLDEN_ANGLE = 137.508
"""Degrees from one dot to the next: so the seeds of a sunflower lie, evenly and none over another."""


def picture(content: Content, counts: Mapping[str, int], own: str, lang: str) -> dict[str, Any]:
    """height; circles: x, y, r, name, count, name_y, dots (x, y, r, is_own). counts: notes by choice; own: a choice."""
    circles = [
        _circle(index, choice.name.in_language(lang), counts.get(choice.id, 0), has_own=choice.id == own)
        for index, choice in enumerate(content.choices)
    ]
    return {"height": (len(circles) + 1) // 2 * CELL_HEIGHT, "circles": circles}


def _circle(index: int, name: str, count: int, *, has_own: bool) -> dict[str, Any]:
    x, y = (index % 2 + 0.5) * CELL_WIDTH, index // 2 * CELL_HEIGHT + RADIUS + 4
    step = min(STEP, (RADIUS - 11) / sqrt(max(count, 1)))
    radius = max(18, round(step * sqrt(max(count, 1)) + 11))
    return {
        "x": x, "y": y, "r": radius, "name": name, "count": count, "name_y": y + radius + 17,
        "dots": list(_dots(x, y, count, step, has_own=has_own)),
    }  # fmt: skip


def _dots(x: float, y: float, count: int, step: float, *, has_own: bool) -> Iterator[dict[str, Any]]:
    """Dots as the seeds of a sunflower stand; one's own is the outermost."""
    for number in range(count):
        angle, distance = radians(GOLDEN_ANGLE * number), step * sqrt(number + 0.5)
        is_own = has_own and number == count - 1
        yield {
            "x": round(x + distance * cos(angle), 1),
            "y": round(y + distance * sin(angle), 1),
            "r": round(DOT * step / STEP * (1.35 if is_own else 1), 1),
            "is_own": is_own,
        }
