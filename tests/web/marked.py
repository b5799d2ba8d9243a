"""Every translated word after an invisible mark: a word on a page without one was written by hand somewhere."""

import gettext
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from careered.dashboard import cells, columns
from careered.packs.text import Text
from careered.web import i18n, pages
from tests.support.pages import Page

MARK = (
    "\u2063"  # invisible, neither space nor punctuation: Markdown and HTML leave it alone, and so does who cuts a text
)
WORD = re.compile(r"%\(\w+\)[sd]|\{\w+\}|[^\W\d_]+")
UNMARKED = re.compile(rf"(?<!{MARK})(?<![^\W\d_])[^\W\d_]+")
SILENT = {"script", "style"}
SPOKEN = {"aria-label", "aria-description", "placeholder", "title", "alt"}
SPOKEN |= {f"data-{name}" for name in ("saving", "saved", "unsaved", "refused", "elsewhere", "load", "say")}


def marked(text: str) -> str:
    """The text with the mark before each word; places for names and numbers stay as they are."""
    return WORD.sub(lambda found: found[0] if found[0][0] in "%{" else MARK + found[0], text)


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
    """Texts and spoken attributes with a word that has no mark and is not in `known`."""
    names = _names(frozenset(known))
    seen = [*_spoken(page.document.root), *_texts(page.document.root)]
    doubtful = [text for text in seen if UNMARKED.search(text)]  # a name taken out leaves no new word behind
    return [text.replace(MARK, "").strip() for text in doubtful if UNMARKED.search(names.sub(" ", text))]


@cache
def _names(known: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile(r"\{\w+\}|" + "|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in longest_first))


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
