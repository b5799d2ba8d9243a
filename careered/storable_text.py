"""Text from outside, made storable where it enters: databases take neither NUL nor half a surrogate pair."""

import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"})
_INVISIBLE_LETTERS = frozenset(
    "\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}"
    "\N{BRAILLE PATTERN BLANK}"
)


def is_invisible(character: str) -> bool:
    """Whether a character alone shows nothing: blanks, marks of direction, joiners, what no font has."""
    return character in _INVISIBLE_LETTERS or unicodedata.category(character) in _INVISIBLE_CATEGORIES


def storable(text: str) -> str:
    """Text for display: without NUL, halves of surrogate pairs replaced."""
    return text if text.isprintable() else whole_characters(text).replace("\x00", "")


def is_storable_id(text: str) -> bool:
    """Whether an id may be kept: changing one could make it somebody else's, so it is refused instead."""
    return "\x00" not in text and REPLACEMENT not in whole_characters(text)


def whole_characters(text: str) -> str:
    """Each half of a surrogate pair becomes U+FFFD, two fitting halves one character."""
    if text.isascii() or text.isprintable():  # no surrogate: nearly every text; the first is known without a look at it
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def whole_characters_in_json(value: object) -> object:
    """A JSON value with whole characters in every string and member name. RecursionError if nested too deep."""
    if isinstance(value, str):
        return whole_characters(value)
    if isinstance(value, list):
        return [whole_characters_in_json(item) for item in value]
    if isinstance(value, dict):
        return {whole_characters(str(name)): whole_characters_in_json(item) for name, item in value.items()}
    return value
