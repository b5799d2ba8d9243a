"""The note of an answer, for the class's board."""

from collections.abc import Mapping
from typing import Any

from careered.lessons.activities.contract import Note
from careered.lessons.activities.post.grading import BOARD, CHOICE, NO, WORDS
from careered.lessons.activities.post.schema import Content


def note(content: Content, values: Mapping[str, Any], lang: str) -> Note | None:
    """What is put up; None where nothing is."""
    choice = content.choice(values.get(CHOICE))
    if choice is None or values.get(BOARD) == NO:
        return None
    return Note(choice.id, choice.text.in_language(lang), str(values.get(WORDS, "")).strip())
