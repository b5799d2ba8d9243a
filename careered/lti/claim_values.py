"""Reading single claim values tolerantly: platforms differ in types. An explicit null equals a missing claim."""

import math
import re
from collections.abc import Iterable, Mapping

from careered.lti.multilang import in_one_language
from careered.storable_text import is_invisible, storable

MAX_CLAIM_LENGTH = 255
MAX_TITLE_LENGTH = 4_096
"""Of a title with all its languages; looking for them in a longer one takes long."""
_MAX_EXACT_FLOAT = 2**53
_VARIABLE = re.compile(r"(?<![\w$])\$[A-Za-z]\w*(?:\.\w+)+")
"""A substitution variable that the platform did not resolve (CORE B), such as `$Context.title`; no price."""


def clean_text(value: object, max_length: int = MAX_CLAIM_LENGTH) -> str | None:
    """Text for display: storable, without unresolved variables, stripped, cut to max_length; None if nothing shows."""
    if not isinstance(value, str):
        return None
    text = value if value.isprintable() else storable(value)
    text = (_VARIABLE.sub("", text) if "$" in text else text).strip()[:max_length].strip()
    if text.isascii() and text.isprintable():  # most texts, and all of it shows
        return text or None
    return None if all(map(is_invisible, text)) else text


def read_title(value: object, locale: str = "") -> str | None:
    """A title that people typed, in one language of it; see clean_text. It is chosen before anything is cut off."""
    return clean_text(in_one_language(value[:MAX_TITLE_LENGTH], locale)) if isinstance(value, str) else None


def read_name(person: Mapping[str, object]) -> str | None:
    """`name`, else given and family name, of launch claims or a roster member; None if the platform sends no names."""
    parts = (clean_text(person.get("given_name")), clean_text(person.get("family_name")))
    return clean_text(person.get("name")) or clean_text(" ".join(part for part in parts if part))


def read_id(value: object) -> str | None:
    """An id: a string, or a whole number (some platforms send those) as its digits; None for anything else and ""."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, float) and value.is_integer() and abs(value) < _MAX_EXACT_FLOAT:
        value = int(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def read_number(value: object) -> float | None:
    """A finite number, also one that is written as a string; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def read_words(value: object) -> list[str]:
    """The strings of a list; a string alone is a list of words, as `scope` of RFC 6749 is."""
    return value.split() if isinstance(value, str) else as_strings(value) if isinstance(value, list) else []


def as_str(claims: Mapping[str, object], name: str) -> str:
    """The value of a claim that verify.py has checked to be there."""
    return str(claims[name])


def as_object(claims: Mapping[str, object], name: str) -> Mapping[str, object]:
    """The claim's JSON object; empty if it is missing or something else."""
    value = claims.get(name)
    return value if isinstance(value, dict) else {}


def as_list(claims: Mapping[str, object], name: str) -> list[object]:
    """The claim's JSON array; empty if it is missing or something else."""
    value = claims.get(name)
    return value if isinstance(value, list) else []


def as_strings(values: Iterable[object]) -> list[str]:
    """The strings among the values."""
    return [value for value in values if isinstance(value, str)]
