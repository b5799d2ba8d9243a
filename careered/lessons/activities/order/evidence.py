"""The teacher's line: how many items were right first time, and in the end; the order itself where it is one's own."""

from careered.lessons.activities.contract import Turn
from careered.lessons.activities.order.grading import misplaced, ordered
from careered.lessons.activities.order.schema import Content
from careered.lessons.activities.placed import counted_line, own_line
from careered.packs.models import Pack
from careered.progress.evidence import Evidence


def line(content: Content, turn: Turn, lang: str, pack: Pack) -> Evidence | None:
    """The heading, and the count of each try, or the pupil's own order."""
    if content.is_own:
        words = ", ".join(item.text.in_language(lang, pack.default_language) for item in ordered(content, turn.values))
        return own_line(content, content, words, pack, lang)
    total = len(content.items)
    first, latest = (total - len(misplaced(content, values)) for values in (turn.first, turn.values))
    return counted_line(content, pack, lang, first=first, latest=latest, total=total, tries=turn.tries)
