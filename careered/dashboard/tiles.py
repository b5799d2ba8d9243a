"""The tiles of the grid: one for each pupil and column. Rendered by Python, not by Jinja.

500 tiles rendered by a macro would cost more than all queries of the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

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

    def row(self, pupil_id: str, name: str, tiles: Sequence[Tile], *, is_first: bool) -> Markup:
        """The cells of one row. is_first: its first tile is where the grid's one stop of the tab key is."""
        pattern, shown = str(escape(self.address(pupil_id, _HERE))), str(escape(name))
        cells = [
            self._cell(f"{pupil_id}.{tile.column.id}", pattern.replace(_HERE, tile.column.id), shown, tile, at)
            for at, tile in _numbered(tiles, is_first=is_first)
        ]
        return Markup("".join(cells))  # noqa: S704 - every part is escaped or ours

    def _cell(self, key: str, address: str, name: str, tile: Tile, tab_index: int) -> str:
        is_open, keeps = key == self.open, self.shell.keeps_cookies
        look = f"tile {tile.state}{' at' if is_open else ''}{' will' if key in self.will else ''}"
        title = f"{name} · {escape(tile.column.title)}: {escape(tile.word)}"
        way = f'a href="{address}"' if keeps else f'button form="way" formaction="{address}"'
        inside = f"<b>{escape(tile.day)}</b>" if tile.day else _SIGN[tile.state]
        current = ' aria-current="true"' if is_open else ""
        return (
            f'<td role="cell" class="{_cell_look(tile.column)}">'
            f'<{way} class="{look}" title="{title}" tabindex="{tab_index}"{current}>'
            f'{inside}<span class="hidden">{escape(tile.word)}</span></{"a" if keeps else "button"}></td>'
        )


def _cell_look(column: Column) -> str:
    return f"t{'' if column.is_requirement else ' extra'}{' away' if column.activity else ''}"


def _numbered(tiles: Sequence[Tile], *, is_first: bool) -> Iterable[tuple[int, Tile]]:
    return [(0 if is_first and not number else -1, tile) for number, tile in enumerate(tiles)]


_SIGN = {
    state: f'<svg aria-hidden="true"><use href="#s-{state}"/></svg>'
    for state in (*(str(state) for state in RequirementState), TALK)
}


@cache
def state_word(state: RequirementState, lang: str) -> str:
    """The word of a state."""
    return translations(lang).gettext(STATE_LABELS[state])
