"""Write a framework as framework.yaml, formatted like hand-written packs. Reading it back gives an equal value."""

import json
import re
from collections.abc import Iterator
from typing import Any

from careered.packs.yaml_scalars import resolve_scalar

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
# YAML reads some of these as line breaks; the others are invisible in an editor.
INVISIBLE_CHARACTERS = re.compile("[\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]")


def framework_yaml(framework: dict[str, Any], comment_text: str = "") -> str:
    """The text of the file. comment_text: lines for a comment at the top."""
    comment_lines = [f"# {line}" for line in comment_text.splitlines()]
    items = framework["items"]
    field_lines = [line for key, value in framework.items() if key != "items" for line in _key_lines(key, value, "  ")]
    item_lines = [line for item in items for line in _list_item(item)]
    return "\n".join([*comment_lines, "framework:", *field_lines, "  items:", *item_lines]) + "\n"


def _list_item(item: dict[str, Any]) -> Iterator[str]:
    lines = [line for key, value in item.items() for line in _key_lines(key, value, "      ")]
    yield "    - " + lines[0].lstrip()
    yield from lines[1:]


def _key_lines(key: str, value: Any, indent: str) -> Iterator[str]:
    """`key: value` on one line; a long localized text has one line per language."""
    line = f"{indent}{quote(key)}: {flow_style(value)}"
    if isinstance(value, dict) and value and len(line) > 110:
        yield f"{indent}{quote(key)}:"
        yield from (f"{indent}  {quote(inner)}: {flow_style(inner_value)}" for inner, inner_value in value.items())
    else:
        yield line


def flow_style(value: Any) -> str:
    """A value in YAML's flow style, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quote(key)}: {flow_style(inner_value)}" for key, inner_value in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow_style, value)) + "]"
    return quote(value) if isinstance(value, str) else json.dumps(value)


def quote(text: str) -> str:
    """A string as a YAML scalar: plain where no other value has that notation, else in double quotes."""
    if PLAIN.fullmatch(text) and isinstance(resolve_scalar(text), str):
        return text
    return INVISIBLE_CHARACTERS.sub(lambda match: f"\\u{ord(match[0]):04X}", json.dumps(text, ensure_ascii=False))
