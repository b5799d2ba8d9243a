"""The trust meter: what was found in an invented text, drawn on a later card, for a decision about it.

What is known of the text is the author's word, the same for everybody, and moves the needle; what this pupil found at
once is lit.
"""

from collections.abc import Mapping
from math import cos, pi, sin
from typing import Annotated, Any, Literal

from pydantic import Field

from careered.i18n_marker import _
from careered.lessons.activities.contract import Turn
from careered.lessons.activities.spot.grading import ANSWERED
from careered.lessons.activities.spot.lenses import LENSES, Lens
from careered.packs.field_types import Id, PackModel
from careered.packs.models import LocalizedText
from careered.web.i18n import translations

Level = Literal["weak", "fair", "strong"]
LEVELS: Mapping[Level, str] = {"weak": _("weak"), "fair": _("fair"), "strong": _("strong")}
STEPS: Mapping[Level, int] = {"weak": 1, "fair": 2, "strong": 3}
CENTRE, INNER, BAND, NEEDLE, GAP = (120.0, 116.0), 70.0, 36.0, 62.0, 0.04
"""The drawing, 240 x 132 units: centre of the arcs, their inner radius and width, the needle's length, a gap (of 1)."""


class Trait(PackModel):
    """What the text is like in one respect, in two or three words."""

    shows: Lens
    level: Level
    text: LocalizedText


class Meter(PackModel):
    """of: the card whose text it is about."""

    of: Id
    traits: Annotated[tuple[Trait, ...], Field(min_length=2, max_length=4)]


def meter_view(meter: Meter, turn: Turn, lang: str) -> Mapping[str, Any]:
    """mean: word for the whole; needle: x, y of its tip. traits: lens, name, text, level (word), is_lit, band, arc.

    band: the path of all that there could be, arc: of what there is, each with its width. Everything is lit for those
    of whom nothing is stored (preview).
    """
    gettext, count = translations(lang).gettext, len(meter.traits)
    steps = sum(STEPS[trait.level] for trait in meter.traits) / count
    found = turn.earlier.get(meter.of, {}).get(ANSWERED, list(LENSES))
    return {
        "mean": gettext(LEVELS[_level(steps)]),
        "needle": _point(NEEDLE, (steps - 0.5) / 3),
        "traits": [
            {
                "lens": trait.shows,
                "name": gettext(LENSES[trait.shows]),
                "text": trait.text.in_language(lang),
                "level": gettext(LEVELS[trait.level]),
                "is_lit": trait.shows in found,
                "band": _arc(place, count, BAND),
                "arc": _arc(place, count, BAND * STEPS[trait.level] / 3),
            }
            for place, trait in enumerate(meter.traits)
        ],
    }


def _level(steps: float) -> Level:
    return "weak" if steps < 5 / 3 else "fair" if steps < 7 / 3 else "strong"


def _arc(place: int, count: int, width: float) -> Mapping[str, Any]:
    """The arc at a place among `count` over the half circle, from its inner edge outwards: path and width."""
    radius = INNER + width / 2
    start, end = _point(radius, place / count + GAP / 2), _point(radius, (place + 1) / count - GAP / 2)
    return {"path": f"M{start}A{radius:.1f} {radius:.1f} 0 0 1 {end}", "width": f"{width:.1f}"}


def _point(radius: float, share: float) -> str:
    """The point at a share of the half circle, from the left end (0) over the top to the right one (1)."""
    x, y = CENTRE
    return f"{x - radius * cos(pi * share):.1f} {y - radius * sin(pi * share):.1f}"
