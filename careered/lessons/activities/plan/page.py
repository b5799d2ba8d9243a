"""The chips, the field behind them, and the sentence: see `phrase_answers`."""

from careered.lessons.activities.phrase_answers import view

__all__ = ["view"]
