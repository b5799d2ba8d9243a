"""Nothing is right or wrong here: see `phrase_answers`."""

from careered.lessons.activities.phrase_answers import grade, read_answer, reason, unused_words

__all__ = ["grade", "read_answer", "reason", "unused_words"]
