"""The grid's columns: what each requirement is called, and which paragraphs of the curriculum ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from careered.packs.models import Pack, Requirement
from careered.roster.scope import ClassScope
from careered.web.rendering import environment


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the curriculum, by the code that people use. text may be empty."""

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
    """The finished head cells of the grid, and the list that explains them."""

    cells: Markup
    meanings: Markup
    columns: Sequence[RequirementColumn]


_header_cache: dict[tuple[str, int | None, str], GridHeader] = {}


def grid_header(scope: ClassScope, lang: str) -> GridHeader:
    """Drawn once for each pack version, grade and language: they are the same for every class."""
    cache_key = (scope.pack.content_hash, scope.class_info.grade, lang)
    if cache_key not in _header_cache:
        columns = [
            requirement_column(scope.pack, requirement, lang)
            for requirement in scope.pack.requirements_for(scope.class_info.grade)
        ]
        macros = environment(lang).get_template("dashboard/columns.html").module
        _header_cache[cache_key] = GridHeader(macros.cells(columns), macros.meanings(columns), columns)  # type: ignore[attr-defined]
    return _header_cache[cache_key]


def requirement_column(pack: Pack, requirement: Requirement, lang: str) -> RequirementColumn:
    """A requirement as a column."""
    title = requirement.title.in_language(lang, pack.default_language)
    short = requirement.short.in_language(lang, pack.default_language) if requirement.short else title
    return RequirementColumn(requirement.id, short, title, requirement.by_grade, paragraphs(pack, requirement, lang))


def paragraphs(pack: Pack, requirement: Requirement, lang: str) -> list[Paragraph]:
    """The paragraphs that ask for a requirement."""
    items = [item for code in requirement.items if (item := pack.item(code))]
    return [
        Paragraph(
            code=item.display.in_language(lang, pack.default_language) if item.display else item.code,
            title=item.title.in_language(lang, pack.default_language),
            text=item.text.in_language(lang, pack.default_language) if item.text else "",
        )
        for item in items
    ]
