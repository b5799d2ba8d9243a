"""The short way to a class page that shows what it showed before: its text is kept, with holes for visit and name.

`page_text` answers None where something is open beside the grid, was just done, or is searched for; then `class_views`
draws it. What is kept is known by all that it is made of (the class, its pack, every row that was read, the day, the
reader's language, frame and filters), so it cannot be older than the rows. It holds names of pupils, so it is kept as
`kept_people.py` says. May assume: `draw` draws the page of these rows for the shell it is given.
"""

from collections.abc import Callable
from dataclasses import replace

from careered.clock import today
from careered.dashboard.class_page import CLASS_ROWS
from careered.dashboard.filters import Filters
from careered.roster.scope import ClassScope
from careered.roster.staff_classes import STAFF_CLASSES
from careered.web.addresses import IN
from careered.web.kept import NAME_HOLE, Holed, for_anybody, is_fillable, visit
from careered.web.kept_people import KeptPeople
from careered.web.rendering import Shell
from careered.web.request import PageRequest

PAGES = KeptPeople[Holed](60)
_USUAL = {IN, *Filters.__dataclass_fields__} - {"search"}


def page_text(
    req: PageRequest, scope: ClassScope, shell: Shell, state: str, draw: Callable[[Shell], str]
) -> bytes | None:
    """The page, or None where it is not the plain grid. shell: of the page; state: the ETag that it polls with."""
    if req.is_fragment or req.method != "GET" or not set(req.query) <= _USUAL or not is_fillable(shell):
        return None
    name, pack = NAME_HOLE if shell.viewer_name else "", scope.pack
    place = replace(for_anybody(shell), viewer_name=name, platform_origins=shell.platform_origins)
    row = req.row((*CLASS_ROWS, STAFF_CLASSES))
    content = pack.id, pack.version, pack.content_hash, today(pack.timezone)
    version = scope.class_info, content, state, *(row[part.name] for part in (*CLASS_ROWS, STAFF_CLASSES))
    text = PAGES.get((*scope.key, place), version, lambda: Holed(draw(place)))
    return text.fill(visit(shell, shell.viewer_name))
