"""Two friendly words for somebody whose platform shares no name: the same every time, in every language.

The word lists stand line by line beside each other, so "Golden fox" is "Kultainen kettu" for another reader. All
nouns of a language have one gender, so that every pair is right; none of the words can tease (nature, weather,
kind qualities; no size, no body, no slowness). The choice is a keyed hash: nobody can go back from it without the
installation's secret, and in another class the same person has other words.
"""

import hashlib
import hmac
from collections.abc import Iterable
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"
FALLBACK = "en"
EACH = 64
PAIRS = EACH * EACH
STEP = EACH + 1  # the next pair has another adjective and another noun, and every pair is met once


@cache
def word_lists(lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Adjectives and nouns of a language; English where there are none."""
    path = WORDS / f"{lang}.txt"
    text = (path if path.exists() else WORDS / f"{FALLBACK}.txt").read_text(encoding="utf-8")
    adjectives, nouns = text.strip().split("\n\n")
    return tuple(adjectives.split("\n")), tuple(nouns.split("\n"))


def _number(secret: bytes, class_id: str, person_id: str) -> int:
    message = f"pseudonym\n{class_id}\n{person_id}".encode()
    return int.from_bytes(hmac.digest(secret, message, hashlib.sha256)[:8], "big") % PAIRS


def _words(number: int, lang: str) -> str:
    adjectives, nouns = word_lists(lang)
    return f"{adjectives[number // EACH]} {nouns[number % EACH]}".capitalize()


def pseudonym(secret: bytes, class_id: str, person_id: str, lang: str) -> str:
    """The two words of one person. In a whole class two people can meet: see `pseudonyms`."""
    return _words(_number(secret, class_id, person_id), lang)


def pseudonyms(secret: bytes, class_id: str, person_ids: Iterable[str], lang: str) -> dict[str, str]:
    """The words of a whole class by person, each pair once; who would share a pair gets the next free one."""
    taken: set[int] = set()
    words = {}
    for person_id in sorted(person_ids):
        number = _number(secret, class_id, person_id)
        while number in taken and len(taken) < PAIRS:
            number = (number + STEP) % PAIRS
        taken.add(number)
        words[person_id] = _words(number, lang)
    return words
