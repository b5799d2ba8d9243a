"""Bars of states: what part of the pupils is in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """A part of a bar. start, width: per cent of the whole."""

    state: str
    start: float
    width: float


def segments(counts: Mapping[str, int], order: Sequence[str], total: int) -> list[Segment]:
    """The parts of a bar in this order, without those of nobody. total: whom the whole bar stands for."""
    parts, start = [], 0.0
    for state in order:
        width = round(100 * counts.get(state, 0) / max(total, 1), 2)
        if width:
            parts.append(Segment(str(state), round(start, 2), width))
        start += width
    return parts
