"""The teacher's line: how it ended and what was told on the way, in the pack's words; else how far it came."""

from collections.abc import Mapping
from typing import Any

from careered.i18n_marker import _
from careered.lessons.activities.chat.grading import exchanges_of, node_after
from careered.lessons.activities.chat.schema import Content
from careered.lessons.activities.contract import Turn
from careered.packs.models import Pack
from careered.progress.evidence import Evidence
from careered.web.i18n import translations

SO_FAR = _("not finished yet, replies so far: %(count)s")
BEFORE_NOW = _("before: %(before)s, now: %(now)s")


def line(content: Content, turn: Turn, lang: str, pack: Pack) -> Evidence | None:
    """The heading, and which way it went; None before the first reply. A first way that was another one comes first."""
    if not exchanges_of(content, turn.values):
        return None
    before, now = (_way(content, values, lang, pack) for values in (turn.first, turn.values))
    has_changed = exchanges_of(content, turn.first) and before != now
    words = translations(lang).gettext(BEFORE_NOW) % {"before": before, "now": now} if has_changed else now
    return Evidence(content.title.in_language(lang, pack.default_language), words)


def _way(content: Content, values: Mapping[str, Any], lang: str, pack: Pack) -> str:
    exchanges = exchanges_of(content, values)
    end = node_after(content, exchanges).end
    spoken = [exchange.choice.line for exchange in exchanges if exchange.choice.line]
    words = [text.in_language(lang, pack.default_language) for text in ([end.line, *spoken] if end else spoken)]
    if not end:
        words.append(translations(lang).gettext(SO_FAR) % {"count": len(exchanges)})
    return "; ".join(words)
