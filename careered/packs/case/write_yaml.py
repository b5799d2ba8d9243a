"""A framework as the text of framework.yaml, written as packs are written by hand. Read back, it is the same."""

import json
import re
from collections.abc import Iterator
from typing import Any

from careered.packs.scalars import resolve

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
# YAML would take some of these for line breaks; the others nobody sees in an editor.
UNSEEN = re.compile("[\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]")


def framework_yaml(framework: dict[str, Any], head: str = "") -> str:
    """The whole file; `head` are lines that stand as a comment above it."""
    comment = [f"# {line}" for line in head.splitlines()]
    items = framework["items"]
    above = [line for key, value in framework.items() if key != "items" for line in _entry(key, value, "  ")]
    listed = [line for item in items for line in _listed(item)]
    return "\n".join([*comment, "framework:", *above, "  items:", *listed]) + "\n"


def _listed(item: dict[str, Any]) -> Iterator[str]:
    lines = [line for key, value in item.items() for line in _entry(key, value, "      ")]
    yield "    - " + lines[0].lstrip()
    yield from lines[1:]


def _entry(key: str, value: Any, indent: str) -> Iterator[str]:
    """Words in several languages stand below each other where one line would be long."""
    line = f"{indent}{quoted(key)}: {flow(value)}"
    if isinstance(value, dict) and value and len(line) > 110:
        yield f"{indent}{quoted(key)}:"
        yield from (f"{indent}  {quoted(inner)}: {flow(each)}" for inner, each in value.items())
    else:
        yield line


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def quoted(words: str) -> str:
    """A text as a YAML scalar: plain where it can be nothing else."""
    if PLAIN.fullmatch(words) and isinstance(resolve(words), str):
        return words
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04X}", json.dumps(words, ensure_ascii=False))
