"""The items as this pupil sees them: mixed at first; what is in its place stays, the rest comes back once."""

from collections.abc import Mapping
from typing import Any

from careered.lessons.activities.contract import Turn
from careered.lessons.activities.order.grading import FIELD, misplaced, ordered
from careered.lessons.activities.order.schema import Content, Item
from careered.lessons.visibility import VISIBLE_TO_PUPIL


def view(content: Content, turn: Turn, lang: str) -> Mapping[str, Any]:
    """settled: place, text, note, field, moved (placed in the end). open: field, text, entered. free: places left.

    is_own: nothing is right. is_private: nobody else reads it.
    """
    wrong = set(misplaced(content, turn.values))
    is_settled = {
        item.id: turn.is_answered or (turn.verdict is not None and item.id not in wrong) for item in content.items
    }
    by_id, places = {item.id: item for item in content.items}, content.right_places
    in_order = ordered(content, turn.values) if content.is_own else content.items
    shown = {item.id: str(place) for place, item in enumerate(in_order, 1)}
    return {
        "is_own": content.is_own,
        "is_private": content.visible_to == VISIBLE_TO_PUPIL,
        "settled": [_settled(item, shown[item.id], item.id in wrong, lang) for item in in_order if is_settled[item.id]],
        "open": [
            {
                "field": FIELD + item_id,
                "text": by_id[item_id].text.in_language(lang),
                "entered": _entered(content, turn, item_id),
            }
            for item_id in turn.arrange(list(by_id))
            if not is_settled[item_id]
        ],
        "free": [place for item_id, place in places.items() if not is_settled[item_id]],
    }


def _settled(item: Item, place: str, moved: bool, lang: str) -> dict[str, Any]:
    note = item.note.in_language(lang) if item.note else ""
    return {"field": FIELD + item.id, "place": place, "text": item.text.in_language(lang), "note": note, "moved": moved}


def _entered(content: Content, turn: Turn, item_id: str) -> str:
    shown = turn.entered or (turn.values if content.is_own else {})
    return str(shown.get(FIELD + item_id) or "")
