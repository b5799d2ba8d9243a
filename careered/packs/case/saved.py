"""A saved JSON file as plain values, with limits. Whatever the bytes are, the answer is a value or Refused."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from careered.packs.case.faults import Fault, Refused, excerpt
from careered.packs.decode import FORBIDDEN, Undecodable, decode
from careered.packs.tree import dotted

MAX_DOCUMENT = 16_000_000
Place = tuple[()] | tuple["Place", str | int]
"""The place above and the key or number in it; empty for the whole."""


def read_json(path: Path) -> Any:
    """The value in a file. No more is read than a document may have."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_DOCUMENT + 1)
    except OSError:
        raise Refused(Fault(path.name, "", "file_unreadable", "the file cannot be read")) from None
    return parse_json(path.name, content)


def parse_json(name: str, content: bytes) -> Any:
    """The value in the bytes of a file."""
    if len(content) > MAX_DOCUMENT:
        raise Refused(Fault(name, "", "file_too_large", "the file is larger than 16 MB"))
    try:
        value = json.loads(decode(content), object_pairs_hook=_once(name), parse_constant=_no_number)
    except Undecodable as fault:
        code = fault.code if fault.code == "not_utf8" else "control_character"
        raise Refused(Fault(name, _line(*fault.at), code, fault.sentence)) from None
    except json.JSONDecodeError as error:
        place = _line(error.lineno, error.colno)
        raise Refused(Fault(name, place, "not_json", f"this is not JSON: {error.msg}")) from None
    except RecursionError:
        raise Refused(Fault(name, "", "too_deep", "the content is nested too deeply")) from None
    except ValueError as error:
        raise Refused(Fault(name, "", "not_json", f"this is not JSON: {error}")) from None
    _refuse_control_characters(name, value)
    return value


def _line(line: int, column: int) -> str:
    return f"line {line}, column {column}"


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"“{word}” is not a number")


def _once(name: str) -> Any:
    """A hook that refuses a key standing twice: which of the two was meant, nobody can know."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) < len(found):
            twice, _ = Counter(key for key, _ in found).most_common(1)[0]
            raise Refused(Fault(name, "", "duplicate_key", f"“{excerpt(twice)}” stands twice in one object"))
        return made

    return pairs


def _refuse_control_characters(name: str, value: Any) -> None:
    """Escapes such as \\u0000 write characters that a pack's file may not hold."""
    for place, text in texts(value):
        if found := FORBIDDEN.search(text):
            sentence = f"an escape writes a character that no text holds (U+{ord(found[0]):04X})"
            raise Refused(Fault(name, path_of(place), "control_character", sentence))


def texts(value: Any) -> Iterator[tuple[Place, str]]:
    """Every text in a value, keys included, with its place. Places share their beginnings: a long key costs nothing."""
    waiting: list[tuple[Place, Any]] = [((), value)]
    while waiting:
        place, here = waiting.pop()
        if isinstance(here, str):
            yield place, here
        elif isinstance(here, dict):
            yield from ((place, key) for key in here)
            waiting += [((place, key), inner) for key, inner in here.items()]
        elif isinstance(here, list):
            waiting += [((place, number), inner) for number, inner in enumerate(here)]


def path_of(place: Place) -> str:
    """A place in words: `CFItems[0].notes`."""
    parts: list[str | int] = []
    while place:
        place, part = place
        parts.append(part if isinstance(part, int) else excerpt(part))
    return dotted(tuple(reversed(parts)))
