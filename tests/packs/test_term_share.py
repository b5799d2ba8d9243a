"""How much of its requirements a class should have done by the end of a term."""

from datetime import date

import pytest

from careered.lessons.kinds import registry
from careered.packs.load import read_pack
from careered.packs.term_share import is_autumn, term_share
from tests.dashboard.factories import VALLEY_PACK

AUTUMN, SPRING = date(2026, 11, 26), date(2027, 2, 3)


@pytest.mark.parametrize(
    ("grade", "day", "share"),
    [
        (7, AUTUMN, ""),
        (7, SPRING, ""),
        (8, AUTUMN, "124"),
        (8, SPRING, "1245"),
        (9, AUTUMN, "1245367"),
        (9, SPRING, "124536789"),
        (None, AUTUMN, "123456789"),
        (10, AUTUMN, "123456789"),
        (6, AUTUMN, ""),
        (5, SPRING, ""),
    ],
)
def test_what_is_due_by_a_grade_is_spread_evenly_over_the_terms_before(
    grade: int | None, day: date, share: str
) -> None:
    pack = read_pack(VALLEY_PACK, registry()).pack
    assert pack is not None
    assert "".join(requirement.id[-1] for requirement in term_share(pack, grade, day)) == share


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 7, 31), False), (date(2026, 8, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_the_first_term_ends_with_the_calendar_year(day: date, expected: bool) -> None:
    pack = read_pack(VALLEY_PACK, registry()).pack
    assert pack is not None
    assert is_autumn(day, pack) is expected
