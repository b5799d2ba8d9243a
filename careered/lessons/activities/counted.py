"""The teacher's line of an activity in which things have a place: how many were right at once, and in the end."""

from careered.i18n_marker import _
from careered.packs.models import Card, Pack
from careered.progress.evidence import Evidence
from careered.web.i18n import translations

AT_ONCE = _("%(right)s of %(total)s right at once")
LATER = _("%(first)s of %(total)s right at once, %(right)s of %(total)s at the second try")


def counted_line(card: Card, pack: Pack, lang: str, *, first: int, latest: int, total: int, tries: int) -> Evidence:
    """The card's heading, and the count of each try."""
    template = translations(lang).gettext(LATER if tries > 1 else AT_ONCE)
    words = template % {"first": first, "right": latest, "total": total}
    return Evidence(card.title.in_language(lang, pack.default_language), words)
