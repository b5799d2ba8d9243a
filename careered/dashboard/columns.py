"""The grid's columns: what each requirement is called, and which paragraphs of the curriculum ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from careered.packs.models import Pack, Requirement
from careered.roster.scope import Course
from careered.web.pages import environment


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the curriculum, by the code that people use. text may be empty."""

    code: str
    title: str
    text: str


@dataclass(frozen=True)
class Column:
    """One requirement in the reader's language."""

    id: str
    short: str
    title: str
    by_grade: int
    paragraphs: Sequence[Paragraph]

    @property
    def codes(self) -> str:
        """The paragraphs' codes in one line."""
        return " · ".join(paragraph.code for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Head:
    """The finished head cells of the grid, and the list that explains them."""

    cells: Markup
    meanings: Markup
    columns: Sequence[Column]


_kept: dict[tuple[str, int | None, str], Head] = {}


def head(course: Course, lang: str) -> Head:
    """Drawn once for each pack version, grade and language: they are the same for every class."""
    key = (course.pack.content_hash, course.room.grade, lang)
    if key not in _kept:
        columns = [column(course.pack, one, lang) for one in course.pack.requirements_for(course.room.grade)]
        drawn = environment(lang).get_template("dashboard/columns.html").module
        _kept[key] = Head(drawn.cells(columns), drawn.meanings(columns), columns)  # type: ignore[attr-defined]
    return _kept[key]


def column(pack: Pack, requirement: Requirement, lang: str) -> Column:
    """A requirement as a column."""
    title = requirement.title.in_language(lang, pack.default_language)
    short = requirement.short.in_language(lang, pack.default_language) if requirement.short else title
    return Column(requirement.id, short, title, requirement.by_grade, paragraphs(pack, requirement, lang))


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
