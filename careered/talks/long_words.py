"""Where a long word of the route's stops may break, with a hyphen: not every browser knows the rules of a language."""

LAST_PARTS = ("højskole", "akademi", "sopimus", "utbildning", "högskola")
"""Second parts of compounds, as the names of schools in Danish, Finnish and Swedish have them."""
LONG = 11
"""Letters: a longer word does not fit into a column of five on a small screen."""
SOFT_HYPHEN = "\u00ad"


def breakable(name: str) -> str:
    """The name with soft hyphens before the second parts of its long words."""
    return " ".join(_word(word) if len(word) > LONG else word for word in name.split(" "))


def _word(word: str) -> str:
    part = next((part for part in LAST_PARTS if word.endswith(part) and word != part), "")
    return f"{word.removesuffix(part)}{SOFT_HYPHEN}{part}" if part else word
