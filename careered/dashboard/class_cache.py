"""The fast path to a class page: what shows what it showed before is cached, with holes for the session and its name.

`page_text` answers None where something is open beside the grid, was just done, or is searched for; then `class_views`
draws it. Cached is the page, known by all that it is made of (the class, its pack, every row that was read, the day,
the reader's language, frame and filters), so it cannot be older than the rows; and where one row has changed its frame,
for which the template is given no more than what the frame is known by. The rows in it are cached by `row_cache.py` for
both ways. All of it names people, so it is cached as `web/people_cache.py` says.
"""

from collections.abc import Callable, Hashable, Mapping
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from careered.dashboard.class_page import CLASS_ROWS
from careered.dashboard.class_roll import class_content
from careered.dashboard.filters import Filters
from careered.roster.scope import ClassScope
from careered.roster.staff_classes import STAFF_CLASSES
from careered.web import rendering
from careered.web.addresses import IN
from careered.web.cache import NAME_HOLE, TextWithHoles, for_anybody, hole, hole_values, is_fillable
from careered.web.people_cache import PeopleCache
from careered.web.rendering import Shell
from careered.web.request import PageRequest

PAGES, FRAMES = PeopleCache[TextWithHoles](60), PeopleCache[TextWithHoles](60)
TEMPLATE = "dashboard/class.html"
_USUAL = {IN, *Filters.__dataclass_fields__} - {"search"}
_DRAWN = ("lines", "foot_cells")
_HOLES = ("etag", *_DRAWN)
_OF_PAGE = (
    "columns",
    "has_line_item",
    "is_nameless",
    "roster_text",
    "staff",
    "excluded",
    "came",
    "left",
    "differ_day",
    "groups",
)
_OF_CONTEXT = ("class_info", "filters", "classes", "head")
"""What the frame shows, so what it is known by."""


def page_text(
    req: PageRequest, scope: ClassScope, shell: Shell, state: str, context: Callable[[Shell], Mapping[str, Any]]
) -> bytes | None:
    """The page, or None where it is not the plain grid.

    shell: of the page; state: the ETag that it polls with; context: of the template, for the shell it is given.
    """
    if req.is_fragment or req.method != "GET" or not set(req.query) <= _USUAL or not is_fillable(shell):
        return None
    place = _place(shell)
    row, content = req.row((*CLASS_ROWS, STAFF_CLASSES)), class_content(scope)
    version = content, state, *(row[part.name] for part in (*CLASS_ROWS, STAFF_CLASSES))
    text = PAGES.get((*scope.key, place), version, lambda: _page(scope, place, content, context(place)))
    return text.fill(hole_values(shell, shell.viewer_name))


def _place(shell: Shell) -> Shell:
    """The shell with holes; the class and the platform, which are the same for all who come to it, are none."""
    name, origins = NAME_HOLE if shell.viewer_name else "", shell.platform_origins
    return for_anybody(shell)._replace(viewer_name=name, opened_for=shell.opened_for, platform_origins=origins)


def _page(scope: ClassScope, shell: Shell, content: Hashable, context: Mapping[str, Any]) -> TextWithHoles:
    """The page, in its frame."""
    page, counts = context["page"], {key: number for key, number in context["counts"].items() if number}
    shown = {name: getattr(page, name) for name in _OF_PAGE}
    sizes = len(page.rows), len(page.former_rows), len(context["rows"])
    of_context = [context[name] for name in _OF_CONTEXT]
    version = content, *shown.values(), *sizes, *of_context, list(counts), bool(context["foot_cells"])
    framed = {
        **context,
        **{name: _mark(name) if context[name] else "" for name in _HOLES},
        "page": SimpleNamespace(**shown, rows=range(sizes[0]), former_rows=range(sizes[1])),
        "rows": range(sizes[2]),
        "counts": {key: _mark(f"count_{key}") if number else 0 for key, number in context["counts"].items()},
    }
    frame = FRAMES.get((*scope.key, shell), version, lambda: TextWithHoles.cut(rendering.draw(shell, TEMPLATE, framed)))
    figures = {"etag": context["etag"]} | {f"count_{key}": number for key, number in counts.items()}
    drawn = {name: bytes(context[name]) for name in _DRAWN}
    return frame.fill_some({**drawn, **{name: str(value).encode() for name, value in figures.items()}})


def _mark(name: str) -> Markup:
    return Markup(hole(name))  # noqa: S704 - our own words
