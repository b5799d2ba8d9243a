"""The grid's cells, drawn once for each language: 500 cells a page would cost more than all its queries."""

from collections.abc import Iterable, Mapping
from functools import cache

from markupsafe import Markup

from careered.progress.completion import RequirementState
from careered.progress.labels import STATE_LABELS
from careered.web.i18n import translations
from careered.web.rendering import environment


@cache
def rendered_cells(lang: str) -> Mapping[str, str]:
    """Each state as a finished table cell: icon and word."""
    macros = environment(lang).get_template("dashboard/cells.html").module
    gettext = translations(lang).gettext
    return {state: str(macros.cell(str(state), gettext(label))) for state, label in STATE_LABELS.items()}  # type: ignore[attr-defined]


@cache
def state_icons(lang: str) -> Markup:
    """The drawings that the cells point to; once on the page."""
    symbols: Markup = environment(lang).get_template("dashboard/cells.html").module.symbols()  # type: ignore[attr-defined]
    return symbols


def row_cells(states: Iterable[RequirementState], lang: str) -> Markup:
    """The cells of one row."""
    rendered = rendered_cells(lang)
    return Markup("".join(rendered[state] for state in states))  # noqa: S704 - drawn by our own template from fixed words
