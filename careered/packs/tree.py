"""One YAML file as plain values, with the place of every key and value.

`broken` are the places under which a fault of the YAML itself was found: there the content is not checked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from careered.packs.problems import Problem, problem
from careered.packs.scalars import Scalar

Position = tuple[int, int]
KeyPath = tuple[str | int, ...]
Value = Scalar | list["Value"] | dict[str, "Value"]


class _Any:
    """Matches every key and every index in a pattern."""


ANY = _Any()
Pattern = tuple[str | _Any, ...]


@dataclass
class Tree:
    """What was read. Lines and columns count from 1; `words` are scalars as the author wrote them."""

    file: str
    value: Value = None
    keys: dict[KeyPath, Position] = field(default_factory=dict)
    values: dict[KeyPath, Position] = field(default_factory=dict)
    words: dict[KeyPath, str] = field(default_factory=dict)
    broken: set[KeyPath] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def report(self, at: Position, code: str, sentence: str, mend: str = "") -> None:
        """Notes a problem at a position."""
        self.problems.append(problem(self.file, at, code, sentence, mend))

    def at(self, path: KeyPath) -> Position:
        """Where a value begins; the start of the file for what has no place."""
        return self.values.get(path, (1, 1))

    def named_at(self, path: KeyPath) -> Position:
        """Where the key of a value stands; for list items and the whole file, where the value begins."""
        return self.keys.get(path) or self.at(path)

    def is_broken(self, path: KeyPath) -> bool:
        """Whether a fault of the YAML lies at this place or above it."""
        return any(path[:length] in self.broken for length in range(len(path) + 1))

    def select(self, *pattern: str | _Any) -> Iterator[tuple[KeyPath, Value]]:
        """Every value whose path matches, in the author's order. Wrong types on the way simply do not match."""
        found: list[tuple[KeyPath, Value]] = [((), self.value)]
        for part in pattern:
            found = [((*path, key), value) for path, here in found for key, value in _inside(here, part)]
        yield from found

    def texts(self, *pattern: str | _Any) -> Iterator[tuple[KeyPath, str]]:
        """As `select`, only texts."""
        for path, value in self.select(*pattern):
            if isinstance(value, str):
                yield path, value

    def numbers(self, *pattern: str | _Any) -> Iterator[tuple[KeyPath, int]]:
        """As `select`, only whole numbers."""
        for path, value in self.select(*pattern):
            if isinstance(value, int) and not isinstance(value, bool):
                yield path, value

    def sequences(self) -> Iterator[tuple[KeyPath, list[Value]]]:
        """Every list, outer ones first."""
        waiting: list[tuple[KeyPath, Value]] = [((), self.value)]
        while waiting:
            path, value = waiting.pop()
            if isinstance(value, list):
                yield path, value
            waiting += [((*path, key), inner) for key, inner in _inside(value, ANY)]


def _inside(value: Value, part: str | _Any) -> Iterator[tuple[str | int, Value]]:
    if isinstance(value, dict):
        if part is ANY:
            yield from value.items()
        elif isinstance(part, str) and part in value:
            yield part, value[part]
    elif isinstance(value, list) and part is ANY:
        yield from enumerate(value)


def dotted(path: KeyPath) -> str:
    """A path for people: `steps[0].title`."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return words.removeprefix(".")
