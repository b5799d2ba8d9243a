"""Strict JSON: no duplicate keys, no NaN, no invalid Unicode (RFC 7519 4, RFC 8259 4 and 8)."""

import json


def parse_object(raw: bytes) -> dict[str, object]:
    """The JSON object in `raw`. Raises ValueError for anything else."""
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_reject_duplicate_keys, parse_constant=_reject_constant)
        json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate could not be encoded later
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _reject_duplicate_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("duplicate key")
    return members


def _reject_constant(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")
