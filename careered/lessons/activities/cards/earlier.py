"""What a pupil gave on earlier cards, for a card that shows it: the flower, how many were right, or the words."""

from collections.abc import Mapping
from typing import Any

from careered.lessons.activities.choose.grading import chosen_ids
from careered.lessons.activities.choose.schema import Content as Question
from careered.lessons.activities.contract import Turn, Verdict
from careered.lessons.activities.scale.page import view as flower_view
from careered.lessons.activities.scale.schema import Content as Scale
from careered.packs.models import Card


def shown_answer(card: Card, turn: Turn, lang: str) -> Mapping[str, Any] | None:
    """What is drawn of an earlier card; None where it was not answered.

    title: what was asked. flower: of a scale, see its `view`. found, total: of a question with several right options,
    those that were found at the first try. words: of all other cards the answer, as the pupil reads it.
    """
    values = turn.latest.get(card.id)
    if not values:
        return None
    shown = {"title": card.title.in_language(lang), "flower": None, "found": 0, "total": 0, "words": ""}
    if isinstance(card, Scale):
        return shown | {"flower": flower_view(card, Turn(values), lang)}
    if isinstance(card, Question) and len(card.right_ids) > 1:
        found = card.right_ids.intersection(chosen_ids(turn.earlier.get(card.id, {})))
        return shown | {"found": len(found), "total": len(card.right_ids)}
    words = _words(card, Turn(values, verdict=Verdict.KEPT, earlier=turn.earlier, pack=turn.pack), lang)
    return shown | {"words": words} if words else None


def _words(card: Card, turn: Turn, lang: str) -> str:
    from careered.lessons.activities import activity_of  # the folders are known when all of them are read

    line = activity_of(card).evidence.line(card, turn, lang, turn.pack) if turn.pack else None
    return line.answer if line else ""
