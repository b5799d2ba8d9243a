"""The cache of the grid, row by row: most rows show what they showed when somebody last looked.

Every grid comes by this way, whether the page around it is drawn or cached: a row is made by `RowBuilder` and drawn by
the macros of `grid_macros.html`, and cached with all that it was made of. A grid takes over from the one before it what
is the same. It names pupils, so it is cached as `web/people_cache.py` says.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, TypeVar

from markupsafe import Markup, escape

from careered.dashboard.class_roll import ClassRoll
from careered.dashboard.feet import ColumnStates, foot
from careered.dashboard.filters import Filters
from careered.dashboard.grid import Column
from careered.dashboard.pupil_rows import PupilRow
from careered.dashboard.row_notes import RowNote
from careered.dashboard.tiles import TileWays
from careered.db.prefetch import Row
from careered.progress.queries import CLASS_STATES
from careered.web import rendering
from careered.web.cache import TextWithHoles, for_anybody, hole
from careered.web.people_cache import PeopleCache

T = TypeVar("T")
Made = Mapping[str, tuple[object, T]]
"""What was made, by pupil or column, each with all that it was made of."""
ROWS, LINES, FEET = PeopleCache[Made[PupilRow]](120), PeopleCache[Made[bytes]](60), PeopleCache[Made[bytes]](60)
Key = tuple[str, str]
"""Organisation id and class id."""
MACROS, SHAPES = PeopleCache[Any](60), PeopleCache[TextWithHoles](2000)


@dataclass(frozen=True)
class Drawn:
    """Drawn text in pieces of UTF-8. A grid has a hundred kilobytes, which a cached page copies once."""

    pieces: Sequence[bytes]

    def __bytes__(self) -> bytes:
        return b"".join(self.pieces)

    def __html__(self) -> str:
        return bytes(self).decode()

    def __bool__(self) -> bool:
        return bool(self.pieces)


def grid_macros(key: Key, ways: TileWays, filters: Filters) -> Any:
    """The macros of lines and feet, which hold no secret, for a view of a class."""
    shell = for_anybody(ways.shell)._replace(opened_for=ways.shell.opened_for)
    shown = {"class_path": f"/teacher/class/{key[1]}", "filters": filters}
    return MACROS.get((*key, ways.view), "", lambda: rendering.module(shell, "dashboard/grid_macros.html", shown))


def rows_of(roll: ClassRoll, row: Row) -> list[PupilRow]:
    """The rows of all pupils of a roll, in its order, out of a row with CLASS_STATES."""
    builder = roll.builder

    def make(former: Made[PupilRow] | None) -> Made[PupilRow]:
        states = CLASS_STATES.by_first(row)
        versions = {base.pupil.id: (base, states.get(base.pupil.id, ())) for base in roll.bases}
        return _renewed(former, versions, lambda base, own: builder.row(base, CLASS_STATES.of_stored(own)))

    place = *builder.scope.key, builder.lang
    return [made for _version, made in ROWS.renewed(place, (roll, row[CLASS_STATES.name]), make).values()]


def lines(key: Key, ways: TileWays, rows: Iterable[PupilRow], filters: Filters) -> Drawn:
    """The grid's lines."""
    versions = {
        row.id: (row, ways.open_in(row.id), ways.will) for row in rows
    }  # the place also has the language, the filters and how the reader's links lead on

    def draw(row: PupilRow, *_of_ways: object) -> bytes:
        like = row.is_active, row.note, row.score_text
        shape = SHAPES.get((*key, ways.view, *like), "", lambda: _shape(grid_macros(key, ways, filters), *like))
        tiles = ways.row(row.id, row.name, row.tiles)
        reached = f"{row.done} / {row.total}" if row.term_state else "–"
        return _filled(shape, id=row.id, name=escape(row.name), tiles=tiles, reached=reached, seen=row.seen)

    return _text(LINES, (*key, ways.view), versions, draw)


def _shape(macros: Any, is_active: bool, note: RowNote | None, score_text: str) -> TextWithHoles:
    """A line with holes for what is the pupil's own."""
    own = _holes("id", "name", "tiles", "reached", "seen")
    return TextWithHoles.cut(
        str(macros.line(SimpleNamespace(**own, is_active=is_active, note=note, score_text=score_text)))
    )


def foot_cells(key: Key, ways: TileWays, states: Sequence[ColumnStates], filters: Filters) -> Drawn:
    """The cells of the grid's foot."""
    lang = ways.shell.lang
    versions = {one.column.id: (one,) for one in states}

    def draw(one: ColumnStates) -> bytes:
        place = *key, ways.view, one.column.id
        shape = SHAPES.get(place, one.column, lambda: _foot_shape(grid_macros(key, ways, filters), one.column))
        drawn = foot(one, lang)
        return _filled(shape, words=escape(drawn.words), reached=drawn.reached, bar=drawn.bar)

    return _text(FEET, (*key, ways.view), versions, draw)


def _foot_shape(macros: Any, column: Column) -> TextWithHoles:
    """A cell of the foot with holes for its figures."""
    return TextWithHoles.cut(str(macros.foot(SimpleNamespace(**_holes("words", "reached", "bar"), column=column))))


def _holes(*names: str) -> dict[str, Markup]:
    return {name: Markup(hole(name)) for name in names}  # noqa: S704 - our own words


def _filled(shape: TextWithHoles, **own: object) -> bytes:
    return shape.fill({name: str(value).encode() for name, value in own.items()})


def _text(
    cache: PeopleCache[Made[bytes]],
    place: tuple[Any, ...],
    versions: Mapping[str, tuple[Any, ...]],
    draw: Callable[..., bytes],
) -> Drawn:
    made = cache.renewed(place, tuple(versions.items()), lambda former: _renewed(former, versions, draw))
    return Drawn([text for _version, text in made.values()])


def _renewed(former: Made[T] | None, versions: Mapping[str, tuple[Any, ...]], make: Callable[..., T]) -> Made[T]:
    """Of each what was made of the same before, else made anew of its version."""
    before = former or {}
    made = {}
    for name, version in versions.items():
        known = before.get(name)
        made[name] = known if known and known[0] == version else (version, make(*version))
    return made
