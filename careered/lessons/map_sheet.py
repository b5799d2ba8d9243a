"""The style sheet of a country's map: where its nodes stand, and what is seen when one is open or marked.

Pages have neither inline style nor script for it; the rules come from the pack's graph, one sheet for each pack version
and language (a field is as wide as its nodes' names).
"""

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from careered.lessons.map_fields import fields
from careered.lessons.picture_views import pack_in_path
from careered.packs.education_map import EducationMap
from careered.packs.models import Pack
from careered.web.errors import RequestError
from careered.web.static import CACHE_FOREVER

PIXELS = 16
"""Units of the map in one rem."""
_COLOURS = {"sun": "sun-fill"}


def sheet_url(pack: Pack, lang: str) -> str:
    """The address of the sheet of this version of the pack."""
    return f"/maps/{pack.id}/{pack.version}/{lang}.css"


async def serve_map_sheet(request: Request) -> Response:
    """GET /maps/{pack}/{version}/{lang}.css: to be kept for ever, as pictures are."""
    education_map = (await pack_in_path(request)).education_map
    if education_map is None:
        raise RequestError("not_found")
    sheet = map_sheet(education_map, request.path_params["lang"])
    return Response(sheet, media_type="text/css", headers={"Cache-Control": CACHE_FOREVER})


def map_sheet(education_map: EducationMap, lang: str) -> str:
    """The rules: a place and a colour for each node and field; what is lit and what is one's own."""
    rules = [*_places(education_map), *_fields(education_map, lang), *_open(education_map), *_own(education_map)]
    return "\n".join(rules) + "\n"


def _places(drawn: EducationMap) -> Iterator[str]:
    colours = {family.id: family.colour for family in drawn.families}
    for node in drawn.nodes:
        colour = colours.get(node.family, "edge")
        place = f"left: {node.x / PIXELS:g}rem; top: {node.y / PIXELS:g}rem"
        yield f".n-{node.id} {{ {place}; --c: var(--{_COLOURS.get(colour, colour)}) }}"


def _fields(drawn: EducationMap, lang: str) -> Iterator[str]:
    for field in fields(drawn, lang):
        name, colour = field.family.id, field.family.colour
        lengths = {"left": field.x, "top": field.y, "width": field.width, "height": field.height}
        place = "; ".join(f"{side}: {value / PIXELS:g}rem" for side, value in lengths.items())
        low = f" .f-{name} i {{ position: absolute; inset: auto 0 .125rem }}" if field.has_low_title else ""
        yield f".f-{name} {{ {place}; --c: var(--{_COLOURS.get(colour, colour)}) }}{low}"


def _open(drawn: EducationMap) -> Iterator[str]:
    for node in drawn.nodes:
        is_open = f".player:has(#at-{node.id}:checked)"
        yield f"{is_open} .s-{node.id} {{ display: grid }}"
        yield f"{is_open} .lit .at-{node.id} {{ visibility: visible }}"


def _own(drawn: EducationMap) -> Iterator[str]:
    yield f'.n-{drawn.start}::after {{ content: "" }}'
    for node in drawn.nodes:
        if node.id != drawn.start:
            yield f'.player:has(#my-{node.id}:checked) .n-{node.id}::after {{ content: "" }}'
    for start, end in sorted({(start, end) for way in drawn.ways for start in way.start for end in way.end}):
        marked = "".join(f":has(#my-{node_id}:checked)" for node_id in (start, end) if node_id != drawn.start)
        yield f".player{marked} .own-{start}--{end} {{ visibility: visible }}"
