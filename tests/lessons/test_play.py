"""What comes next, without pages or a database."""

import pytest

from careered.lessons.kinds import registry
from careered.lessons.play import (
    LessonState,
    Played,
    beside,
    comes_first,
    current_step,
    draft_is_newer,
    enough_right,
    finishes,
    is_open,
    lessons_for,
    next_lesson,
)
from careered.packs.load import read_pack
from careered.packs.models import Lesson, Pack
from tests.lessons.harbour_school import HARBOUR


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The harbour pack."""
    found = read_pack(HARBOUR, registry()).pack
    assert found is not None
    return found


@pytest.fixture(scope="module")
def first(pack: Pack) -> Lesson:
    """Its first lesson."""
    return pack.lessons[0]


def played(*lessons: str, begun: str = "", steps: tuple[tuple[str, str], ...] = ()) -> Played:
    """These lessons are done, one is begun."""
    return Played(frozenset({*lessons, begun} - {""}), frozenset(steps), frozenset(lessons))


def ids(lessons: tuple[Lesson, ...]) -> list[str]:
    """The ids of lessons."""
    return [lesson.id for lesson in lessons]


def test_a_lesson_is_not_started_then_in_progress_then_done() -> None:
    states = [one.state("xh-1") for one in (played(), played(begun="xh-1"), played("xh-1"))]
    assert states == [LessonState.NOT_STARTED, LessonState.IN_PROGRESS, LessonState.DONE]


def test_a_class_has_the_lessons_of_its_grade_and_what_was_begun(pack: Pack) -> None:
    assert ids(lessons_for(pack, 8, played())) == ["xh-1", "xh-2"]
    assert ids(lessons_for(pack, 9, played())) == ["xh-1", "xh-2", "xh-3"]
    assert ids(lessons_for(pack, None, played())) == ["xh-1", "xh-2", "xh-3"]
    assert ids(lessons_for(pack, 8, played(begun="xh-3"))) == ["xh-1", "xh-2", "xh-3"]


def test_a_lesson_of_a_later_grade_belongs_when_a_requirement_needs_it(pack: Pack) -> None:
    early = pack.model_copy(
        update={"requirements": tuple(one.model_copy(update={"by_grade": 8}) for one in pack.requirements)}
    )
    assert ids(lessons_for(early, 8, played())) == ["xh-1", "xh-2", "xh-3"]


def test_a_lesson_is_locked_until_what_it_builds_on_is_done(pack: Pack) -> None:
    second = pack.lessons[1]
    assert ids(comes_first(pack, second, played(begun="xh-1"))) == ["xh-1"]
    assert comes_first(pack, second, played("xh-1")) == ()


def test_an_outline_holds_nobody_up(pack: Pack) -> None:
    waiting = pack.lessons[1].model_copy(update={"requires": ("xh-4", "gone")})
    assert comes_first(pack, waiting, played()) == ()


def test_what_was_begun_comes_before_what_is_new(pack: Pack) -> None:
    assert (next_lesson(pack, 9, played()) or pack).id == "xh-1"
    assert (next_lesson(pack, 9, played(begun="xh-3")) or pack).id == "xh-3"
    assert (next_lesson(pack, 9, played("xh-1"), after="xh-1") or pack).id == "xh-2"
    assert (next_lesson(pack, 9, played("xh-3"), after="xh-3") or pack).id == "xh-1"
    assert (next_lesson(pack, 9, played("xh-1"), after="xh-2") or pack).id == "xh-3"
    assert next_lesson(pack, 8, played("xh-1", "xh-2")) is None


def test_steps_open_one_after_the_other(first: Lesson) -> None:
    one, two, three = first.steps[:3]
    begun = played(begun=first.id, steps=((first.id, one.id),))
    assert current_step(first, begun) == two
    assert [is_open(first, step, begun) for step in (one, two, three)] == [True, True, False]
    everything = played(first.id, steps=tuple((first.id, step.id) for step in first.steps))
    assert current_step(first, everything) is None


def test_the_steps_beside_a_step(first: Lesson) -> None:
    assert beside(first, first.steps[0], -1) is None
    assert beside(first, first.steps[0], 1) == first.steps[1]
    assert beside(first, first.steps[-1], 1) is None


def test_the_last_step_that_was_missing_finishes_the_lesson(first: Lesson) -> None:
    all_but_two = played(begun=first.id, steps=tuple((first.id, step.id) for step in first.steps[2:]))
    assert not finishes(first, first.steps[0], all_but_two)
    all_but_one = played(begun=first.id, steps=tuple((first.id, step.id) for step in first.steps[1:]))
    assert finishes(first, first.steps[0], all_but_one)


@pytest.mark.parametrize(
    ("passing", "right", "enough"), [(0.5, 1, False), (0.5, 2, True), (0.7, 2, False), (0.7, 3, True)]
)
def test_a_check_goes_on_when_step_and_curriculum_are_content(
    pack: Pack, first: Lesson, passing: float, right: int, enough: bool
) -> None:
    assert enough_right(pack, first, passing, right, 3) is enough


def test_exactly_enough_is_enough(pack: Pack, first: Lesson) -> None:
    assert enough_right(pack, first, 0.6, 3, 5)
    assert enough_right(pack, first, 0.0, 0, 0)


def test_a_draft_is_newer_only_with_a_higher_number() -> None:
    assert [draft_is_newer(sent, 2) for sent in (1, 2, 3)] == [False, False, True]
