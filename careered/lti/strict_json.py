"""Strict JSON: UTF-8, no duplicate keys, no NaN (RFC 7519 4, RFC 8259 4 and 8)."""

import json
import re

from careered.storable_text import whole_characters_in_json

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def parse_object(raw: bytes) -> dict[str, object]:
    """The JSON object in `raw`, with whole characters only. Raises ValueError for anything else."""
    try:
        text = raw.decode().removeprefix("\ufeff")
        value = _DECODER.decode(text)
        if "\\u" in text and _SURROGATE.search(text):  # UTF-8 has none, so only an escape may bring half a pair
            value = whole_characters_in_json(value)
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


_DECODER = json.JSONDecoder(object_pairs_hook=_reject_duplicate_keys, parse_constant=_reject_constant)
