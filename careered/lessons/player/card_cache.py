"""The fast path to the page of a card that is not answered yet: two cached parts instead of a template that is drawn.

The frame is the same for all who stand at this place of the lesson in this version of the pack and language; the
activity's own part also depends on the pupil's order, so it is cached by what it shows. `page_text` answers None where
the page is not of this kind; then `card_page` draws it. May assume: the context is the one of `card_page`, and both
ways draw the same template, so that no rule of the page stands here.
"""

from collections.abc import Hashable, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

from markupsafe import Markup

from careered.lessons.activities.contract import Turn
from careered.web import rendering
from careered.web.cache import Cache, TextWithHoles, for_anybody, hole, hole_values, is_fillable
from careered.web.rendering import Shell


class Part(NamedTuple):
    """The activity's own part of the page, and its controls."""

    card: TextWithHoles
    controls: TextWithHoles

    def __str__(self) -> str:
        return f"{self.card}{self.controls}"


FRAMES, PARTS = Cache[TextWithHoles](1000), Cache[Part](4000)
_TEMPLATE = "lessons/card.html"
_OF_VIEW = ("title", "text", "draws", "room", "sheet", "leads_focus", "closed")
"""What the frame takes from an activity's view."""
_OF_CONTEXT = ("tries", "revision", "page", "number", "back_url", "next_url", "is_last", "past", "style", "script")
_UNUSUAL = ("verdict", "feedback", "say", "missing", "is_outdated", "is_unfinished", "was_asked", "may_change")


def page_text(shell: Shell, turn: Turn, context: Mapping[str, Any], version: Hashable) -> bytes | None:
    """The page, or None where something was answered, entered or said. version: of the pack and the lesson."""
    if any(context[name] for name in _UNUSUAL) or context["view"]["faults"] or not context["is_open"]:
        return None
    if turn.values or turn.first or turn.entered or turn.board or not is_fillable(shell):
        return None
    if context["view"].get("shown"):  # what the pupil gave on earlier cards, maybe in their own words
        return None
    anybody, view = for_anybody(shell), context["view"]
    place = version, context["card"].id, anybody
    key = (
        *place,
        tuple(context["segments"]),
        *(context[name] for name in _OF_CONTEXT),
        *(view.get(name) for name in _OF_VIEW),
    )
    frame = FRAMES.get(key, lambda: _frame(anybody, context))
    services = tuple((service.name, service.url) for service in context["services"])
    try:
        shown = _as_key(view)
    except TypeError:
        return None
    part = PARTS.get((*place, services, shown), lambda: _part(anybody, context))
    own = hole_values(shell)
    return frame.fill({**own, "card": part.card.fill(own), "controls": part.controls.fill(own)})


def _frame(shell: Shell, context: Mapping[str, Any]) -> TextWithHoles:
    """All around the activity's part: its two places are holes, also for a part with controls of its own."""
    activity = rendering.module(shell, context["activity_template"], context)
    holes = {name: _hole(name) for name in ("card", "bar", "button") if hasattr(activity, name)}
    return TextWithHoles.cut(rendering.draw(shell, _TEMPLATE, {**context, "activity": SimpleNamespace(**holes)}))


def _hole(name: str) -> Any:
    mark = Markup(hole("card" if name == "card" else "controls"))  # noqa: S704 - our own words
    return lambda _view: mark


def _part(shell: Shell, context: Mapping[str, Any]) -> Part:
    activity = rendering.module(shell, context["activity_template"], context)
    controls = activity.bar if hasattr(activity, "bar") else activity.button
    return Part(TextWithHoles.cut(activity.card(context["view"])), TextWithHoles.cut(controls(context["view"])))


def _as_key(value: Any) -> Hashable:
    """A view as something that can be looked up. Raises TypeError for a value that cannot be compared."""
    if isinstance(value, Mapping):
        return tuple((name, _as_key(item)) for name, item in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(_as_key, value))
    key: Hashable = value
    hash(key)
    return key
