"""A Tree by libyaml, for files that were checked before: a national pack in a fifteenth of the strict reader's time.

libyaml reads YAML 1.1 and words its errors differently, so it decides nothing: only what means the same in both is
read, as `tree_builder` would, and anything else raises UnusualYAML.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from careered.packs.text_decoding import FORBIDDEN_CHARACTERS
from careered.packs.tree_builder import MAX_DEPTH
from careered.packs.yaml_scalars import resolve_scalar
from careered.packs.yaml_tree import KeyPath, Position, Tree, Value

# Line ends in YAML 1.1, plain characters in 1.2; and tabs, which libyaml takes after a key.
_READ_DIFFERENTLY = re.compile("[\t\x85\u2028\u2029]")
_STARTS = {yaml.MappingStartEvent: dict, yaml.SequenceStartEvent: list}
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_OF_THE_FILE = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)


class UnusualYAML(Exception):
    """The text has something that the two parsers may read differently, that is a fault, or that cannot be read."""


def quick_tree(file: str, text: str) -> Tree:
    """The tree of one plain document whose root is a mapping or a list. Raises UnusualYAML."""
    builder = _QuickBuilder(Tree(file))
    for event in _events(text):
        builder.add(event)
    return builder.tree


def _events(text: str) -> Iterator[Any]:
    if not yaml.__with_libyaml__ or _READ_DIFFERENTLY.search(text):
        raise UnusualYAML
    try:
        yield from yaml.parse(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise UnusualYAML from error


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being filled. key: the pending key of a mapping."""

    value: Any
    path: KeyPath
    key: str | None = None


class _QuickBuilder:
    """As TreeBuilder, for what has no fault."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._open: list[_Open] = []
        self._has_document = False

    def add(self, event: Any) -> None:
        """Add what one of the parser's events says."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._add_scalar(event)
        elif kind in _STARTS:
            self._start(event, _STARTS[kind]())
        elif kind in _ENDS:
            self._open.pop()
        elif kind is yaml.DocumentStartEvent and not (self._has_document or event.version or event.tags):
            self._has_document = True
        elif kind not in _OF_THE_FILE:
            raise UnusualYAML

    def _start(self, event: Any, value: Any) -> None:
        if event.anchor or event.tag or len(self._open) >= MAX_DEPTH:
            raise UnusualYAML
        path = self._place(value)
        self.tree.values[path] = _position(event)
        self._open.append(_Open(value, path))

    def _add_scalar(self, event: Any) -> None:
        text, is_plain = event.value, not event.style
        if event.anchor or event.tag or not self._open or (event.style == '"' and FORBIDDEN_CHARACTERS.search(text)):
            raise UnusualYAML
        value = resolve_scalar(text) if is_plain else text
        parent = self._open[-1]
        if type(parent.value) is dict and parent.key is None:
            self._add_key(
                parent, text, _position(event), is_text=isinstance(value, str) and (text != "<<" or not is_plain)
            )
            return
        path = self._place(value)
        is_omitted = is_plain and not text  # the parser positions it at the next token; its key is nearer
        self.tree.raw_scalars[path] = text
        self.tree.values[path] = (is_omitted and self.tree.keys.get(path)) or _position(event)

    def _add_key(self, parent: _Open, key: str, position: Position, *, is_text: bool) -> None:
        path = (*parent.path, key)
        if not is_text or path in self.tree.keys:
            raise UnusualYAML
        self.tree.keys[path] = position
        parent.key = key

    def _place(self, value: Value) -> KeyPath:
        """Put a value into the innermost open collection, or at the root; its path."""
        if not self._open:
            self.tree.value = value
            return ()
        parent = self._open[-1]
        if type(parent.value) is list:
            parent.value.append(value)
            return (*parent.path, len(parent.value) - 1)
        if parent.key is None:  # a list or a mapping in place of a key
            raise UnusualYAML
        key, parent.key = parent.key, None
        parent.value[key] = value
        return (*parent.path, key)


def _position(event: Any) -> Position:
    return event.start_mark.line + 1, event.start_mark.column + 1
