"""A pupil's picture: the flower of the last scale, and the way on the country's map. Drawn from data, told in words.

One SVG for the page, the card's file and its PDF: it carries the light colours itself, and the page's style sheet lays
those of the scheme over them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from markupsafe import Markup

from careered.lessons.activities.contract import Turn
from careered.lessons.activities.scale.grading import FIELD
from careered.lessons.activities.scale.page import view
from careered.lessons.activities.scale.schema import Content as Scale
from careered.lessons.own_way import OwnWay
from careered.notebook import labels
from careered.packs.education_map import EducationMap
from careered.web import rendering
from careered.web.i18n import translations

COLOURS = ("#1f8a7e", "#f4a93b", "#e9714f", "#8462b0", "#5c9be0", "#8fd3c4", "#00695f", "#8a4b00")
"""Of the petals, in the order of the statements: those of the scale's own flower (style.css there)."""
NAMED_PETALS = 3
LETTERS_A_LINE = 22
"""What fits under the flower."""
NO_BREAK = "\u00a0"
STOP_COUNT = 3
FIRST_Y, LAST_Y = 30, 162
"""Where the way begins and ends, in units of the picture."""


@dataclass(frozen=True)
class Flower:
    """path: one petal at full size; petals: (transform, colour) of each. names: lines of words; words: all levels.

    question: what the pupil was asked.
    """

    path: str
    petals: Sequence[tuple[str, str]]
    names: Sequence[str]
    words: str
    question: str


@dataclass(frozen=True)
class Stop:
    """A stop of the way. name: "" for one that is still open."""

    name: str
    y: int


@dataclass(frozen=True)
class Picture:
    """flower: None before the first scale. stops: empty where the country has no map. way: names of one's own stops."""

    flower: Flower | None
    stops: Sequence[Stop]
    way: Sequence[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it is the pupil's own."""
        return not self.flower and not self.way


def picture_of(
    scale: tuple[Scale, Mapping[str, Any]] | None,
    education_map: EducationMap | None,
    lang: str,
    way: OwnWay | None = None,
) -> Picture:
    """scale: a scale's card, and the values of the answer to it. way: the pupil's own, from the start on."""
    flower = _flower(*scale, lang) if scale else None
    names = [node.name.in_language(lang) for node in (*_start_of(education_map), *(way.nodes if way else ()))]
    return Picture(flower, list(_stops(names)), way=names[1:] and names)


SVG_NAMESPACE = "http://www.w3.org/2000/svg"
"""For the card's PDF, which takes the picture as a file; a page needs none."""


def draw(picture: Picture, lang: str) -> Markup:
    """The picture as SVG, with its words for readers."""
    template = rendering.environment(lang).get_template("notebook/picture.html")
    words = picture_words(picture, lang)
    return Markup(template.render(picture=picture, words=words, xmlns=SVG_NAMESPACE))  # noqa: S704 - escaped by the template


def picture_words(picture: Picture, lang: str) -> str:
    """What the picture shows, in sentences."""
    gettext = translations(lang).gettext
    flower = gettext(labels.FLOWER) % {"levels": picture.flower.words} if picture.flower else ""
    way = gettext(labels.WAY) % {"stops": ", ".join(picture.way)} if picture.way else ""
    open_way = gettext(labels.EMPTY_WAY) if picture.stops else ""
    return " ".join(filter(None, [flower or gettext(labels.EMPTY_FLOWER), way or open_way]))


def _start_of(education_map: EducationMap | None) -> Iterator[Any]:
    yield from (node for node in education_map.nodes if node.id == education_map.start) if education_map else ()


def _stops(names: Sequence[str]) -> Iterator[Stop]:
    """The named stops, and open ones up to STOP_COUNT, at equal distances."""
    if names:
        shown = [*names, *[""] * (STOP_COUNT - len(names))]
        distance = (LAST_Y - FIRST_Y) / (len(shown) - 1)
        yield from (Stop(name, round(FIRST_Y + distance * index)) for index, name in enumerate(shown))


def _flower(scale: Scale, values: Mapping[str, Any], lang: str) -> Flower:
    drawn = view(scale, Turn(values), lang)
    petals = [(row["transform"], COLOURS[index]) for index, row in enumerate(drawn["rows"])]
    names = wrap(", ".join(name.replace(" ", NO_BREAK) for name in _longest(scale, values, lang)), LETTERS_A_LINE)
    return Flower(drawn["path"], petals, names, drawn["answers"], scale.title.in_language(lang))


def _longest(scale: Scale, values: Mapping[str, Any], lang: str) -> list[str]:
    """The names of the longest petals, the longest first; a length only where all petals of it have room."""
    places = {statement: scale.place(values.get(FIELD + statement.id)) or 0 for statement in scale.statements}
    named: list[str] = []
    for level in sorted(set(places.values()), reverse=True)[:-1]:
        of_level = [statement.name.in_language(lang) for statement, place in places.items() if place == level]
        if len(named) + len(of_level) > NAMED_PETALS:
            break
        named += of_level
    return named
