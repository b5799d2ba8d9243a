"""Every translated word between two invisible marks: what a page shows outside them was written by hand somewhere."""

import gettext
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from careered.dashboard import cells, columns
from careered.packs.text import Text
from careered.web import i18n, pages
from tests.support.pages import Page

OPEN, CLOSE = "\u2063", "\u2064"  # invisible, neither space nor punctuation: Markdown and HTML leave them alone
SILENT = {"script", "style"}
SPOKEN = {"aria-label", "aria-description", "placeholder", "title", "alt"}
SPOKEN |= {f"data-{name}" for name in ("saving", "saved", "unsaved", "refused", "elsewhere", "load", "say")}


def marked(text: str) -> str:
    """The text between the marks; nothing stays nothing."""
    return f"{OPEN}{text}{CLOSE}" if text else text


class MarkedWords(gettext.NullTranslations):
    """A catalogue whose every word carries the marks."""

    def __init__(self, inner: gettext.NullTranslations) -> None:
        super().__init__()
        self.inner = inner

    def gettext(self, message: str) -> str:
        """One message."""
        return marked(self.inner.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """One message with a number."""
        return marked(self.inner.ngettext(msgid1, msgid2, n))


def mark_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Interface words and pack texts carry marks until `monkeypatch` is undone. Call `forget` before and after."""
    plain, in_language = i18n.translations, Text.in_language
    rooms = [module for name, module in sys.modules.items() if name.startswith("careered.")]
    for room in rooms:
        if getattr(room, "translations", None) is plain:
            monkeypatch.setattr(room, "translations", lambda lang: MarkedWords(plain(lang)))
    monkeypatch.setattr(Text, "in_language", lambda *asked: marked(in_language(*asked)))


def forget() -> None:
    """Empty what pages keep ready in a language."""
    pages.environment.cache_clear()
    cells.drawn.cache_clear()
    cells.icons.cache_clear()
    columns._kept.clear()


def strays(page: Page, known: set[str]) -> list[str]:
    """Texts and spoken attributes with letters outside the marks that are not in `known`."""
    names = re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in sorted(known, key=len, reverse=True)))
    attributes = [outside([value])[0] for value in _spoken(page.document.root)]
    found = [*attributes, *outside(list(_texts(page.document.root)))]
    return [text.strip() for text in found if any(letter.isalpha() for letter in names.sub(" ", text))]


def outside(texts: list[str]) -> list[str]:
    """What stands outside the marks in each of some texts in a row; a passage may go over several of them."""
    depth, found = 0, []
    for text in texts:
        left = ""
        for letter in text:
            depth += {OPEN: 1, CLOSE: -1}.get(letter, 0)
            left += letter if not depth and letter != CLOSE else ""
        found.append(left)
    assert depth == 0, "marks that do not close"
    return found


def _texts(node: Any) -> Iterator[str]:
    if node.name == "#text":
        yield node.data
    elif node.name not in SILENT:
        for child in node.children or ():
            yield from _texts(child)


def _spoken(node: Any) -> Iterator[str]:
    given = getattr(node, "attrs", None) or {}
    yield from (value for name, value in given.items() if name in SPOKEN and value)
    for child in getattr(node, "children", None) or ():
        yield from _spoken(child)
