"""What is kept of the grid, row by row: most rows show what they showed when somebody last looked.

Every grid comes by this way, whether the page around it is drawn or kept: a row is made by `RowBuilder` and drawn by
the macros of `grid_macros.html`, and kept with all that it was made of. It names a pupil, so it is kept as
`web/kept_people.py` says.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from careered.dashboard.feet import Foot
from careered.dashboard.pupil_rows import PupilRow, RowBuilder
from careered.dashboard.tiles import TileWays
from careered.db.rows_beside import Row, Stored
from careered.progress.class_progress import PupilProgress
from careered.progress.queries import CLASS_STATUSES, statuses_from_rows
from careered.roster.queries import Pupil
from careered.web.kept_people import KeptPeople

ROWS, LINES, FEET = KeptPeople[PupilRow](1500), KeptPeople[str](1500), KeptPeople[str](1000)
Key = tuple[str, str]
"""Organisation id and class id."""
Macros = Callable[[], Any]
"""grid_macros.html for the page; asked for only where something is drawn."""


def row_of(
    builder: RowBuilder, pupil: Pupil, name: str, statuses: Sequence[Stored], deliveries: Sequence[Row]
) -> PupilRow:
    """One pupil's row. statuses: of the pupil, as CLASS_STATUSES stores them."""

    def make() -> PupilRow:
        read = statuses_from_rows(CLASS_STATUSES.of_stored(statuses)).get(pupil.id, {})
        return builder.row(PupilProgress(pupil, read, deliveries), name)

    version = builder.version, builder.notes_of(pupil.id), pupil, name, statuses, deliveries
    return ROWS.get((*builder.scope.key, pupil.id, builder.lang), version, make)


def lines(key: Key, ways: TileWays, rows: Iterable[PupilRow], seen: Mapping[str, str], macros: Macros) -> Markup:
    """The grid's lines. seen: what stands in the last cell, by pupil."""

    def line(row: PupilRow, *, is_first: bool) -> str:
        version = row, seen[row.id], ways.open_in(row.id), ways.will
        place = *key, row.id, ways.view, is_first
        return LINES.get(place, version, lambda: str(macros().line(row, ways, seen[row.id], is_first)))

    return Markup("".join([line(row, is_first=not number) for number, row in enumerate(rows)]))  # noqa: S704 - drawn


def foot_cells(key: Key, ways: TileWays, feet: Iterable[Foot], macros: Macros) -> Markup:
    """The cells of the grid's foot."""

    def cell(foot: Foot) -> str:
        return FEET.get((*key, foot.column.id, ways.view), foot, lambda: str(macros().foot(foot)))

    return Markup("".join([cell(foot) for foot in feet]))  # noqa: S704 - drawn by a template
