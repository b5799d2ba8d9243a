"""Rendered text that is kept in memory with holes for what is one's own: what is the same for many is drawn once.

Nothing of a person may be in a kept text: callers draw it for `for_anybody(shell)`, and fill it for each request.
"""

import re
import secrets
import threading
from collections.abc import Callable, Hashable
from dataclasses import replace

from markupsafe import Markup, escape

from careered.web.rendering import Shell

_NONCE = secrets.token_hex(16)  # no text of a pack can hold it
TOKEN_HOLE, CLASS_HOLE, NAME_HOLE = f"token-{_NONCE}", f"class-{_NONCE}", f"name-{_NONCE}"
_SAFE = re.compile(r"[A-Za-z0-9_-]*")


class Kept:
    """The texts by key, `most` of them; beyond that the oldest goes. Safe in threads."""

    def __init__(self, most: int) -> None:
        self._most, self._texts, self._lock = most, dict[Hashable, str](), threading.Lock()

    def get(self, key: Hashable, draw: Callable[[], str]) -> str:
        """The text of a key, drawn where it is not kept yet. key: all that the text depends on."""
        text = self._texts.get(key)
        if text is None:
            text = draw()
            with self._lock:
                self._texts[key] = text
                if len(self._texts) > self._most:
                    del self._texts[next(iter(self._texts))]
        return text

    @property
    def texts(self) -> list[str]:
        """All kept texts."""
        with self._lock:
            return list(self._texts.values())


class KeptLatest:
    """Of each place the latest text, `most` places; beyond that the one drawn first goes. Safe in threads."""

    def __init__(self, most: int) -> None:
        self._most, self._texts, self._lock = most, dict[Hashable, tuple[Hashable, str]](), threading.Lock()

    def get(self, place: Hashable, version: Hashable, draw: Callable[[], str]) -> str:
        """The text of a place in a version, drawn where another one is kept, or none."""
        kept, text = self._texts.get(place, (None, ""))
        if kept != version:
            text = draw()
            with self._lock:
                self._texts.pop(place, None)
                self._texts[place] = (version, text)
                if len(self._texts) > self._most:
                    del self._texts[next(iter(self._texts))]
        return text

    @property
    def texts(self) -> list[str]:
        """All kept texts."""
        with self._lock:
            return [text for _version, text in self._texts.values()]


def for_anybody(shell: Shell) -> Shell:
    """The shell with holes for the visit's secret and its class, and without the person and the platform."""
    return replace(
        shell,
        session_token=TOKEN_HOLE if shell.session_token else "",
        opened_for=CLASS_HOLE if shell.opened_for else "",
        viewer_name="",
        platform_name="",
        platform_origins="",
    )


def is_fillable(shell: Shell) -> bool:
    """Whether what goes into the holes reads the same in every place of a page: no character is to be escaped."""
    return bool(_SAFE.fullmatch(shell.session_token) and _SAFE.fullmatch(shell.opened_for))


def fill(text: str, shell: Shell, name: str = "") -> Markup:
    """A text that was drawn for anybody, for the visit of this shell. name: escaped, for a NAME_HOLE between tags."""
    filled = text.replace(TOKEN_HOLE, shell.session_token).replace(CLASS_HOLE, shell.opened_for)
    filled = filled.replace(NAME_HOLE, escape(name)) if name else filled
    return Markup(filled)  # noqa: S704 - drawn by a template, filled with what is escaped or needs no escaping
