"""JSON that nobody can read in two ways: no duplicate keys, no NaN, no broken text (RFC 7519 4, RFC 8259 4 and 8)."""

import json


def parse_object(raw: bytes) -> dict[str, object]:
    """A JSON object. Raises ValueError for anything else, whatever is wrong with it."""
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair cannot be written anywhere later
    except RecursionError as fault:
        raise ValueError("nested too deep") from fault
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _no_constant(word: str) -> object:
    raise ValueError(f"{word} is not JSON")
