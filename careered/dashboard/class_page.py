"""What the class page shows: its roll, and the pupils' rows in their order, with counts and feet. No HTML here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from careered.dashboard import row_cache
from careered.dashboard.class_roll import ROLL_ROWS, ClassRoll, class_roll
from careered.dashboard.feet import ColumnStates, column_states
from careered.dashboard.filters import Filters
from careered.dashboard.grid import Column
from careered.dashboard.labels import STATE_FILTERS
from careered.dashboard.pupil_rows import PupilRow
from careered.progress.queries import CLASS_STATES
from careered.roster.few_pupils import MIN_PUPILS_SHOWN
from careered.roster.scope import ClassScope
from careered.web.request import PageRequest

CLASS_ROWS = (*ROLL_ROWS, CLASS_STATES)
"""All that the page is made of, besides the class itself: one statement, or prefetched with the session."""
_SORTS: Mapping[str, Callable[[PupilRow], Any]] = {
    "done": lambda row: row.done / max(row.total, 1),
    "seen": lambda row: row.seen_at.timestamp() if row.seen_at else 0.0,
}


@dataclass(frozen=True, eq=False)
class ClassPage(ClassRoll):
    """The class: its roll, and the rows of its active and former pupils in the order of their names.

    joined_rows: of earlier accounts. Their pupils are among the others, so that nobody is shown or counted twice.
    """

    rows: Sequence[PupilRow]
    former_rows: Sequence[PupilRow]
    joined_rows: Sequence[PupilRow]

    def filtered_rows(self, filters: Filters) -> list[PupilRow]:
        """The rows that match all filters, in their order; a filter with an unknown value is ignored."""
        rows = self._rows_in_state(filters.show)
        group = next((group for group in self.groups if group.id == filters.group), None)
        if group:
            rows = [row for row in rows if row.id in group.person_ids]
        if any(column.id == filters.open and column.is_requirement for column in self.columns):
            rows = [row for row in rows if filters.open in row.open_requirements]
        if search_text := filters.search.strip().casefold():
            rows = [row for row in rows if search_text in row.name.casefold()]
        return _in_order(rows, filters.sort)

    def _rows_in_state(self, state: str) -> list[PupilRow]:
        if state == "left":
            return list(self.former_rows)
        if state == "needs_you":
            return [row for row in self.rows if row.needs_staff]
        return [row for row in self.rows if state not in STATE_FILTERS or not state or row.term_state == state]

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of rows that each state filter matches in the whole class ("": all)."""
        return {state: len(self._rows_in_state(state)) for state in STATE_FILTERS}

    def row(self, pupil_id: str) -> PupilRow | None:
        """The row of a pupil, also of one who left, and of an earlier account."""
        return next((row for row in (*self.rows, *self.former_rows, *self.joined_rows) if row.id == pupil_id), None)

    def column(self, column_id: str) -> Column | None:
        """The column with an id, or None."""
        return next((column for column in self.columns if column.id == column_id), None)

    @property
    def states_for_feet(self) -> Sequence[ColumnStates]:
        """What the feet count; nothing in a class so small that its figures would be somebody's."""
        return column_states(self.rows, self.columns) if len(self.rows) >= MIN_PUPILS_SHOWN else ()


def _in_order(rows: list[PupilRow], sort: str) -> list[PupilRow]:
    key = _SORTS.get(sort.removeprefix("-"))
    if key is None:
        return rows[::-1] if sort == "-name" else rows
    return sorted(rows, key=key, reverse=sort.startswith("-"))


def class_page(req: PageRequest, scope: ClassScope) -> ClassPage:
    """The viewer's class in their language: members, states, scores, notes."""
    row = req.row(CLASS_ROWS)
    roll = class_roll(scope, row, req.lang, req.state.settings.secret)
    rows = row_cache.rows_of(roll, row)
    return ClassPage(
        **vars(roll),
        rows=[row for row in rows if row.is_active],
        former_rows=[row for row in rows if not (row.is_active or row.is_joined)],
        joined_rows=[row for row in rows if row.is_joined],
    )
