"""What plan and reflect have in common: how their answers are read, put together, shown and told to the teacher.

Nothing is right or wrong. Tapping is enough; telling the teacher in person is just as good.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from careered.lessons.activities.choose.grading import chosen_ids
from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.activities.phrases import PLACE, Group, Phrase, PhraseCard, fill_gap
from careered.lessons.answer_form import (
    MISSING_CHOICE,
    MISSING_TEXT,
    WORDS,
    AnswerParser,
    AnswerValues,
    FieldError,
    ParsedAnswer,
)
from careered.lessons.visibility import VISIBLE_TO_PUPIL
from careered.packs.models import LocalizedText, Pack
from careered.progress.evidence import Evidence

PHRASE, TELL = "phrase-", "tell"
OWN = ":own"
"""The value of the chip "In my own words"; no phrase can have this id."""
DONE = "done"
"""The key of what is said to everybody."""
TELLS_TEACHER = "tell_teacher"


def read_answer(content: PhraseCard, parser: AnswerParser) -> ParsedAnswer:
    """A phrase for everything that is asked, with words where it has a place for them; or "I would rather tell"."""
    tells_teacher = parser.flag(TELL)
    for group in content.groups:
        _read(group, parser, is_needed=not tells_teacher)
    return parser.result(help_reason=TELLS_TEACHER if tells_teacher else "")


def _read(group: Group, parser: AnswerParser, *, is_needed: bool) -> None:
    allowed = [*[phrase.id for phrase in group.phrases], *([OWN] if group.own else [])]
    chosen = parser.choice(PHRASE + group.id, allowed, required=False)
    words = parser.text(WORDS + group.id) if group.takes_words else ""
    if not chosen and group.own and words.strip():  # written without a chip, where the field is always in view
        parser.values[PHRASE + group.id] = chosen = OWN
    if is_needed and not parser.errors and not chosen:
        parser.errors.append(FieldError(PHRASE + group.id, MISSING_CHOICE))
    elif is_needed and not parser.errors and _wants_words(group, chosen) and not words.strip():
        parser.errors.append(FieldError(WORDS + group.id, MISSING_TEXT))


def _wants_words(group: Group, chosen: object) -> bool:
    phrase = group.phrase(chosen)
    return phrase.has_gap if phrase else chosen == OWN


def unused_words(content: PhraseCard, values: Mapping[str, Any]) -> frozenset[str]:
    """Fields with words from before a whole phrase was chosen: nobody sees them, so nobody asks about them."""
    return frozenset(
        WORDS + group.id
        for group in content.groups
        if values.get(PHRASE + group.id) and not _wants_words(group, values[PHRASE + group.id])
    )


def grade(content: PhraseCard, values: AnswerValues, turn: Turn) -> Grade:
    """Kept, whatever was chosen; said are the phrases' own reasons, else what is said to everybody."""
    phrases = [(group, group.phrase(values.get(PHRASE + group.id))) for group in content.groups]
    keys = [f"{group.id}.{phrase.id}" for group, phrase in phrases if phrase and phrase.reason]
    is_told = values.get(TELL) == "yes" and not any(phrase for _group, phrase in phrases)
    return Grade(Verdict.KEPT, tuple(keys[:1] or ([] if is_told else [DONE])))


def reason(content: PhraseCard, key: str) -> LocalizedText | None:
    """The text of a key."""
    group_id, _dot, phrase_id = key.partition(".")
    phrases = [group.phrase(phrase_id) for group in content.groups if group.id == group_id]
    return content.done if key == DONE else next((phrase.reason for phrase in phrases if phrase), None)


def sentence(content: PhraseCard, values: Mapping[str, Any], lang: str, fallback: str = "") -> str:
    """What was chosen and written, as one text; "" where nothing was."""
    chosen = {group.id: _chosen_text(group, values, lang, fallback) for group in content.groups}
    if content.sentence and all(chosen.values()):
        whole = content.sentence.in_language(lang, fallback)
        return PLACE.sub(lambda place: chosen.get(place[1], "").rstrip("."), whole)
    return " ".join(filter(None, chosen.values()))


def _chosen_text(group: Group, values: Mapping[str, Any], lang: str, fallback: str) -> str:
    words = " ".join(str(values.get(WORDS + group.id, "")).split())
    chosen = values.get(PHRASE + group.id)
    phrase = group.phrase(chosen)
    if phrase:
        return fill_gap(phrase.text.in_language(lang, fallback), words)
    return words if chosen == OWN else ""


def view(content: PhraseCard, turn: Turn, lang: str) -> Mapping[str, Any]:
    """groups: id, field, text, choices (id, text, wants_words, checked), own (one chip more),
    own_checked, words_field ("" where nothing is written), words.

    sentence: what came of it. places: the sentence as written, for the script. is_private: nobody else reads it.
    tells: the pupil would rather tell. room: the chips are what it is about, the picture gets what they leave.
    """
    values = turn.entered or turn.values
    return {
        "groups": [_group_view(group, values, _offered(group, turn), lang) for group in content.groups],
        "sentence": sentence(content, values, lang),
        "places": content.sentence.in_language(lang) if content.sentence else "",
        "is_private": content.visible_to == VISIBLE_TO_PUPIL,
        "tells": values.get(TELL) == "yes",
        "room": True,
    }


def _offered(group: Group, turn: Turn) -> Sequence[Phrase]:
    """The phrases that were picked on an earlier card, and the one that is chosen; all where none was picked."""
    values = turn.latest.get(group.picked.card, {}) if group.picked else {}
    into = group.picked.group if group.picked else None
    ids = {name.partition("-")[2] for name, value in values.items() if into and value == into}
    ids |= set(chosen_ids(values)) if not into else set()
    picked = [phrase for phrase in group.phrases if phrase.id in ids]
    chosen = group.phrase(turn.values.get(PHRASE + group.id))
    return [*picked, *([chosen] if chosen and chosen not in picked else [])] if picked else group.phrases


def _group_view(group: Group, values: Mapping[str, Any], phrases: Sequence[Phrase], lang: str) -> dict[str, Any]:
    chosen = values.get(PHRASE + group.id)
    choices = [
        {
            "id": phrase.id,
            "text": phrase.text.in_language(lang),
            "wants_words": phrase.has_gap,
            "checked": phrase.id == chosen,
        }
        for phrase in phrases
    ]
    return {
        "id": group.id,
        "field": PHRASE + group.id,
        "text": group.text.in_language(lang),
        "choices": choices,
        "own": group.own,
        "own_checked": chosen == OWN,
        "words_field": WORDS + group.id if group.takes_words else "",
        "words": values.get(WORDS + group.id, ""),
    }


def line(content: PhraseCard, turn: Turn, lang: str, pack: Pack) -> Evidence | None:
    """The heading and the sentence. Of private phrases not even the number of words is told: it could tell which."""
    words = sentence(content, turn.values, lang, pack.default_language)
    question = content.title.in_language(lang, pack.default_language)
    is_private = content.visible_to == VISIBLE_TO_PUPIL
    return Evidence(question, words, is_private, counts_words=not is_private) if words else None
