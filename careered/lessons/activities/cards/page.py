"""The page of a reading card: the shared parts are all of it."""

from collections.abc import Mapping
from typing import Any

from careered.lessons.activities.cards.schema import Content
from careered.lessons.activities.contract import Turn


def view(content: Content, turn: Turn, lang: str) -> Mapping[str, Any]:
    """Nothing beside title, text and picture."""
    return {}
