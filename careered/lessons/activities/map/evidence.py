"""The teacher's line: the marked way, and the first one where it was another."""

from careered.lessons.activities.chat.evidence import BEFORE_NOW
from careered.lessons.activities.contract import Turn
from careered.lessons.activities.map.schema import Content
from careered.lessons.own_way import way_of
from careered.packs.models import Pack
from careered.progress.evidence import Evidence
from careered.web.i18n import translations


def line(content: Content, turn: Turn, lang: str, pack: Pack) -> Evidence | None:
    """The heading and the stops in their order; None where nothing is marked that the map still has."""
    now, first = way_of(pack, turn.values), way_of(pack, turn.first)
    if now is None:
        return None
    words = now.in_words(lang, pack.default_language)
    if first and first != now:
        before = first.in_words(lang, pack.default_language)
        words = translations(lang).gettext(BEFORE_NOW) % {"before": before, "now": words}
    return Evidence(content.title.in_language(lang, pack.default_language), words)
