"""The teacher's line of a note: what was put up, or that nothing was."""

from careered.i18n_marker import _
from careered.lessons.activities.contract import Turn
from careered.lessons.activities.post.note import note
from careered.lessons.activities.post.schema import Content
from careered.packs.models import Pack
from careered.progress.evidence import Evidence
from careered.web.i18n import translations

NOT_PUT_UP = _("put nothing on the board")
WITH_WORDS = _("%(choice)s, “%(words)s”")


def line(content: Content, turn: Turn, lang: str, pack: Pack) -> Evidence | None:
    """The question, and the note; None before it is handed in."""
    if turn.verdict is None:
        return None
    gettext, put_up = translations(lang).gettext, note(content, turn.values, lang)
    words = put_up.subject if put_up else gettext(NOT_PUT_UP)
    if put_up and put_up.text:
        words = gettext(WITH_WORDS) % {"choice": put_up.subject, "words": put_up.text}
    return Evidence(content.title.in_language(lang, pack.default_language), words)
