"""The teacher's line: how many items were right first time, and in the end; what lies where if it is one's own."""

from careered.lessons.activities.contract import Turn
from careered.lessons.activities.placed import counted_line, own_line
from careered.lessons.activities.sort.grading import FIELD, misplaced
from careered.lessons.activities.sort.schema import Content
from careered.packs.models import Pack
from careered.progress.evidence import Evidence


def line(content: Content, turn: Turn, lang: str, pack: Pack) -> Evidence | None:
    """The heading, and the count of each try, or what the pupil put into each group."""
    if content.is_own:
        return own_line(content, content, _words(content, turn, lang), pack, lang)
    total = len(content.items)
    first, latest = (total - len(misplaced(content, values)) for values in (turn.first, turn.values))
    return counted_line(content, pack, lang, first=first, latest=latest, total=total, tries=turn.tries)


def _words(content: Content, turn: Turn, lang: str) -> str:
    lies = {
        group.name.in_language(lang): [
            item.text.in_language(lang) for item in content.items if turn.values.get(FIELD + item.id) == group.id
        ]
        for group in content.groups
    }
    return "; ".join(f"{name}: {', '.join(items)}" for name, items in lies.items() if items)
