"""A pupil's own way as a picture for a talk: the marked stops in columns of time, and the ways between them.

The page draws boxes of HTML, so that their words wrap and keep their size, over lines of an SVG that stretches.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from careered.lessons.own_way import OwnWay
from careered.talks.long_words import breakable

COLUMN, HEIGHT, BEND = 100, 100, 75
"""Units of the drawing: the width of a column, the height of all rows; a line stays level so far, out of its box."""

MOST_DRAWN = 9
"""Stops, with the start."""


class Place(NamedTuple):
    """A stop, or where a line passes a column on its way to a later one. node: the stop, or the line's beginning."""

    node: str
    column: int


@dataclass(frozen=True)
class Stop:
    """A marked stop. leads_to: names of the marked stops after it. kind: start, goal (nothing after it) or stop."""

    name: str
    leads_to: Sequence[str]
    kind: str


@dataclass(frozen=True)
class Route:
    """columns: in the order of time, each from top to bottom; None where only a line passes. lines: an SVG."""

    columns: Sequence[Sequence[Stop | None]]
    lines: Markup

    @property
    def is_crowded(self) -> bool:
        """Whether a list says more than so many lines."""
        return sum(stop is not None for column in self.columns for stop in column) > MOST_DRAWN


def draw_route(way: OwnWay, lang: str) -> Route:
    """The marked stops and the start. Dotted: the start leads there, but not at once; a stop between is not marked."""
    known, open_ends = _links(way)
    column_of = _columns(way, known, open_ends)
    known = _without_detours(known, column_of)
    pieces = {link: _pieces(link, column_of) for link in (*known, *open_ends)}
    columns = _ordered(way, column_of, [piece for of_link in pieces.values() for piece in of_link])
    names = {node.id: breakable(node.name.in_language(lang)) for node in way.education_map.nodes}
    return Route(
        [[_stop(place, column_of, known, names) for place in column] for column in columns],
        _draw(columns, pieces, set(open_ends)),
    )


Link = tuple[str, str]
Piece = tuple[Place, Place]


def _links(way: OwnWay) -> tuple[list[Link], list[Link]]:
    """Which marked stops lead to which, and from the start to those to which none of them leads."""
    drawn, marked = way.education_map, [node.id for node in way.nodes]
    known = [(one, end) for one in (drawn.start, *marked) for end in marked if end in drawn.leads_to(one)]
    reached = {end for _, end in known}
    return known, [(drawn.start, node) for node in marked if node not in reached]


def _columns(way: OwnWay, known: Iterable[Link], open_ends: Iterable[Link]) -> dict[str, int]:
    """By id of a stop: after all that lead to it; with at least one column left out before an open end."""
    links, start = list(known), way.education_map.start
    depth = {start: 0} | {node.id: 1 for node in way.nodes} | {end: 2 for _, end in open_ends}
    for _ in depth:  # enough for the longest way, and an end for ways that an overlay leads in a circle
        for one, end in links:
            depth[end] = max(depth[end], depth[one] + 1)
    ranks = sorted(set(depth.values()))
    return {node: ranks.index(at) for node, at in depth.items()}


def _without_detours(known: Iterable[Link], column_of: Mapping[str, int]) -> list[Link]:
    """The links that lead onwards. On a way without a fork, only those from each stop to the next."""
    has_fork = len(set(column_of.values())) < len(column_of)
    steps = [(link, column_of[link[1]] - column_of[link[0]]) for link in known]
    return [link for link, step in steps if (step > 0 if has_fork else step == 1)]


def _pieces(link: Link, column_of: Mapping[str, int]) -> list[Piece]:
    """From column to column. Links of one stop share the places that they pass."""
    one, end = link
    passed = [Place(one, column) for column in range(column_of[one], column_of[end])]
    return list(pairwise([*passed, Place(end, column_of[end])]))


def _ordered(way: OwnWay, column_of: Mapping[str, int], pieces: Iterable[Piece]) -> list[list[Place]]:
    """The places of each column, near those that lead to them: few lines cross."""
    links = list(dict.fromkeys(pieces))
    stops = [Place(node, column_of[node]) for node in (way.education_map.start, *(node.id for node in way.nodes))]
    places = dict.fromkeys([*stops, *(place for link in links for place in link)])
    columns: list[list[Place]] = []
    for number in range(max(column_of.values()) + 1):
        before = dict(_heights(columns[-1:]))
        from_y = {
            place: [before[one] for one, end in links if end == place] for place in places if place.column == number
        }
        columns.append(sorted(from_y, key=lambda place: sum(from_y[place]) / (len(from_y[place]) or 1)))
    return columns


def _heights(columns: Iterable[Sequence[Place]]) -> Iterable[tuple[Place, float]]:
    """The middle of each place, from the top: rows of a column share its height."""
    for column in columns:
        for row, place in enumerate(column):
            yield place, round((row + 0.5) * HEIGHT / len(column), 1)


def _stop(place: Place, column_of: Mapping[str, int], known: Iterable[Link], names: Mapping[str, str]) -> Stop | None:
    if column_of[place.node] != place.column:
        return None
    leads_to = [names[end] for one, end in known if one == place.node]
    kind = "start" if place.column == 0 else "stop" if leads_to else "goal"
    return Stop(names[place.node], leads_to, kind)


def _draw(columns: Sequence[Sequence[Place]], pieces: Mapping[Link, Sequence[Piece]], open_ends: set[Link]) -> Markup:
    heights = dict(_heights(columns))
    lines = {piece: link in open_ends for link in pieces for piece in pieces[link]}
    drawn = Markup().join(_line(piece, heights, is_open=is_open) for piece, is_open in lines.items())
    frame = Markup('<svg class="tracks" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>')
    return frame.format(COLUMN * len(columns), HEIGHT, drawn)


def _line(piece: Piece, heights: Mapping[Place, float], *, is_open: bool) -> Markup:
    """Between the middles of two places: the boxes lie over its ends."""
    (x, y), (end_x, end_y) = ((COLUMN * place.column + COLUMN // 2, heights[place]) for place in piece)
    path = Markup('<path{} d="M{} {}C{} {} {} {} {} {}"/>')
    return path.format(Markup(' class="open"') if is_open else "", x, y, x + BEND, y, end_x - BEND, end_y, end_x, end_y)
