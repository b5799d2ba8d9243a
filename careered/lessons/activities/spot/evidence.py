"""The teacher's line: how many questions were answered at once and in the end, and what lured."""

from careered.i18n_marker import _
from careered.lessons.activities.contract import Turn
from careered.lessons.activities.placed import counted_line
from careered.lessons.activities.spot.grading import answered, marked_lures, marks_everything
from careered.lessons.activities.spot.lenses import LENSES
from careered.lessons.activities.spot.schema import Content
from careered.packs.models import Pack
from careered.progress.evidence import Evidence
from careered.web.i18n import translations

LURED = _("first fell for “%(words)s”")
EVERYTHING = _("first marked nearly everything")


def line(content: Content, turn: Turn, lang: str, pack: Pack) -> Evidence | None:
    """The heading, the count of each try, and what was marked by mistake in the first."""
    first, latest = (len(answered(content, values)) for values in (turn.first, turn.values))
    counted = counted_line(content, pack, lang, first=first, latest=latest, total=len(LENSES), tries=turn.tries)
    mistake = _mistake(content, turn, lang)
    return Evidence(counted.question, f"{counted.answer}; {mistake}") if mistake else counted


def _mistake(content: Content, turn: Turn, lang: str) -> str:
    gettext = translations(lang).gettext
    if marks_everything(content, turn.first):
        return gettext(EVERYTHING)
    lures = marked_lures(content, turn.first)[:1]
    words = [piece.text.in_language(lang) for piece in content.pieces if piece.id in lures]
    return gettext(LURED) % {"words": words[0]} if words else ""
