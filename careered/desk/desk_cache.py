"""The fast path to a desk that shows what it showed before: its text is cached, with holes for session and name.

`page_text` answers None where something is open, was just done, refused, or is searched for; then `views` draws it.
What is cached is known by all that the template is given, so it cannot be older than that. It names pupils: it is
cached as `web/people_cache.py` says. May assume: the context is the one of `views`; both ways draw the same template.
"""

from collections.abc import Mapping
from typing import Any

from careered.web import rendering
from careered.web.addresses import IN
from careered.web.cache import NAME_HOLE, TextWithHoles, for_anybody, hole_values, is_fillable
from careered.web.people_cache import PeopleCache
from careered.web.rendering import Shell
from careered.web.request import PageRequest

PAGES = PeopleCache[TextWithHoles](60)
TEMPLATE = "desk/desk.html"
_USUAL = {IN, "why", "all"}
_UNUSUAL = ("toast", "wrong", "open", "guide", "typed", "find")


def page_text(req: PageRequest, shell: Shell, context: Mapping[str, Any]) -> bytes | None:
    """The page, or None where it is not the plain desk. shell: of the page."""
    if req.method != "GET" or not set(req.query) <= _USUAL or not is_fillable(shell):
        return None
    if any(context[name] for name in _UNUSUAL):
        return None
    name, origins = NAME_HOLE if shell.viewer_name else "", shell.platform_origins
    anybody = for_anybody(shell)._replace(viewer_name=name, platform_origins=origins)
    place = req.viewer.organisation_id, req.viewer.class_id, req.viewer.person_id, anybody, context["why"]
    of_rows = [(row.days, row.is_postponed) for row in context["rows"]]  # what the hour changes in them
    text = PAGES.get(place, (context, of_rows), lambda: TextWithHoles.cut(rendering.draw(anybody, TEMPLATE, context)))
    return text.fill(hole_values(shell, shell.viewer_name))
