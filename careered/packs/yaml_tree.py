"""One YAML file as plain values, with the position of every key and value."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from careered.packs.problems import Problem, make_problem
from careered.packs.yaml_scalars import YamlScalar

Position = tuple[int, int]
KeyPath = tuple[str | int, ...]
Value = YamlScalar | list["Value"] | dict[str, "Value"]


class _Wildcard:
    """Matches every key and every index in a pattern."""


ANY = _Wildcard()
Pattern = tuple[str | _Wildcard, ...]


@dataclass
class Tree:
    """A parsed file. Positions are (line, column) from 1.

    raw_scalars: scalars as written in the file. invalid_paths: paths with a YAML fault at or below them; their content
    is not checked.
    """

    file: str
    value: Value = None
    keys: dict[KeyPath, Position] = field(default_factory=dict)
    values: dict[KeyPath, Position] = field(default_factory=dict)
    raw_scalars: dict[KeyPath, str] = field(default_factory=dict)
    invalid_paths: set[KeyPath] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def report(self, position: Position, code: str, sentence: str, hint: str = "") -> None:
        """Add a problem at a position."""
        self.problems.append(make_problem(self.file, position, code, sentence, hint))

    def value_position(self, path: KeyPath) -> Position:
        """Where a value begins; the start of the file for a path without a position."""
        return self.values.get(path, (1, 1))

    def key_position(self, path: KeyPath) -> Position:
        """Where the key of a value is; for list items and the root, where the value begins."""
        return self.keys.get(path) or self.value_position(path)

    def is_invalid(self, path: KeyPath) -> bool:
        """Whether the path or one of its parents is in invalid_paths."""
        return any(path[:length] in self.invalid_paths for length in range(len(path) + 1))

    def select(self, *pattern: str | _Wildcard) -> Iterator[tuple[KeyPath, Value]]:
        """Every value whose path matches, in file order. Values of the wrong type on the way do not match."""
        matches: list[tuple[KeyPath, Value]] = [((), self.value)]
        for part in pattern:
            matches = [((*path, key), value) for path, node in matches for key, value in _children(node, part)]
        yield from matches

    def texts(self, *pattern: str | _Wildcard) -> Iterator[tuple[KeyPath, str]]:
        """As `select`, strings only."""
        for path, value in self.select(*pattern):
            if isinstance(value, str):
                yield path, value

    def numbers(self, *pattern: str | _Wildcard) -> Iterator[tuple[KeyPath, int]]:
        """As `select`, integers only."""
        for path, value in self.select(*pattern):
            if isinstance(value, int) and not isinstance(value, bool):
                yield path, value

    def sequences(self) -> Iterator[tuple[KeyPath, list[Value]]]:
        """Every list with its path, outer ones first."""
        stack: list[tuple[KeyPath, Value]] = [((), self.value)]
        while stack:
            path, value = stack.pop()
            if isinstance(value, list):
                yield path, value
            stack += [((*path, key), inner) for key, inner in _children(value, ANY)]


def _children(value: Value, part: str | _Wildcard) -> Iterator[tuple[str | int, Value]]:
    if isinstance(value, dict):
        if part is ANY:
            yield from value.items()
        elif isinstance(part, str) and part in value:
            yield part, value[part]
    elif isinstance(value, list) and part is ANY:
        yield from enumerate(value)


def dotted_path(path: KeyPath) -> str:
    """A path in messages: `steps[0].title`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")
