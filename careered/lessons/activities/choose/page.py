"""The options as this pupil sees them: in their own order, with the signs that they have earned so far."""

from collections.abc import Mapping
from typing import Any

from careered.lessons.activities.choose.grading import chosen_ids
from careered.lessons.activities.choose.schema import Content, Option
from careered.lessons.activities.contract import Turn, Verdict
from careered.lessons.activities.spot.meter import meter_view


def view(content: Content, turn: Turn, lang: str) -> Mapping[str, Any]:
    """options: id, text, checked, sign ("", "right", "wrong"). several: boxes, not radios. meter: see `meter_view`.

    is_private: nobody else reads it.
    """
    by_id = {option.id: option for option in content.options}
    order = list(by_id) if content.fixed_order else turn.arrange(list(by_id))
    return {
        "several": content.several,
        "is_private": content.is_private,
        "meter": meter_view(content.meter, turn, lang) if content.meter else None,
        "options": [_option(content, by_id[option_id], turn, lang) for option_id in order],
    }


def _option(content: Content, option: Option, turn: Turn, lang: str) -> dict[str, Any]:
    sign = _sign(content, option.id, turn)
    is_checked = option.id in chosen_ids(turn.entered or turn.values) and (content.several or not sign)
    return {"id": option.id, "text": option.text.in_language(lang), "checked": is_checked, "sign": sign}


def _sign(content: Content, option_id: str, turn: Turn) -> str:
    """A wrong one keeps its sign from its try on; right ones get theirs when the card is answered."""
    if turn.verdict is None or turn.verdict is Verdict.KEPT:
        return ""
    if option_id in content.right_ids:
        return "right" if turn.is_answered else ""
    tried = {*chosen_ids(turn.first), *chosen_ids(turn.values)}
    return "wrong" if option_id in tried else ""
