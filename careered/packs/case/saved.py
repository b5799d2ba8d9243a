"""A saved JSON file as plain values, with limits. Whatever the bytes are, the answer is a value or Refused."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from careered.packs.case.faults import Fault, Refused, excerpt
from careered.packs.decode import FORBIDDEN, Undecodable, decode

MAX_DOCUMENT = 16_000_000


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
            keys = [key for key, _ in found]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise Refused(Fault(name, "", "duplicate_key", f"“{excerpt(twice)}” stands twice in one object"))
        return made

    return pairs


def _refuse_control_characters(name: str, value: Any) -> None:
    """Escapes such as \\u0000 write characters that a pack's file may not hold."""
    for place, text in texts(value):
        if found := FORBIDDEN.search(text):
            sentence = f"an escape writes a character that no text holds (U+{ord(found[0]):04X})"
            raise Refused(Fault(name, excerpt(place), "control_character", sentence))


def texts(value: Any) -> Iterator[tuple[str, str]]:
    """Every text in a value, keys included, with its place."""
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        place, here = waiting.pop()
        if isinstance(here, str):
            yield place, here
        elif isinstance(here, dict):
            yield from ((place, key) for key in here)
            waiting += [(f"{place}.{key}".lstrip("."), inner) for key, inner in here.items()]
        elif isinstance(here, list):
            waiting += [(f"{place}[{number}]", inner) for number, inner in enumerate(here)]
