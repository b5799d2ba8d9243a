"""The fast path to the home page: the whole page is cached, with holes for the session and the first name.

Pupils who stand at the same place of the same version of a pack, in the same language, see the same page. `page_text`
answers None where the page has something of its own (a word from the teacher, a lesson that the class does together, an
earlier class, a lesson that the pack no longer has); then `home_views` draws it. May assume: the context is the one of
`home_views`, and both ways draw the same template, so that no rule of the page stands here.
"""

from collections.abc import Mapping
from typing import Any

from careered.lessons.attempt import PupilContext
from careered.web import rendering
from careered.web.cache import NAME_HOLE, Cache, TextWithHoles, for_anybody, hole_values, is_fillable
from careered.web.rendering import Shell

PAGES = Cache[TextWithHoles](1000)
_TEMPLATE = "lessons/home.html"
_UNUSUAL = ("previous_class", "feedback_items", "live_lesson")
_OF_CONTEXT = ("place", "offers_card", "has_boards")


def page_text(shell: Shell, pupil: PupilContext, context: Mapping[str, Any]) -> bytes | None:
    """The page, or None where it is one's own in more than the name and the visit."""
    if any(context[name] for name in _UNUSUAL) or pupil.dropped_lessons or not is_fillable(shell):
        return None
    anybody, pack = for_anybody(shell), pupil.pack
    name = NAME_HOLE if context["first_name"] else ""
    version = pack.id, pack.version, pack.content_hash
    key = anybody, version, name, context["path"].shown, *(context[name] for name in _OF_CONTEXT)
    text = PAGES.get(
        key, lambda: TextWithHoles.cut(rendering.draw(anybody, _TEMPLATE, {**context, "first_name": name}))
    )
    return text.fill(hole_values(shell, context["first_name"]))
