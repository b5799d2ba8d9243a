"""YAML text to a Tree, from the parser's events and without recursion: hostile nesting and aliases cost nothing.

Stricter than YAML: no anchors, aliases, tags, merge keys, directives, second documents or keys that are not
texts. A fault is noted and reading goes on wherever the rest still makes sense, so that all are found at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
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

from careered.packs.decode import FORBIDDEN, Undecodable, decode
from careered.packs.quick_yaml import UnusualYAML, quick_events
from careered.packs.scalars import resolve
from careered.packs.tree import KeyPath, Position, Tree, Value

MAX_DEPTH = 40


@dataclass
class _Open:
    """A mapping or list that is being filled. `ignored`: read only to find its end and its faults."""

    value: dict[str, Value] | list[Value]
    path: KeyPath
    ignored: bool
    as_key: bool = False
    key: str | None = None
    key_ignored: bool = False

    @property
    def wants_key(self) -> bool:
        return isinstance(self.value, dict) and self.key is None


class _TooDeep(Exception):
    """Reading stops here."""


def read_yaml(file: str, content: bytes) -> Tree:
    """The tree of one file. A file that cannot be read at all is broken as a whole: `()` is in `broken`."""
    tree = Tree(file)
    try:
        text = decode(content)
        _Reader(tree).read(YAML(typ="safe", pure=True).parse(text))
    except Undecodable as fault:
        _give_up(tree, fault.at, fault.code, fault.sentence)
    except _TooDeep:
        tree.broken.add(())
    except YAMLError as error:
        _give_up(tree, _error_position(error), "yaml_syntax", _error_words(error))
    if not tree.is_broken(()):
        _expect_keys(tree)
    return tree


def read_checked_yaml(file: str, content: bytes) -> Tree:
    """The same tree for a file that was without problems when it was checked, some twelve times as quickly.

    Whatever is unusual in it, or looks like a problem, is left to `read_yaml`: only that one says what is wrong.
    """
    tree = Tree(file)
    try:
        _Reader(tree).read(quick_events(decode(content)))
    except (UnusualYAML, Undecodable, _TooDeep):
        return read_yaml(file, content)
    return tree if isinstance(tree.value, dict) and not tree.problems else read_yaml(file, content)


def _expect_keys(tree: Tree) -> None:
    """A pack file is a mapping; an empty one says so unless another fault explains it."""
    if isinstance(tree.value, dict):
        return
    if tree.value is not None:
        tree.report(tree.at(()), "wrong_type", "the file is not made of keys and values")
    elif not tree.problems:
        tree.report((1, 1), "pack_empty", "the file is empty")
    tree.broken.add(())


def _give_up(tree: Tree, at: Position, code: str, sentence: str) -> None:
    tree.report(at, code, sentence)
    tree.broken.add(())


def _error_position(error: YAMLError) -> Position:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _error_words(error: YAMLError) -> str:
    words = [getattr(error, "context", None), getattr(error, "problem", None)]
    return "this is not YAML: " + (" ".join(word for word in words if word) or "it cannot be read")


def _tag(event: NodeEvent) -> str:
    tag = event.tag if isinstance(event, ScalarEvent | CollectionStartEvent) else None
    return str(tag or "")


def _position(event: Event) -> Position:
    return event.start_mark.line + 1, event.start_mark.column + 1


class _Reader:
    """Turns events into the values, places and problems of one tree."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.open: list[_Open] = []
        self.documents = 0

    def read(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, DocumentStartEvent):
                self._document(event)
            elif self.documents > 1:
                continue
            elif isinstance(event, CollectionEndEvent):
                self._close()
            elif isinstance(event, NodeEvent):
                self._node(event)

    def _document(self, event: DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents == 2:
            self.tree.report(_position(event), "pack_many_documents", "a second document begins here")
            self.tree.broken.add(())
        if event.version or event.tags:
            self.tree.report((1, 1), "directive_forbidden", "the file has a directive")

    def _node(self, event: NodeEvent) -> None:
        self._refuse_extras(event)
        if self.open and self.open[-1].wants_key:
            self._key(event)
        elif isinstance(event, CollectionStartEvent):
            self._begin(event)
        else:
            self._scalar(event)

    def _refuse_extras(self, event: NodeEvent) -> None:
        at = _position(event)
        if isinstance(event, AliasEvent):
            self.tree.report(at, "pack_alias_limit", f"“*{event.anchor}” repeats content by an alias")
            return
        if event.anchor:
            self.tree.report(at, "pack_alias_limit", f"“&{event.anchor}” is an anchor")
        if tag := _tag(event):
            self.tree.report(at, "pack_tag_forbidden", f"“{tag}” is a tag")

    def _key(self, event: NodeEvent) -> None:
        here = self.open[-1]
        if isinstance(event, ScalarEvent):
            self._scalar_key(here, event)
            return
        if not isinstance(event, AliasEvent):
            self.tree.report(_position(event), "non_text_key", "this key is a list or a mapping")
        here.key, here.key_ignored = "", True
        self.tree.broken.add(here.path)
        if isinstance(event, CollectionStartEvent):
            self._push(event, here.path, ignored=True, as_key=True)

    def _scalar_key(self, here: _Open, event: ScalarEvent) -> None:
        at, key = _position(event), self._word(event, here.path)
        path = (*here.path, key)
        here.key, here.key_ignored = key, here.ignored or path in self.tree.keys
        if key == "<<" and event.style is None:
            self.tree.report(at, "merge_key", "“<<” merges another mapping")
            self.tree.broken.add(here.path)
            here.key_ignored = True
        elif event.style is None and not isinstance(resolve(key), str):
            self.tree.report(at, "non_text_key", f"the key “{key}” is not a text", f'write it as "{key}"')
        if path in self.tree.keys and not here.ignored:
            line, _ = self.tree.keys[path]
            self.tree.report(at, "duplicate_key", f"“{key}” stands here a second time (first in line {line})")
        elif not here.key_ignored:
            self.tree.keys[path] = at

    def _begin(self, event: CollectionStartEvent) -> None:
        path, ignored = self._place(_position(event))
        self._push(event, path, ignored)

    def _push(self, event: CollectionStartEvent, path: KeyPath, ignored: bool, as_key: bool = False) -> None:
        if len(self.open) >= MAX_DEPTH:
            self.tree.report(_position(event), "too_deep", "the content is nested too deeply")
            raise _TooDeep
        value: dict[str, Value] | list[Value] = {} if isinstance(event, MappingStartEvent) else []
        self.open.append(_Open(value, path, ignored, as_key))

    def _close(self) -> None:
        done = self.open.pop()
        if not done.as_key:
            self._put(done.value, done.ignored)

    def _scalar(self, event: NodeEvent) -> None:
        path, ignored = self._place(_position(event))
        value: Value = None
        if isinstance(event, ScalarEvent):
            word = self._word(event, path)
            value = resolve(word) if event.style is None else word
            if not ignored:
                self.tree.words[path] = word
                # The parser places a value that is left out where the next thing begins; its key is nearer.
                if not word and event.style is None:
                    self.tree.values[path] = self.tree.named_at(path)
        if not ignored and (isinstance(event, AliasEvent) or _tag(event)):
            self.tree.broken.add(path)
        self._put(value, ignored)

    def _word(self, event: ScalarEvent, path: KeyPath) -> str:
        """The text of a scalar. Escapes in quotes can write characters that a file itself may not hold."""
        word = str(event.value)
        if found := FORBIDDEN.search(word):
            sentence = f"an escape writes a control character here (U+{ord(found[0]):04X})"
            self.tree.report(_position(event), "control_character", sentence)
            self.tree.broken.add(path)
        return FORBIDDEN.sub("", word)

    def _place(self, at: Position) -> tuple[KeyPath, bool]:
        """The path of the value that begins, noted unless it is ignored."""
        if not self.open:
            path: KeyPath = ()
            ignored = False
        else:
            here = self.open[-1]
            part = len(here.value) if isinstance(here.value, list) else here.key or ""
            path, ignored = (*here.path, part), here.ignored or here.key_ignored
        if not ignored:
            self.tree.values[path] = at
        return path, ignored

    def _put(self, value: Value, ignored: bool) -> None:
        """Hands a finished value to what holds it."""
        if not self.open:
            self.tree.value = value
            return
        here = self.open[-1]
        if isinstance(here.value, list):
            here.value.append(value)
            return
        if not ignored:
            here.value[here.key or ""] = value
        here.key, here.key_ignored = None, False
