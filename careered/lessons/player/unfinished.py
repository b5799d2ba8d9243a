"""Words that look unfinished (one letter, mashed keys): asked about once, kindly, and never blocked or told to staff.

One real word is enough. What is meant is the pupil's to say: both ways on are equally large.
"""

from collections.abc import Collection, Mapping
from typing import Any

from careered.lessons.answer_form import WORDS

ASKED, KEEP, WRITE = "asked", "keep", "write"
"""The field of the two ways on and its values: leave it like this (also: was asked before), or go on writing."""
VOWELS = frozenset("aeiouyåäöæøéèüáíóú")
ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm", "asdfghjklæø", "1234567890")
WALKS = frozenset(
    walk[begin:end]
    for row in ROWS
    for walk in (row, row[::-1])
    for begin in range(len(row))
    for end in range(begin + 1, len(row) + 1)
)
"""Every way along a row of keys, in both directions."""
LONGEST_WALK = max(map(len, WALKS))
MASHED = 4
"""Keys beside each other, one after the other, that make no word."""


def has_unfinished_words(values: Mapping[str, Any], unused: Collection[str] = ()) -> bool:
    """Whether something was typed in which no word can be made out. unused: fields whose words are no part of it."""
    fields = {name: value for name, value in values.items() if name.startswith(WORDS) and name not in unused}
    typed = [value for value in fields.values() if isinstance(value, str)]
    return any(text.strip() and all(map(_is_no_word, text.split())) for text in typed)


def _is_no_word(text: str) -> bool:
    letters = "".join(character for character in text.casefold() if character.isalnum())
    if len(letters) < 2 or (len(letters) > 2 and len(set(letters)) == 1):
        return True
    return _is_one_chunk(letters) or _is_along_a_row(letters) or _cannot_be_said(letters)


def _is_one_chunk(letters: str) -> bool:
    """The same two or three keys over and over."""
    return len(letters) >= 6 and any(letters == (letters[:size] * len(letters))[: len(letters)] for size in (2, 3))


def _is_along_a_row(letters: str) -> bool:
    """Most of it is a walk along a row of keys, in one direction; a number is none."""
    if letters.isdecimal():
        return False
    parts = (letters[begin : begin + size] for begin in range(len(letters)) for size in range(1, LONGEST_WALK + 1))
    return max((len(part) for part in parts if part in WALKS), default=0) >= max(MASHED, 0.6 * len(letters))


def _cannot_be_said(letters: str) -> bool:
    """No vowel, and longer than the usual abbreviations; only where letters are Latin."""
    return len(letters) > MASHED and letters.isascii() and letters.isalpha() and not VOWELS.intersection(letters)
