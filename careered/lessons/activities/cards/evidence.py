"""Reading leaves no line of its own: that the card was opened, and when, is in the events."""

from careered.lessons.activities.cards.schema import Content
from careered.lessons.activities.contract import Turn
from careered.packs.models import Pack
from careered.progress.evidence import Evidence


def line(content: Content, turn: Turn, lang: str, pack: Pack) -> Evidence | None:
    """No line."""
    return None
