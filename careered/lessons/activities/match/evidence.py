"""The teacher's line: how many pairs were right first time, and in the end."""

from careered.lessons.activities.contract import Turn
from careered.lessons.activities.match.grading import mismatched
from careered.lessons.activities.match.schema import Content
from careered.lessons.activities.placed import counted_line
from careered.packs.models import Pack
from careered.progress.evidence import Evidence


def line(content: Content, turn: Turn, lang: str, pack: Pack) -> Evidence | None:
    """The heading, and the count of each try."""
    total = len(content.items)
    first, latest = (total - len(mismatched(content, values)) for values in (turn.first, turn.values))
    return counted_line(content, pack, lang, first=first, latest=latest, total=total, tries=turn.tries)
