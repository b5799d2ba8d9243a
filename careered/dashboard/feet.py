"""The foot of the grid: how many have reached each column, as a number and a bar."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from careered.dashboard.grid import Column
from careered.dashboard.pupil_rows import PupilRow
from careered.dashboard.tiles import TALK
from careered.progress.completion import RequirementState
from careered.web.i18n import translations

FEWEST = 5
"""Below it the figures of a class would be figures of somebody; the page says so."""
ORDER = (
    RequirementState.CONFIRMED,
    RequirementState.DONE,
    TALK,
    RequirementState.IN_PROGRESS,
    RequirementState.NOT_STARTED,
)


@dataclass(frozen=True)
class Segment:
    """A part of a bar. start, width: per cent of the whole."""

    state: str
    start: float
    width: float


@dataclass(frozen=True)
class Foot:
    """A column's figures over the active pupils. counts: by state; total: without those exempt."""

    column: Column
    counts: Counter[str]
    total: int
    words: str

    @property
    def reached(self) -> int:
        """Done or confirmed."""
        return self.counts[RequirementState.DONE] + self.counts[RequirementState.CONFIRMED]

    @property
    def segments(self) -> list[Segment]:
        """The bar, from confirmed to not started."""
        parts, start = [], 0.0
        for state in ORDER:
            width = round(100 * self.counts[str(state)] / max(self.total, 1), 2)
            if width:
                parts.append(Segment(str(state), round(start, 2), width))
            start += width
        return parts


def feet(rows: Sequence[PupilRow], columns: Sequence[Column], lang: str) -> list[Foot]:
    """A foot for each column, over the active pupils among `rows`."""
    return [foot(rows, number, column, lang) for number, column in enumerate(columns)]


def foot(rows: Sequence[PupilRow], number: int, column: Column, lang: str) -> Foot:
    """The foot of the column at the place `number`."""
    counts = Counter(row.tiles[number].state for row in rows if row.is_active)
    total = counts.total() - counts[RequirementState.EXEMPT]
    done = counts[RequirementState.DONE] + counts[RequirementState.CONFIRMED]
    words = translations(lang).gettext("%(done)s of %(total)s done") % {"done": done, "total": total}
    return Foot(column, counts, total, words)
