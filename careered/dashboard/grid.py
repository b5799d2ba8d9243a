"""The grid of the class page: its columns (requirements with their curriculum paragraphs) and its rendered cells.

Cells and header are rendered once and cached: 500 cells rendered a page would cost more than all its queries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from careered.packs.models import Pack, Requirement
from careered.progress.completion import RequirementState
from careered.progress.labels import STATE_LABELS
from careered.roster.scope import ClassScope
from careered.web.i18n import translations
from careered.web.rendering import environment


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the curriculum, by its displayed code. text may be empty."""

    code: str
    title: str
    text: str


@dataclass(frozen=True)
class RequirementColumn:
    """One requirement in the reader's language."""

    id: str
    short_title: str
    title: str
    by_grade: int
    paragraphs: Sequence[Paragraph]

    @property
    def codes(self) -> str:
        """The paragraphs' codes in one line."""
        return " · ".join(paragraph.code for paragraph in self.paragraphs)


@dataclass(frozen=True)
class GridHeader:
    """The grid's columns, and what is rendered from them: header cells, and the list that explains them.

    symbols: the SVG symbols that the state cells refer to; once on the page.
    """

    symbols: Markup
    cells: Markup
    meanings: Markup
    columns: Sequence[RequirementColumn]


_header_cache: dict[tuple[str, int | None, str], GridHeader] = {}


def grid_header(scope: ClassScope, lang: str) -> GridHeader:
    """The header of a class's grid; cached by pack version, grade and language, as classes share it."""
    cache_key = (scope.pack.content_hash, scope.class_info.grade, lang)
    if cache_key not in _header_cache:
        columns = [
            requirement_column(scope.pack, requirement, lang)
            for requirement in scope.pack.requirements_for(scope.class_info.grade)
        ]
        macros: Any = environment(lang).get_template("dashboard/grid_macros.html").module
        _header_cache[cache_key] = GridHeader(
            macros.symbols(), macros.header_cells(columns), macros.meanings(columns), columns
        )
    return _header_cache[cache_key]


def requirement_column(pack: Pack, requirement: Requirement, lang: str) -> RequirementColumn:
    """A requirement as a column of the grid, in the reader's language."""
    title = requirement.title.in_language(lang, pack.default_language)
    short = requirement.short.in_language(lang, pack.default_language) if requirement.short else title
    return RequirementColumn(requirement.id, short, title, requirement.by_grade, paragraphs(pack, requirement, lang))


def paragraphs(pack: Pack, requirement: Requirement, lang: str) -> list[Paragraph]:
    """The curriculum paragraphs that a requirement comes from."""
    items = [item for code in requirement.items if (item := pack.item(code))]
    return [
        Paragraph(
            code=item.display.in_language(lang, pack.default_language) if item.display else item.code,
            title=item.title.in_language(lang, pack.default_language),
            text=item.text.in_language(lang, pack.default_language) if item.text else "",
        )
        for item in items
    ]


@cache
def rendered_cells(lang: str) -> Mapping[str, str]:
    """Each state as a rendered table cell: icon and label."""
    macros: Any = environment(lang).get_template("dashboard/grid_macros.html").module
    gettext = translations(lang).gettext
    return {state: str(macros.cell(str(state), gettext(label))) for state, label in STATE_LABELS.items()}


def row_cells(states: Iterable[RequirementState], lang: str) -> Markup:
    """The rendered cells of one row, in the order of `states`."""
    rendered = rendered_cells(lang)
    return Markup("".join(rendered[state] for state in states))  # noqa: S704 - rendered by our own template from fixed labels
