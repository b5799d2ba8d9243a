"""What the class page shows: rows and their order, columns and their feet, and the state of the list. No HTML here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from careered.clock import day_of
from careered.dashboard import kept_rows
from careered.dashboard.feet import FEWEST, Foot, feet
from careered.dashboard.filters import Filters
from careered.dashboard.grid import Column, columns_of
from careered.dashboard.labels import STATE_FILTERS
from careered.dashboard.pupil_rows import PupilRow, RowBuilder
from careered.dashboard.roster_text import roster_text
from careered.progress.class_notes import CLASS_NOTES, class_notes_from_row
from careered.progress.class_progress import deliveries_by_person
from careered.progress.queries import CLASS_SCORES, CLASS_STATUSES, class_scores_from_row
from careered.roster.groups import Group
from careered.roster.moves import recent_moves
from careered.roster.names import display_names, sort_key
from careered.roster.queries import MEMBERS, members_from_rows
from careered.roster.scope import ClassScope
from careered.web.request import PageRequest
from careered.web.time_format import format_day_and_month

CLASS_ROWS = (MEMBERS, CLASS_STATUSES, *CLASS_SCORES, *CLASS_NOTES)
"""All that the page is made of, beside the class itself: one statement, the session's where the route brings it."""
_SORTS: Mapping[str, Callable[[PupilRow], Any]] = {
    "done": lambda row: row.done / max(row.total, 1),
    "seen": lambda row: row.seen_at.timestamp() if row.seen_at else 0.0,
}


@dataclass(frozen=True)
class ClassPage:
    """The class: its columns, and its active and former pupils in the order of their names.

    staff: their names. excluded: id and name of members whom the platform calls pupils and staff have excluded.
    came, left: name and day of pupils whom lists have brought or lost lately. differ_day: of the update that has
    changed figures, "" for none.
    """

    columns: Sequence[Column]
    rows: Sequence[PupilRow]
    former_rows: Sequence[PupilRow]
    roster_text: str
    has_line_item: bool
    staff: Sequence[str]
    excluded: Sequence[tuple[str, str]] = ()
    came: Sequence[tuple[str, str]] = ()
    left: Sequence[tuple[str, str]] = ()
    differ_day: str = ""
    groups: Sequence[Group] = ()

    def filtered_rows(self, filters: Filters) -> list[PupilRow]:
        """The rows that match all filters, in their order; a filter with an unknown value is ignored."""
        rows = self._rows_in_state(filters.show)
        group = next((group for group in self.groups if group.id == filters.group), None)
        if group:
            rows = [row for row in rows if row.id in group.person_ids]
        if any(filters.open in row.open_requirements for row in self.rows):
            rows = [row for row in rows if filters.open in row.open_requirements]
        search_text = filters.search.strip().casefold()
        return _in_order([row for row in rows if search_text in row.name.casefold()], filters.sort)

    def _rows_in_state(self, state: str) -> list[PupilRow]:
        if state == "left":
            return list(self.former_rows)
        if state == "needs_you":
            return [row for row in self.rows if row.needs_staff]
        return [row for row in self.rows if state not in STATE_FILTERS or not state or row.overall_state == state]

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of rows that each state filter matches in the whole class ("": all)."""
        return {state: len(self._rows_in_state(state)) for state in STATE_FILTERS}

    def row(self, pupil_id: str) -> PupilRow | None:
        """The row of a pupil, also of one who left."""
        return next((row for row in (*self.rows, *self.former_rows) if row.id == pupil_id), None)

    def column(self, column_id: str) -> Column | None:
        """The column with an id, or None."""
        return next((column for column in self.columns if column.id == column_id), None)

    def feet(self, lang: str) -> list[Foot]:
        """The columns' figures; none in a class so small that they would be somebody's."""
        return feet(self.rows, self.columns, lang) if len(self.rows) >= FEWEST else []


def _in_order(rows: list[PupilRow], sort: str) -> list[PupilRow]:
    key = _SORTS.get(sort.removeprefix("-"))
    if key is None:
        return rows[::-1] if sort == "-name" else rows
    return sorted(rows, key=key, reverse=sort.startswith("-"))


def class_page(req: PageRequest, scope: ClassScope) -> ClassPage:
    """The viewer's class in their language: members, statuses, scores, notes."""
    row, lang = req.row(CLASS_ROWS), req.lang
    members, notes = members_from_rows(MEMBERS.read(row)), class_notes_from_row(row)
    has_line_item, deliveries = class_scores_from_row(row)
    statuses, scores = CLASS_STATUSES.by_first(row), deliveries_by_person(deliveries)
    names, of_excluded = (
        display_names(people, req.state.settings.secret, scope.class_info.id, lang)
        for people in (members.pupils, members.excluded)
    )
    moves = recent_moves(members.pupils)
    pupils = sorted(members.pupils, key=lambda pupil: sort_key(names[pupil.id], lang))
    columns = columns_of(scope, {activity for _pupil, activity in notes.days}, lang)
    builder = RowBuilder(scope, columns, notes.requests, notes.days, lang, has_line_item)
    rows = [
        kept_rows.row_of(builder, pupil, names[pupil.id], statuses.get(pupil.id, ()), scores.get(pupil.id, ()))
        for pupil in pupils
    ]
    return ClassPage(
        columns=columns,
        rows=[row for row in rows if row.is_active],
        former_rows=[row for row in rows if not row.is_active],
        roster_text=roster_text(scope.class_info, scope.pack.timezone, lang),
        has_line_item=has_line_item,
        staff=[name for name in members.staff if name],
        excluded=[(member.id, of_excluded[member.id]) for member in members.excluded],
        came=_with_days(moves.came, names, scope, lang),
        left=_with_days(moves.left, names, scope, lang),
        differ_day=_day(scope.class_info.figures_differ_at, scope, lang),
        groups=notes.groups,
    )


def _with_days(
    moved: Sequence[tuple[str, datetime]], names: Mapping[str, str], scope: ClassScope, lang: str
) -> list[tuple[str, str]]:
    """Name and day of each, the day as the reader's language writes it."""
    return [(names[pupil_id], _day(moment, scope, lang)) for pupil_id, moment in moved]


def _day(moment: datetime | None, scope: ClassScope, lang: str) -> str:
    return format_day_and_month(day_of(moment, scope.pack.timezone), lang) if moment else ""
