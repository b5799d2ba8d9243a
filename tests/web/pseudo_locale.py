"""Every translated word after an invisible mark: a word on a page without one was written by hand somewhere."""

import gettext
import re
import sys
from collections.abc import Iterator
from functools import cache

import pytest
from selectolax.lexbor import LexborNode

from careered.dashboard import row_notes, tiles
from careered.lessons import home_cache
from careered.lessons.player import card_cache
from careered.packs.localized import LocalizedText
from careered.web import i18n, rendering
from tests.support.memory import forget_everything
from tests.support.pages import Page

MARK = (
    "\u2063"  # invisible, neither space nor punctuation: Markdown and HTML leave it alone, and so does who cuts a text
)
WORD = re.compile(r"%\(\w+\)[sd]|\{\w+\}|[^\W\d_]+")
UNMARKED = re.compile(rf"(?<!{MARK})(?<![^\W\d_])[^\W\d_]+")
UNSPOKEN_ELEMENTS = {"script", "style"}
SPOKEN_ATTRIBUTES = {"aria-label", "aria-description", "placeholder", "title", "alt"}
SPOKEN_ATTRIBUTES |= {f"data-{name}" for name in ("saving", "saved", "unsaved", "refused", "elsewhere", "load", "say")}


def mark_words(text: str) -> str:
    """The text with the mark before each word; places for names and numbers stay as they are."""
    return WORD.sub(lambda match: match[0] if match[0][0] in "%{" else MARK + match[0], text)


class MarkedTranslations(gettext.NullTranslations):
    """A catalogue whose every word carries the marks."""

    def __init__(self, inner: gettext.NullTranslations) -> None:
        super().__init__()
        self.inner = inner

    def gettext(self, message: str) -> str:
        """One message."""
        return mark_words(self.inner.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """One message with a number."""
        return mark_words(self.inner.ngettext(msgid1, msgid2, n))


def install_pseudo_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Interface words and pack texts carry marks until `monkeypatch` is undone. Call `forget` before and after."""
    plain, in_language = i18n.translations, LocalizedText.in_language
    modules = [module for name, module in sys.modules.items() if name.startswith("careered.")]
    for module in modules:
        if getattr(module, "translations", None) is plain:
            monkeypatch.setattr(module, "translations", lambda lang: MarkedTranslations(plain(lang)))
    monkeypatch.setattr(LocalizedText, "in_language", lambda *arguments: mark_words(in_language(*arguments)))


def clear_caches() -> None:
    """Empty what pages keep ready in a language."""
    rendering.environment.cache_clear()
    tiles.state_word.cache_clear()
    row_notes._lately.cache_clear()
    for kept in (card_cache.FRAMES, card_cache.PARTS, home_cache.PAGES):
        kept._values.clear()
    forget_everything()


def untranslated(page: Page, allowed: set[str]) -> list[str]:
    """Texts and spoken attributes with a word that has no mark and is not in `known`."""
    names = _names(frozenset(allowed))
    root = page.document.root
    texts = [*_spoken_attributes(root), *_texts(root)] if root else []
    doubtful = [text for text in texts if UNMARKED.search(text)]  # a name taken out leaves no new word behind
    return [text.replace(MARK, "").strip() for text in doubtful if UNMARKED.search(names.sub(" ", text))]


@cache
def _names(known: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile(r"\{\w+\}|" + "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest_first))


def _texts(node: LexborNode) -> Iterator[str]:
    if node.tag == "-text":
        yield node.text_content or ""
    elif node.tag not in UNSPOKEN_ELEMENTS:
        for child in node.iter(include_text=True):
            yield from _texts(child)


def _spoken_attributes(root: LexborNode) -> Iterator[str]:
    for node in root.traverse():
        yield from (value for name, value in node.attributes.items() if name in SPOKEN_ATTRIBUTES and value)
