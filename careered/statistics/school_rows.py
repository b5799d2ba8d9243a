"""Pages with a row for each school, put together from cached parts: where one school changes, one row is drawn.

Measured with 700 schools: to draw them all takes 30 ms, to join what is cached one.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from careered.statistics.figures import SchoolFigures
from careered.statistics.figures_cache import OrganisationFigures
from careered.web.cache import Cache, TextWithHoles, hole

ROWS_HOLE, REASONS_HOLE = hole("rows"), hole("reasons")
"""Stand in a page's frame where the rows go, and what to look at first."""
_FRAMES, _ROWS, _PAGES = Cache[str](20), Cache[str](5000), Cache[TextWithHoles](8)


@dataclass(frozen=True)
class SchoolRows:
    """How the row of a school is drawn for anybody. key: all that it depends on beside the school's figures.

    change: of its share since the saved day.
    """

    key: Hashable
    change: Callable[[SchoolFigures], int | None]
    draw: Callable[[SchoolFigures], str]

    def text(self, school: SchoolFigures) -> str:
        """The row. How many groups a school has is no part of its figures, but of the row: there is more to see."""
        key = self.key, school, len(school.groups), self.change(school)
        return _ROWS.get(key, lambda: self.draw(school))


def page_of_schools(
    key: Hashable,
    figures: OrganisationFigures,
    rows: SchoolRows,
    frame: Callable[[], str],
    reasons: Callable[[], str] = str,
) -> TextWithHoles:
    """The page for anybody. key: all that its frame depends on. frame: draws the page with the holes.

    reasons: draws what depends on all schools' figures and goes into REASONS_HOLE.
    """

    def make() -> TextWithHoles:
        text = "".join(map(rows.text, figures.schools))
        page = _FRAMES.get(key, frame).replace(ROWS_HOLE, text)
        return TextWithHoles.cut(page.replace(REASONS_HOLE, reasons()) if REASONS_HOLE in page else page)

    return _PAGES.get((key, rows.key, figures.version), make)
