"""Rendered text in memory, with holes for what is one's own: what is the same for many is drawn once.

Nothing of a person may be in a cached text: callers draw it for `for_anybody(shell)`, and fill it for each request.
Where that cannot be (a teacher's grid), it is cached in `people_cache.py`.
"""

import re
import secrets
import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from markupsafe import escape

from careered.web.rendering import Shell

T = TypeVar("T")
_NONCE = secrets.token_hex(16)  # no text of a pack can hold it
_HOLES = re.compile(rf"{_NONCE}-([a-z_]+)-")
_SAFE = re.compile(r"[A-Za-z0-9_-]*")


def hole(name: str) -> str:
    """What stands in a cached text where something is to be filled in. name: of letters and underscores."""
    return f"{_NONCE}-{name}-"


TOKEN_HOLE, CLASS_HOLE, NAME_HOLE = hole("token"), hole("class"), hole("name")


@dataclass(frozen=True)
class TextWithHoles:
    """A text that is cut at its holes, once, and in UTF-8: to fill it is one join. holes: their places and names."""

    pieces: list[bytes]
    holes: list[tuple[int, str]]

    @classmethod
    def cut(cls, text: str) -> "TextWithHoles":
        """A text with marks of `hole` in it."""
        pieces = _HOLES.split(text)
        return cls([piece.encode() for piece in pieces], list(enumerate(pieces))[1::2])

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """The text with these values in its holes. Raises KeyError for a hole that has none."""
        pieces = self.pieces.copy()
        for place, name in self.holes:
            pieces[place] = values[name]
        return b"".join(pieces)

    def fill_some(self, values: Mapping[str, bytes]) -> "TextWithHoles":
        """The same with these values in their holes; the others stay open."""
        pieces = self.pieces.copy()
        for place, name in self.holes:
            pieces[place] = values.get(name, b"")
        return TextWithHoles(pieces, [(place, name) for place, name in self.holes if name not in values])

    def __str__(self) -> str:
        return self.fill({name: hole(name).encode() for _place, name in self.holes}).decode()


class Cache(Generic[T]):
    """What was made, by key, `most` of them; beyond that the oldest goes. Safe in threads."""

    def __init__(self, most: int) -> None:
        self._most, self._values, self._lock = most, dict[Hashable, T](), threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What belongs to a key, made where it is not there yet. key: all that it depends on."""
        found = self._values.get(key)
        if found is None:
            found = make()
            with self._lock:
                self._values[key] = found
                if len(self._values) > self._most:
                    del self._values[next(iter(self._values))]
        return found

    @property
    def texts(self) -> list[str]:
        """All that is cached, as texts."""
        with self._lock:
            return [str(value) for value in self._values.values()]


def for_anybody(shell: Shell) -> Shell:
    """The shell with holes for the session's token and its class, and without the person and the platform."""
    return shell._replace(
        session_token=TOKEN_HOLE if shell.session_token else "",
        opened_for=CLASS_HOLE if shell.opened_for else "",
        viewer_name="",
        platform_name="",
        platform_origins="",
    )


def is_fillable(shell: Shell) -> bool:
    """Whether what goes into the holes reads the same in every place of a page: no character is to be escaped."""
    return bool(_SAFE.fullmatch(shell.session_token) and _SAFE.fullmatch(shell.opened_for))


def hole_values(shell: Shell, name: str = "") -> dict[str, bytes]:
    """What goes into the holes of a text that was drawn `for_anybody`, by the hole's name, in UTF-8.

    name: of the viewer; it is escaped here, for a NAME_HOLE between tags.
    """
    return {
        "token": shell.session_token.encode(),
        "class": shell.opened_for.encode(),
        "name": escape(name).encode() if name else b"",
    }
