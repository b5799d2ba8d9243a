"""A state as a tile for paper: one SVG for the page and the PDF. Shape and lightness tell them apart in grey too."""

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup


class _Look(NamedTuple):
    """ground: the tile's colour, "" for none. ink: of the sign. sign: its shapes in 24 x 24."""

    ground: str
    ink: str
    sign: str


_LOOKS: Mapping[str, _Look] = {
    "not_started": _Look("", "#7b8583", '<circle cx="12" cy="12" r="4.5"/>'),
    "in_progress": _Look(
        "#fbe7bf",
        "#7a4a00",
        '<circle cx="12" cy="12" r="8"/><path fill="#7a4a00" stroke="none" d="M12 4a8 8 0 0 0 0 16z"/>',
    ),
    "done": _Look("#a9dcd3", "#0c463f", '<path d="m5 13 4.5 4.5L19 7"/>'),
    "confirmed": _Look("#08756a", "#ffffff", '<path d="m1 13 4.5 4.5L13 9m-2 6.5 2 2L22.5 7.5"/>'),
    "exempt": _Look("#f2f1ef", "#53605e", '<path d="M5 12h14"/>'),
}
_TILE = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 42 24">'
    '{ground}<g transform="translate(11.4 2.4) scale(.8)" fill="none" stroke="{ink}" stroke-width="2.5"'
    ' stroke-linecap="round" stroke-linejoin="round">{sign}</g></svg>'
)
_GROUND = Markup('<rect width="42" height="24" rx="5" fill="{}"/>')


def state_tile(state: str) -> Markup:
    """The tile of a requirement's state (`progress.completion.RequirementState`)."""
    look = _LOOKS[state]
    ground = _GROUND.format(look.ground) if look.ground else Markup("")
    return _TILE.format(ground=ground, ink=look.ink, sign=Markup(look.sign))  # noqa: S704 - drawn above
