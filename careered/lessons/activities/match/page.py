"""The pairs as this pupil sees them: both sides mixed; what is joined right stays, the rest comes back once."""

from collections.abc import Mapping
from typing import Any

from careered.lessons.activities.contract import Turn
from careered.lessons.activities.match.grading import FIELD, mismatched
from careered.lessons.activities.match.schema import Content, Item


def view(content: Content, turn: Turn, lang: str) -> Mapping[str, Any]:
    """settled: number, field, text, partner (its words), partner_id, moved (joined in the end). open: number, field,
    text, was (the partner that it is not), entered. free: id and text of the partners left, as many as are open.

    A number is that of the pair: the item's place in this pupil's order, the same in every state.
    """
    texts = {partner.id: partner.text.in_language(lang) for partner in content.partners}
    by_id, wrong = {item.id: item for item in content.items}, mismatched(content, turn.values)
    is_open = {item_id: not turn.is_answered and (turn.verdict is None or item_id in wrong) for item_id in by_id}
    ordered = [(number, by_id[item_id]) for number, item_id in enumerate(turn.arrange(list(by_id)), 1)]
    kept = {item.partner for item in content.items if not is_open[item.id]}
    return {
        "settled": [
            {
                **_item(number, item, lang),
                "partner": texts[item.partner],
                "partner_id": item.partner,
                "moved": item.id in wrong,
            }
            for number, item in ordered
            if not is_open[item.id]
        ],
        "open": [
            {**_item(number, item, lang), "was": _was(turn, item, texts), "entered": _entered(turn, item)}
            for number, item in ordered
            if is_open[item.id]
        ],
        "free": [{"id": key, "text": texts[key]} for key in turn.arrange(list(texts)) if key not in kept],
    }


def _item(number: int, item: Item, lang: str) -> dict[str, Any]:
    return {"number": number, "field": FIELD + item.id, "text": item.text.in_language(lang)}


def _was(turn: Turn, item: Item, texts: Mapping[str, str]) -> str:
    return texts.get(str(turn.values.get(FIELD + item.id)), "") if turn.verdict else ""


def _entered(turn: Turn, item: Item) -> str:
    return str(turn.entered.get(FIELD + item.id) or "")
