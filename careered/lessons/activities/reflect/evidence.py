"""The teacher's line is the sentence: see `phrase_answers`."""

from careered.lessons.activities.phrase_answers import line

__all__ = ["line"]
