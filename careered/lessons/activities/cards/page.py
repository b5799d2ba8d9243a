"""The page of a reading card: the shared parts, and what it shows of earlier cards."""

from collections.abc import Mapping
from typing import Any

from careered.lessons.activities.cards.earlier import shown_answer
from careered.lessons.activities.cards.schema import Content
from careered.lessons.activities.contract import Turn
from careered.packs.models import Card


def view(content: Content, turn: Turn, lang: str) -> Mapping[str, Any]:
    """shown: what is drawn of earlier cards (see `shown_answer`). draws: that stands in the picture's place."""
    cards = [turn.lesson.step(card_id) for card_id in content.shows] if turn.lesson else []
    shown = [shown_answer(card, turn, lang) for card in cards if isinstance(card, Card)]
    return {"shown": [one for one in shown if one], "draws": any(shown)}
