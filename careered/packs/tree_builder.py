"""YAML events to a Tree, with every fault reported at its position.

Stricter than YAML: no anchors, aliases, tags, merge keys, directives, second documents or keys that are not
texts. Building continues after a fault wherever the rest still makes sense, so that all are found at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from careered.packs.text_decoding import FORBIDDEN_CHARACTERS
from careered.packs.yaml_scalars import resolve_scalar
from careered.packs.yaml_tree import KeyPath, Position, Tree, Value

MAX_DEPTH = 40


@dataclass
class _OpenCollection:
    """A mapping or list that is being filled.

    is_ignored: read only to find its end and its faults. is_key: it stands in place of a key. key: the pending key of
    a mapping. is_key_ignored: the pending key's value is read as is_ignored.
    """

    value: dict[str, Value] | list[Value]
    path: KeyPath
    is_ignored: bool
    is_key: bool = False
    key: str | None = None
    is_key_ignored: bool = False

    @property
    def expects_key(self) -> bool:
        return isinstance(self.value, dict) and self.key is None


class NestingTooDeep(Exception):
    """The content is nested deeper than MAX_DEPTH; the problem is reported and reading ends."""


class TreeBuilder:
    """Adds the values, positions and problems of one file to its tree.

    Iterative: open collections are on a list, so that the depth of a file cannot exhaust Python's stack.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.open_collections: list[_OpenCollection] = []
        self.document_count = 0

    def read(self, events: Iterable[Event]) -> None:
        """Add the first document; of further ones only the first is reported. Raises NestingTooDeep."""
        for event in events:
            if isinstance(event, DocumentStartEvent):
                self._start_document(event)
            elif self.document_count > 1:
                continue
            elif isinstance(event, CollectionEndEvent):
                self._end_collection()
            elif isinstance(event, NodeEvent):
                self._add_node(event)

    def _start_document(self, event: DocumentStartEvent) -> None:
        self.document_count += 1
        if self.document_count == 2:
            self.tree.report(_position(event), "pack_many_documents", "a second document begins here")
            self.tree.invalid_paths.add(())
        if event.version or event.tags:
            self.tree.report((1, 1), "directive_forbidden", "the file has a directive")

    def _add_node(self, event: NodeEvent) -> None:
        self._report_forbidden_syntax(event)
        if self.open_collections and self.open_collections[-1].expects_key:
            self._add_key(event)
        elif isinstance(event, CollectionStartEvent):
            self._start_collection(event)
        else:
            self._add_scalar(event)

    def _report_forbidden_syntax(self, event: NodeEvent) -> None:
        position = _position(event)
        if isinstance(event, AliasEvent):
            self.tree.report(position, "pack_alias_limit", f"“*{event.anchor}” repeats content by an alias")
            return
        if event.anchor:
            self.tree.report(position, "pack_alias_limit", f"“&{event.anchor}” is an anchor")
        if tag := _tag(event):
            self.tree.report(position, "pack_tag_forbidden", f"“{tag}” is a tag")

    def _add_key(self, event: NodeEvent) -> None:
        parent = self.open_collections[-1]
        if isinstance(event, ScalarEvent):
            self._add_scalar_key(parent, event)
            return
        if not isinstance(event, AliasEvent):
            self.tree.report(_position(event), "non_text_key", "this key is a list or a mapping")
        parent.key, parent.is_key_ignored = "", True
        self.tree.invalid_paths.add(parent.path)
        if isinstance(event, CollectionStartEvent):
            self._push(event, parent.path, is_ignored=True, is_key=True)

    def _add_scalar_key(self, parent: _OpenCollection, event: ScalarEvent) -> None:
        position, key = _position(event), self._scalar_text(event, parent.path)
        path = (*parent.path, key)
        parent.key, parent.is_key_ignored = key, parent.is_ignored or path in self.tree.keys
        if key == "<<" and event.style is None:
            self.tree.report(position, "merge_key", "“<<” merges another mapping")
            self.tree.invalid_paths.add(parent.path)
            parent.is_key_ignored = True
        elif event.style is None and not isinstance(resolve_scalar(key), str):
            self.tree.report(position, "non_text_key", f"the key “{key}” is not a text", f'write it as "{key}"')
        if path in self.tree.keys and not parent.is_ignored:
            line, _ = self.tree.keys[path]
            self.tree.report(position, "duplicate_key", f"“{key}” appears a second time (first on line {line})")
        elif not parent.is_key_ignored:
            self.tree.keys[path] = position

    def _start_collection(self, event: CollectionStartEvent) -> None:
        path, is_ignored = self._enter_value(_position(event))
        self._push(event, path, is_ignored)

    def _push(self, event: CollectionStartEvent, path: KeyPath, is_ignored: bool, is_key: bool = False) -> None:
        if len(self.open_collections) >= MAX_DEPTH:
            self.tree.report(_position(event), "too_deep", "the content is nested too deeply")
            raise NestingTooDeep
        value: dict[str, Value] | list[Value] = {} if isinstance(event, MappingStartEvent) else []
        self.open_collections.append(_OpenCollection(value, path, is_ignored, is_key))

    def _end_collection(self) -> None:
        collection = self.open_collections.pop()
        if not collection.is_key:
            self._add_to_parent(collection.value, collection.is_ignored)

    def _add_scalar(self, event: NodeEvent) -> None:
        path, is_ignored = self._enter_value(_position(event))
        value: Value = None
        if isinstance(event, ScalarEvent):
            text = self._scalar_text(event, path)
            value = resolve_scalar(text) if event.style is None else text
            if not is_ignored:
                self.tree.raw_scalars[path] = text
                # The parser positions an omitted value at the next token; its key is nearer.
                if not text and event.style is None:
                    self.tree.values[path] = self.tree.key_position(path)
        if not is_ignored and (isinstance(event, AliasEvent) or _tag(event)):
            self.tree.invalid_paths.add(path)
        self._add_to_parent(value, is_ignored)

    def _scalar_text(self, event: ScalarEvent, path: KeyPath) -> str:
        """The text of a scalar. Escapes in quotes can write characters that a file itself may not hold."""
        text = str(event.value)
        if match := FORBIDDEN_CHARACTERS.search(text):
            sentence = f"an escape writes a control character here (U+{ord(match[0]):04X})"
            self.tree.report(_position(event), "control_character", sentence)
            self.tree.invalid_paths.add(path)
        return FORBIDDEN_CHARACTERS.sub("", text)

    def _enter_value(self, position: Position) -> tuple[KeyPath, bool]:
        """The path of the value that begins, and whether it is ignored; its position is stored unless it is."""
        if not self.open_collections:
            path: KeyPath = ()
            is_ignored = False
        else:
            parent = self.open_collections[-1]
            key = len(parent.value) if isinstance(parent.value, list) else parent.key or ""
            path, is_ignored = (*parent.path, key), parent.is_ignored or parent.is_key_ignored
        if not is_ignored:
            self.tree.values[path] = position
        return path, is_ignored

    def _add_to_parent(self, value: Value, is_ignored: bool) -> None:
        """Put a finished value into the innermost open collection; without one it is the root."""
        if not self.open_collections:
            self.tree.value = value
            return
        parent = self.open_collections[-1]
        if isinstance(parent.value, list):
            parent.value.append(value)
            return
        if not is_ignored:
            parent.value[parent.key or ""] = value
        parent.key, parent.is_key_ignored = None, False


def _tag(event: NodeEvent) -> str:
    tag = event.tag if isinstance(event, ScalarEvent | CollectionStartEvent) else None
    return str(tag or "")


def _position(event: Event) -> Position:
    return event.start_mark.line + 1, event.start_mark.column + 1
