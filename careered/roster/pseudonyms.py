"""Pseudonyms: an adjective and a noun for a person whose platform shares no name, stable and in every language.

The word lists are parallel, line by line, so "Golden fox" is "Kultainen kettu" for another reader. All nouns of a
language have one gender, so that every pair is grammatical; no word can tease (nature, weather, kind qualities; no
size, body or slowness). The pair is chosen by a keyed hash: it cannot be reversed without the installation's secret,
and differs between classes.
"""

import hashlib
import hmac
from collections.abc import Iterable
from functools import cache
from pathlib import Path

WORD_LIST_FOLDER = Path(__file__).parent / "words"
FALLBACK_LANGUAGE = "en"
WORDS_PER_LIST = 64
PAIR_COUNT = WORDS_PER_LIST * WORDS_PER_LIST
PROBE_STEP = WORDS_PER_LIST + 1  # the next pair has another adjective and another noun, and every pair is met once


@cache
def word_lists(lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Adjectives and nouns of a language; English where there are none."""
    path = WORD_LIST_FOLDER / f"{lang}.txt"
    text = (path if path.exists() else WORD_LIST_FOLDER / f"{FALLBACK_LANGUAGE}.txt").read_text(encoding="utf-8")
    adjectives, nouns = text.strip().split("\n\n")
    return tuple(adjectives.split("\n")), tuple(nouns.split("\n"))


def _pair_index(secret: bytes, class_id: str, person_id: str) -> int:
    message = f"pseudonym\n{class_id}\n{person_id}".encode()
    return int.from_bytes(hmac.digest(secret, message, hashlib.sha256)[:8], "big") % PAIR_COUNT


def _pair_text(pair_index: int, lang: str) -> str:
    adjectives, nouns = word_lists(lang)
    return f"{adjectives[pair_index // WORDS_PER_LIST]} {nouns[pair_index % WORDS_PER_LIST]}".capitalize()


def pseudonym(secret: bytes, class_id: str, person_id: str, lang: str) -> str:
    """The pseudonym of one person. Two members of a class may get the same one: see `pseudonyms`."""
    return _pair_text(_pair_index(secret, class_id, person_id), lang)


def pseudonyms(secret: bytes, class_id: str, person_ids: Iterable[str], lang: str) -> dict[str, str]:
    """Pseudonyms of a whole class by person id, each pair once: on a collision the next free pair is taken."""
    used: set[int] = set()
    by_person = {}
    for person_id in sorted(person_ids):
        pair_index = _pair_index(secret, class_id, person_id)
        while pair_index in used and len(used) < PAIR_COUNT:
            pair_index = (pair_index + PROBE_STEP) % PAIR_COUNT
        used.add(pair_index)
        by_person[person_id] = _pair_text(pair_index, lang)
    return by_person
