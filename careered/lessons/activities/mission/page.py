"""The two screens of a visit: what to do there, then chips for what was seen, with the invented page in its place."""

from collections.abc import Mapping
from typing import Any

from careered.i18n_marker import _
from careered.lessons.activities.contract import Turn
from careered.lessons.activities.mission.grading import CLOSED, FIELD, chip_ids, seen, step_of
from careered.lessons.activities.mission.schema import NOT_FOUND, PAGE_CLOSED, Content
from careered.lessons.activities.mission.sketch import sketch_view
from careered.web.i18n import translations

CHIP_WORDS = {NOT_FOUND: _("not found"), PAGE_CLOSED: _("the page did not open")}


def view(content: Content, turn: Turn, lang: str) -> Mapping[str, Any]:
    """title, text: of this screen. step: "" before the visit, then how one looked. draws: the picture makes way.

    Before: sketch (see `sketch_view`), look and aside (where the card's own words stand, in small). After: questions
    (field, text, several, chips: id, text, checked), practice, or the sketch where the card has no picture. room: the
    chips are what it is about, the picture gets what they leave.
    """
    values = turn.entered or turn.values
    step = step_of(values)
    if not step:
        sketch = sketch_view(content, lang)
        look = [task.text.in_language(lang) for task in content.look]
        return {"step": "", "look": look, "sketch": sketch, "aside": "", "text": "", "draws": sketch is not None}
    practice = _practice(content, lang) if step == CLOSED else None
    sketch = None if practice or content.picture else sketch_view(content, lang)
    questions = [_question(content, index, values, lang) for index in range(len(content.questions))]
    said = content.page_closed.in_language(lang) if practice and not turn.is_answered else ""
    title = content.found.in_language(lang)
    return {
        "step": step,
        "title": title,
        "text": said,
        "draws": practice is not None,
        "room": True,
        "sketch": sketch,
        "practice": practice,
        "questions": questions,
    }


def _question(content: Content, index: int, values: Mapping[str, Any], lang: str) -> dict[str, Any]:
    question, chosen = content.questions[index], seen(content, index, values)
    texts = {chip: translations(lang).gettext(words) for chip, words in CHIP_WORDS.items()}
    texts |= {option.id: option.text.in_language(lang) for option in question.options}
    chips = [
        {"id": chip, "text": texts[chip], "checked": chip in chosen}
        for chip in chip_ids(content, index, step_of(values))
    ]
    field, text = FIELD + question.id, question.text.in_language(lang)
    return {"field": field, "text": text, "several": question.several, "chips": chips}


def _practice(content: Content, lang: str) -> dict[str, Any]:
    practice = content.practice
    return {
        "name": practice.name.in_language(lang),
        "title": practice.title.in_language(lang),
        "lines": [line.in_language(lang) for line in practice.lines],
    }
