"""The line of a scale: the pupil reads the levels, the teacher that it was done."""

from careered.lessons.activities.contract import Turn
from careered.lessons.activities.scale.page import view
from careered.lessons.activities.scale.schema import Content
from careered.packs.models import Pack
from careered.progress.evidence import Evidence


def line(content: Content, turn: Turn, lang: str, pack: Pack) -> Evidence | None:
    """The heading, and each statement's level. No number of words: of chosen words it could tell which."""
    question = content.title.in_language(lang, pack.default_language)
    return Evidence(question, view(content, turn, lang)["answers"], is_private=True, counts_words=False)
