"""What staff read beside a question that may speak of need: what to do and whom to call, said to them."""

from collections.abc import Iterator

import pytest

from careered.web.permissions import Role
from tests.lessons.factories import HarbourSchool, Visitor, harbour_school
from tests.questions.test_questions import asks, inbox, opens
from tests.services.test_help_lines import CONTENT, EMERGENCY, pack_of

NEED = {"finland": ("fi", "en kestä kotona"), "denmark": ("da", "jeg kan ikke holde ud at være hjemme mere")}


@pytest.fixture(params=NEED)
def country(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def school(country: str, database_url: str) -> Iterator[HarbourSchool]:
    """A school with a national pack."""
    with harbour_school(database_url, CONTENT / country) as found:
        yield found


@pytest.fixture
def teacher(school: HarbourSchool, country: str) -> Visitor:
    """A counsellor who has a question before them that may speak of need."""
    lang, words = NEED[country]
    asks(school.visitor(lang=lang, languages=(lang,)), words, "anonymous")
    return school.visitor("t", role=Role.TEACHER, name="Opo Lehto", lang=lang, languages=(lang,))


def test_the_numbers_are_introduced_to_staff_and_not_as_pupils_read_them(teacher: Visitor, country: str) -> None:
    lang, _words = NEED[country]
    lines = pack_of(country).help_lines_for(lang)
    for page in (inbox(teacher), opens(teacher), teacher.get("/desk?guide=" + question_of(teacher))):
        guide = page.only(".need").to_text()
        assert all(line.number in guide for line in lines)
        assert not [line.id for line in lines if line.when.in_language(lang, lang) in guide]


def test_the_emergency_number_stands_first(teacher: Visitor) -> None:
    first, *others = (line.to_text() for line in inbox(teacher).all(".need .call li"))
    assert EMERGENCY in first
    assert len(others) >= 2
    assert not [line for line in others if EMERGENCY in line.split()]


def question_of(teacher: Visitor) -> str:
    """The id of the first question of the inbox."""
    return opens(teacher).only("main article form input[name=question]").attrs["value"] or ""
