"""The teacher's line of a visit: what was seen, and whether it was the invented page."""

from collections.abc import Mapping
from typing import Any

from careered.i18n_marker import _
from careered.lessons.activities.contract import Turn
from careered.lessons.activities.mission.grading import CLOSED, seen, step_of
from careered.lessons.activities.mission.page import CHIP_WORDS
from careered.lessons.activities.mission.schema import NOT_FOUND, PAGE_CLOSED, Content
from careered.packs.models import Pack
from careered.progress.evidence import Evidence
from careered.web.i18n import translations

ON_THE_WAY = _("has visited the page but has not noted anything yet")
WITH_EXAMPLE = _("the page did not open; on the made-up page: %(seen)s")


def line(content: Content, turn: Turn, lang: str, pack: Pack) -> Evidence | None:
    """The heading, and what was seen in the words of the chips; None before the visit."""
    if not step_of(turn.values):
        return None
    return Evidence(content.title.in_language(lang, pack.default_language), _answer(content, turn.values, lang, pack))


def _answer(content: Content, values: Mapping[str, Any], lang: str, pack: Pack) -> str:
    gettext, is_example = translations(lang).gettext, step_of(values) == CLOSED
    chips = [_words(content, index, values, lang, pack) for index in range(len(content.questions))]
    found = ", ".join(chip for chip in chips if chip)
    if not found:
        return gettext(CHIP_WORDS[PAGE_CLOSED] if is_example else ON_THE_WAY)
    return gettext(WITH_EXAMPLE) % {"seen": found} if is_example else found


def _words(content: Content, index: int, values: Mapping[str, Any], lang: str, pack: Pack) -> str:
    question, gettext = content.questions[index], translations(lang).gettext
    words = {option.id: option.text.in_language(lang, pack.default_language) for option in question.options}
    words[NOT_FOUND] = gettext(CHIP_WORDS[NOT_FOUND])
    return ", ".join(words[chip] for chip in seen(content, index, values) if chip in words)
