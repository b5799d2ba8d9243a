"""Words in a question without a name that may speak of need. Staff judge what they mean; nothing of it is stored.

Looked for when a list is made, in all languages of the schools, and however they are spelt: in capitals, without dots,
rings and apostrophes, a letter twice or once, run together, with small words between ("jeg vil bare gerne dø").
"""

import re
import unicodedata
from functools import cache
from itertools import groupby

from careered.questions.need_phrases import phrases, words_between

_SPELLINGS = {
    "ä": "[aäæ]+e?",
    "æ": "[aäæ]+e?",
    "å": "[aåä]+",
    "ö": "[oöø]+e?",
    "ø": "[oöø]+e?",
    "'": "['’]?",
    "*": r"\w*",
}


def split_at_urgent(text: str) -> tuple[str, str, str] | None:
    """A text before, at and after its first urgent words; None where it has none."""
    composed = unicodedata.normalize("NFC", text)
    lowered = composed.replace("İ", "I").lower()  # no other letter is longer in lower case
    found = _pattern().search(_fillers().sub(lambda filler: "_" * len(filler[0]), lowered))
    return (composed[: found.start()], composed[slice(*found.span())], composed[found.end() :]) if found else None


@cache
def _fillers() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words_between())})\b")


@cache
def _pattern() -> re.Pattern[str]:
    patterns = [r"[\W_]{0,20}".join(map(_any_of, phrase.split())) for one in phrases().values() for phrase in one]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(patterns)})(?!\w)")


def _any_of(words: str) -> str:
    """One place of a phrase, in the notation of `need_phrases`."""
    end_of_sentence = r"(?=[\s_]*(?:[^\w\s]|$))"
    return end_of_sentence if words == "." else f"(?:{'|'.join(map(_spelling, words.split('|')))})"


def _spelling(word: str) -> str:
    return "".join(_SPELLINGS.get(letter, f"{letter}+") for letter, _again in groupby(word))
