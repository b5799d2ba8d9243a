"""The teacher's line of a question: what was chosen in the end, and what first where that was something else."""

from collections.abc import Mapping
from typing import Any

from careered.i18n_marker import _
from careered.lessons.activities.choose.grading import chosen_ids
from careered.lessons.activities.choose.schema import Content
from careered.lessons.activities.contract import Turn, Verdict
from careered.packs.models import Pack
from careered.progress.evidence import Evidence
from careered.web.i18n import translations

RIGHT_AT_ONCE = _("%(answer)s (right first time)")
RIGHT_LATER = _("%(answer)s (right on the second try, first: %(first)s)")
TOLD = _("%(answer)s (not right, first: %(first)s)")
TOLD_AGAIN = _("%(answer)s (not right)")
"""Both times the same."""
BEFORE_AND_NOW = _("before: %(before)s, now: %(now)s")


def line(content: Content, turn: Turn, lang: str, pack: Pack) -> Evidence | None:
    """The question, and the answer in a few words. Of private ones not even their number: it could tell which."""
    question = content.title.in_language(lang, pack.default_language)
    return Evidence(question, _answer(content, turn, lang), content.is_private, counts_words=not content.is_private)


def _answer(content: Content, turn: Turn, lang: str) -> str:
    now, first = _words(content, turn.values, lang), _words(content, turn.first, lang)
    gettext = translations(lang).gettext
    if content.compares:
        before = _words(content, turn.earlier.get(content.compares, {}), lang)
        return gettext(BEFORE_AND_NOW) % {"before": before, "now": now} if before else now
    if turn.verdict is Verdict.RIGHT:
        return gettext(RIGHT_AT_ONCE if turn.tries == 1 else RIGHT_LATER) % {"answer": now, "first": first}
    if turn.verdict is Verdict.TOLD:
        return gettext(TOLD if first != now else TOLD_AGAIN) % {"answer": now, "first": first}
    return now


def _words(content: Content, values: Mapping[str, Any], lang: str) -> str:
    chosen = set(chosen_ids(values))
    return "; ".join(option.text.in_language(lang) for option in content.options if option.id in chosen)
