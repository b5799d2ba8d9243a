"""The foot of the grid: how many have reached each column, as a number and a bar."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from careered.dashboard.grid import Column
from careered.dashboard.pupil_rows import PupilRow
from careered.dashboard.tiles import TALK
from careered.progress.bars import Segment, segments
from careered.progress.completion import RequirementState
from careered.web.i18n import translations

ORDER = (
    RequirementState.CONFIRMED,
    RequirementState.DONE,
    TALK,
    RequirementState.IN_PROGRESS,
    RequirementState.NOT_STARTED,
)


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
        return segments(self.counts, ORDER, self.total)

    @property
    def bar(self) -> Markup:
        """The bar, drawn."""
        parts = [
            f'<rect class="f-{one.state}" x="{one.start}" width="{one.width}" height="10"/>' for one in self.segments
        ]
        head = Markup('<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">')
        return head.format(self.words) + Markup(f"{''.join(parts)}</svg>")  # noqa: S704 - numbers and our own words


class ColumnStates(NamedTuple):
    """The states of the active pupils in a column, in the order of their names."""

    column: Column
    states: tuple[str, ...]


def column_states(rows: Sequence[PupilRow], columns: Sequence[Column]) -> list[ColumnStates]:
    """The states in each column, of the active pupils among `rows`."""
    active = [row.states for row in rows if row.is_active]
    by_column = list(zip(*active, strict=True)) or [()] * len(columns)
    return [ColumnStates(column, states) for column, states in zip(columns, by_column, strict=True)]


def foot(of_column: ColumnStates, lang: str) -> Foot:
    """The foot of a column."""
    counts = Counter(of_column.states)
    total = counts.total() - counts[RequirementState.EXEMPT]
    done = counts[RequirementState.DONE] + counts[RequirementState.CONFIRMED]
    words = translations(lang).gettext("%(done)s of %(total)s done") % {"done": done, "total": total}
    return Foot(of_column.column, counts, total, words)
