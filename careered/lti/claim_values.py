"""Reading single claim values tolerantly: platforms differ in types. An explicit null equals a missing claim."""

from collections.abc import Iterable, Mapping

MAX_CLAIM_LENGTH = 255


def clean_text(value: object, max_length: int = MAX_CLAIM_LENGTH) -> str | None:
    """Text for display: stripped, without NUL (databases reject it), cut to max_length; None if nothing is left."""
    if not isinstance(value, str):
        return None
    return value.replace("\x00", "").strip()[:max_length] or None


def read_name(person: Mapping[str, object]) -> str | None:
    """`name`, else given and family name, of launch claims or a roster member; None if the platform sends no names."""
    parts = (clean_text(person.get("given_name")), clean_text(person.get("family_name")))
    return clean_text(person.get("name")) or clean_text(" ".join(part for part in parts if part))


def read_id(value: object) -> str | None:
    """An id: a string, or an integer (some platforms send those) as its digits; None for anything else and for ""."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


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
