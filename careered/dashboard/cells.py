"""The grid's cells, drawn once for each language: 500 cells a page would cost more than all its queries."""

from collections.abc import Iterable, Mapping
from functools import cache

from markupsafe import Markup

from careered.progress.completion import State
from careered.progress.state_words import STATES
from careered.web.i18n import translations
from careered.web.pages import environment


@cache
def drawn(lang: str) -> Mapping[str, str]:
    """Each state as a finished table cell: icon and word."""
    macros = environment(lang).get_template("dashboard/cells.html").module
    say = translations(lang).gettext
    return {state: str(macros.cell(str(state), say(word))) for state, word in STATES.items()}  # type: ignore[attr-defined]


@cache
def icons(lang: str) -> Markup:
    """The drawings that the cells point to; once on the page."""
    symbols: Markup = environment(lang).get_template("dashboard/cells.html").module.symbols()  # type: ignore[attr-defined]
    return symbols


def cells(states: Iterable[State], lang: str) -> Markup:
    """The cells of one row."""
    known = drawn(lang)
    return Markup("".join(known[state] for state in states))  # noqa: S704 - drawn by our own template from fixed words
