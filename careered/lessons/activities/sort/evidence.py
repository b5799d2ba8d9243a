"""The teacher's line of a sorting: how many lay right at once, and in the end."""

from careered.i18n_marker import _
from careered.lessons.activities.contract import Turn
from careered.lessons.activities.sort.grading import misplaced
from careered.lessons.activities.sort.schema import Content
from careered.packs.models import Pack
from careered.progress.evidence import Evidence
from careered.web.i18n import translations

AT_ONCE = _("%(right)s of %(total)s right at once")
LATER = _("%(first)s of %(total)s right at once, %(right)s of %(total)s at the second try")


def line(content: Content, turn: Turn, lang: str, pack: Pack) -> Evidence | None:
    """The heading, and the count of each try."""
    total = len(content.items)
    counts = {
        "first": total - len(misplaced(content, turn.first)),
        "right": total - len(misplaced(content, turn.values)),
        "total": total,
    }
    words = translations(lang).gettext(LATER if turn.tries > 1 else AT_ONCE) % counts
    return Evidence(content.title.in_language(lang, pack.default_language), words)
