"""The drawing of a scale: a petal for each statement, longer for a higher level. Pure geometry, in units of its box."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

BOX_WIDTH, BOX_HEIGHT = 300, 200
RADIUS = 80
"""The longest petal, from the middle of the box."""
SHORTEST = 1 / 3
"""The petal of the lowest level, as a part of the longest: it is to be seen, for the least is an answer too."""
LETTER_WIDTH = 7.5
NAME_RADIUS = 90
HALF_LETTER_HEIGHT = 4
"""Of a name's letters, in units of the box as all lengths here; NAME_RADIUS is from its middle, as RADIUS."""
ROOMY_COUNT = 6
"""So many petals stand beside each other in full width; more are narrower."""


@dataclass(frozen=True)
class Name:
    """The word beside a petal: the middle of its baseline."""

    text: str
    x: int
    y: int


def box() -> str:
    """The `viewBox`: the flower's middle is 0 0."""
    return f"{-BOX_WIDTH // 2} {-BOX_HEIGHT // 2} {BOX_WIDTH} {BOX_HEIGHT}"


def size_of(place: int | None, level_count: int) -> float:
    """A petal's length as a part of the longest. place: of its level, 0 for the least; None where none was chosen."""
    return 0 if place is None else SHORTEST + (1 - SHORTEST) * place / (level_count - 1)


def rings(level_count: int) -> list[int]:
    """The radius of each level."""
    return [round(RADIUS * size_of(place, level_count)) for place in range(level_count)]


def petal_path(count: int) -> str:
    """The longest of `count` petals, upright."""
    width = RADIUS * min(1, ROOMY_COUNT / count)
    near, far = round(0.45 * width), round(0.35 * width)
    return f"M0-4C-{near}-34-{far}-{RADIUS} 0-{RADIUS}S{near}-34 0-4"


def transform(index: int, count: int, size: float) -> str:
    """Puts petal `index` of `count` (clockwise from the top) in its place and size."""
    return f"rotate({_angle(index, count):.4g}) scale({size:.3g})"


def names(texts: Sequence[str]) -> list[Name]:
    """The words around the flower: outside of their petals, and inside the box."""
    return [_name(text, _angle(index, len(texts))) for index, text in enumerate(texts)]


def _angle(index: int, count: int) -> float:
    return 360 * index / count


def _name(text: str, angle: float) -> Name:
    side, half_width = sin(radians(angle)), LETTER_WIDTH * len(text) / 2
    outwards = 0.0 if abs(side) < 0.01 else half_width if side > 0 else -half_width
    limit = max(0.0, BOX_WIDTH / 2 - half_width)
    x = max(-limit, min(limit, NAME_RADIUS * side + outwards))
    return Name(text, round(x), round(HALF_LETTER_HEIGHT - NAME_RADIUS * cos(radians(angle))))
