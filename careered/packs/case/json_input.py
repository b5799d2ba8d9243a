"""Untrusted JSON files as plain values, within limits: any bytes give a value or ImportRejected."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from careered.packs.case.errors import Fault, ImportRejected, excerpt
from careered.packs.text_decoding import FORBIDDEN_CHARACTERS, TextDecodeError, decode
from careered.packs.yaml_tree import dotted_path

MAX_DOCUMENT_BYTES = 16_000_000
JsonLocation = tuple[()] | tuple["JsonLocation", str | int]
"""The parent's location and the key or index in it; empty for the root."""


def read_json(path: Path) -> Any:
    """The value in a file. Reads at most MAX_DOCUMENT_BYTES + 1. Raises ImportRejected."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_DOCUMENT_BYTES + 1)
    except OSError:
        raise ImportRejected(Fault(path.name, "", "file_unreadable", "the file cannot be read")) from None
    return parse_json(path.name, content)


def parse_json(name: str, content: bytes) -> Any:
    """The value in the bytes of a file. name: of the file, for faults. Raises ImportRejected."""
    if len(content) > MAX_DOCUMENT_BYTES:
        raise ImportRejected(Fault(name, "", "file_too_large", "the file is larger than 16 MB"))
    try:
        value = json.loads(
            decode(content), object_pairs_hook=_reject_duplicate_keys(name), parse_constant=_reject_constant
        )
    except TextDecodeError as decode_error:
        code = decode_error.code if decode_error.code == "not_utf8" else "control_character"
        raise ImportRejected(
            Fault(name, _line_and_column(*decode_error.position), code, decode_error.sentence)
        ) from None
    except json.JSONDecodeError as error:
        location = _line_and_column(error.lineno, error.colno)
        raise ImportRejected(Fault(name, location, "not_json", f"this is not JSON: {error.msg}")) from None
    except RecursionError:
        raise ImportRejected(Fault(name, "", "too_deep", "the content is nested too deeply")) from None
    except ValueError as error:
        raise ImportRejected(Fault(name, "", "not_json", f"this is not JSON: {error}")) from None
    _reject_control_characters(name, value)
    return value


def _line_and_column(line: int, column: int) -> str:
    return f"line {line}, column {column}"


def _reject_constant(word: str) -> NoReturn:
    raise ValueError(f"“{word}” is not a number")


def _reject_duplicate_keys(name: str) -> Any:
    """An object_pairs_hook that rejects duplicate keys: which of the two is meant is unknown."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(items)
        if len(result) < len(items):
            duplicate, _ = Counter(key for key, _ in items).most_common(1)[0]
            raise ImportRejected(Fault(name, "", "duplicate_key", f"“{excerpt(duplicate)}” is twice in one object"))
        return result

    return pairs


def _reject_control_characters(name: str, value: Any) -> None:
    """Reject control characters, which escapes such as \\u0000 can write: a pack's file may not contain them."""
    for location, text in iter_texts(value):
        if match := FORBIDDEN_CHARACTERS.search(text):
            sentence = f"an escape writes a character that no text holds (U+{ord(match[0]):04X})"
            raise ImportRejected(Fault(name, format_location(location), "control_character", sentence))


def iter_texts(value: Any) -> Iterator[tuple[JsonLocation, str]]:
    """Every string in a value, keys included, with its location. Locations share their parents, to save memory."""
    stack: list[tuple[JsonLocation, Any]] = [((), value)]
    while stack:
        location, node = stack.pop()
        if isinstance(node, str):
            yield location, node
        elif isinstance(node, dict):
            yield from ((location, key) for key in node)
            stack += [((location, key), inner) for key, inner in node.items()]
        elif isinstance(node, list):
            stack += [((location, number), inner) for number, inner in enumerate(node)]


def format_location(location: JsonLocation) -> str:
    """A location in messages: `CFItems[0].notes`."""
    parts: list[str | int] = []
    while location:
        location, part = location
        parts.append(part if isinstance(part, int) else excerpt(part))
    return dotted_path(tuple(reversed(parts)))
