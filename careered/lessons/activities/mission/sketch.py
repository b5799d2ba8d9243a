"""The sketch of where to look: a window with a search field and results, and the numbers of what to do at their places.

A drawing of the kind of page, never a copy of the real one. Points of a viewBox 320 wide and 178 high.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from careered.i18n_marker import _
from careered.lessons.activities.mission.schema import Content, Place
from careered.web.i18n import translations


@dataclass(frozen=True)
class Ring:
    """A rounded frame around a place of the sketch. words: the place for readers, a message id."""

    x: int
    y: int
    width: int
    height: int
    words: str


RINGS: Mapping[Place, Ring] = {
    "menu": Ring(248, 19, 38, 22, _("the menu at the top of the page")),
    "search": Ring(40, 55, 240, 44, _("the search box at the top of the page")),
    "result": Ring(96, 106, 142, 20, _("the heading of a result")),
    "details": Ring(96, 125, 98, 20, _("the line under a result")),
    "foot": Ring(40, 155, 240, 21, _("the bottom of the page")),
}


def sketch_view(content: Content, lang: str) -> Mapping[str, Any] | None:
    """rings: x, y, width, height, number. words: all of it for readers. None where nothing has its place."""
    gettext = translations(lang).gettext
    placed = [(number, RINGS[task.at]) for number, task in enumerate(content.look, 1) if task.at]
    if not placed:
        return None
    return {
        "word": content.word.in_language(lang) if content.word else "",
        "words": ", ".join(f"{number}: {gettext(ring.words)}" for number, ring in placed),
        "rings": [
            {"x": ring.x, "y": ring.y, "width": ring.width, "height": ring.height, "number": number}
            for number, ring in placed
        ],
    }
