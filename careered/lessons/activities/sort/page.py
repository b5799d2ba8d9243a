"""The items as this pupil sees them: what lay right stays, what did not comes back once."""

from collections.abc import Mapping
from typing import Any

from careered.lessons.activities.contract import Turn, Verdict
from careered.lessons.activities.sort.grading import FIELD, misplaced
from careered.lessons.activities.sort.schema import Content, Item
from careered.lessons.visibility import VISIBLE_TO_PUPIL


def view(content: Content, turn: Turn, lang: str) -> Mapping[str, Any]:
    """groups: id, name. rows: field, text, group (where it lies, or ""), name (of it), sign ("", "right", "wrong"),
    entered (what the radios show).

    is_own: nothing is right. is_again: something comes back. is_private: nobody else reads it. A row with the sign
    "right" is settled. Where everything is settled, "wrong" says that it was placed in the end.
    """
    names = {group.id: group.name.in_language(lang) for group in content.groups}
    by_id = {item.id: item for item in content.items}
    rows = [_row(content, by_id[item_id], turn, lang) for item_id in turn.arrange(list(by_id))]
    return {
        "is_own": content.is_own,
        "is_again": turn.verdict is Verdict.AGAIN,
        "is_private": content.visible_to == VISIBLE_TO_PUPIL,
        "groups": [{"id": group_id, "name": name} for group_id, name in names.items()],
        "rows": [{**row, "name": names.get(row["group"], "")} for row in rows],
        "right_count": len(content.items) - len(misplaced(content, turn.values)),
    }


def _row(content: Content, item: Item, turn: Turn, lang: str) -> dict[str, str]:
    lies = str(turn.values.get(FIELD + item.id) or "")
    sign = "" if turn.verdict is None or content.is_own else "right" if lies == item.group else "wrong"
    shown = item.group if turn.is_answered and item.group else lies
    entered = str(turn.entered.get(FIELD + item.id) or ("" if sign else lies))
    text = item.text.in_language(lang)
    return {"field": FIELD + item.id, "text": text, "group": shown, "sign": sign, "entered": entered}
