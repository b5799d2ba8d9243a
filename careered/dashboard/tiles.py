"""The tiles of the grid: one for each pupil and column. Rendered by Python, not by Jinja.

500 tiles rendered by a macro would cost more than all queries of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from markupsafe import escape

from careered.dashboard.grid import Column
from careered.progress.completion import RequirementState
from careered.progress.labels import STATE_LABELS
from careered.web.i18n import translations
from careered.web.rendering import Shell

TALK = "talk"
_HERE = "@@"


@dataclass(frozen=True)
class Tile:
    """One cell. state: a `RequirementState`, or TALK over it. word: of it; day: in place of a sign, "" for none."""

    column: Column
    state: str
    word: str
    day: str = ""

    @cached_property
    def about(self) -> str:
        """What it says, escaped, for a title."""
        return f"{escape(self.column.title)}: {escape(self.word)}"

    @cached_property
    def inside(self) -> str:
        """What stands in it."""
        shown = f"<b>{escape(self.day)}</b>" if self.day else _SIGN[self.state]
        return f'{shown}<span class="hidden">{escape(self.word)}</span>'

    @cached_property
    def cell(self) -> str:
        """The table's cell around it."""
        extra, away = " extra" if not self.column.is_requirement else "", " away" if self.column.activity else ""
        return f'<td role="cell" class="t{extra}{away}">'


@dataclass(frozen=True)
class TileWays:
    """Where tiles lead: to the drawer of the cell. Without cookies a tile is a button of the form `way`.

    shell: of the page. query: the filters, which the drawer keeps. open: "pupil.column" of the open cell. will: of the
    cells that the open panel would change, drawn dashed.
    """

    shell: Shell
    query: str
    open: str = ""
    will: frozenset[str] = frozenset()

    @property
    def view(self) -> tuple[str | bool, ...]:
        """What all cells depend on, beside `open` and `will`."""
        return self.shell.lang, self.shell.keeps_cookies, self.shell.opened_for, self.query

    def open_in(self, pupil_id: str) -> str:
        """The open cell if it is one of this pupil's, else ""."""
        return self.open if self.open.startswith(f"{pupil_id}.") else ""

    def address(self, pupil_id: str, column_id: str) -> str:
        """The address of a cell's drawer."""
        path = f"/teacher/pupil/{pupil_id}/cell/{column_id}"
        return self.shell.link(f"{path}?{self.query}" if self.query else path)

    def row(self, pupil_id: str, name: str, tiles: Sequence[Tile]) -> str:
        """The cells of one row. Each is a stop of the tab key until `grid.js` makes one of the whole grid."""
        before, after = str(escape(self.address(pupil_id, _HERE))).split(_HERE)
        way, end = ('a href="', "a") if self.shell.keeps_cookies else ('button form="way" formaction="', "button")
        shown, cells = str(escape(name)), []
        for tile in tiles:
            look = self._look(f"{pupil_id}.{tile.column.id}", tile)
            cells.append(
                f'{tile.cell}<{way}{before}{tile.column.id}{after}" class="{look[0]}" title="{shown} · {tile.about}"'
                f"{look[1]}>{tile.inside}</{end}></td>"
            )
        return "".join(cells)

    def _look(self, key: str, tile: Tile) -> tuple[str, str]:
        """The classes of a tile, and what says that it is the open one."""
        is_open = key == self.open
        look = f"tile {tile.state}{' at' if is_open else ''}{' will' if key in self.will else ''}"
        return look, ' aria-current="true"' if is_open else ""


_SIGN = {
    state: f'<svg aria-hidden="true"><use href="#s-{state}"/></svg>'
    for state in (*(str(state) for state in RequirementState), TALK)
}


@cache
def state_word(state: RequirementState, lang: str) -> str:
    """The word of a state."""
    return translations(lang).gettext(STATE_LABELS[state])
