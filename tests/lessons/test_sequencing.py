"""What comes next, without pages or a database."""

import pytest

from careered.lessons.kinds import registry
from careered.lessons.sequencing import (
    LessonProgress,
    LessonState,
    completes_lesson,
    current_step,
    is_newer_draft,
    is_open,
    lessons_for,
    missing_prerequisites,
    neighbour,
    next_lesson,
    passes_check,
)
from careered.packs.load import read_pack
from careered.packs.models import Lesson, Pack
from tests.lessons.factories import HARBOUR_PACK


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The harbour pack."""
    harbour = read_pack(HARBOUR_PACK, registry()).pack
    assert harbour is not None
    return harbour


@pytest.fixture(scope="module")
def first_lesson(pack: Pack) -> Lesson:
    """Its first lesson."""
    return pack.lessons[0]


def progress_with(*lessons: str, begun: str = "", steps: tuple[tuple[str, str], ...] = ()) -> LessonProgress:
    """These lessons are done, one is begun."""
    return LessonProgress(frozenset({*lessons, begun} - {""}), frozenset(steps), frozenset(lessons))


def lesson_ids(lessons: tuple[Lesson, ...]) -> list[str]:
    """The ids of lessons."""
    return [lesson.id for lesson in lessons]


def test_a_lesson_is_not_started_then_in_progress_then_done() -> None:
    states = [
        progress.state("xh-1") for progress in (progress_with(), progress_with(begun="xh-1"), progress_with("xh-1"))
    ]
    assert states == [LessonState.NOT_STARTED, LessonState.IN_PROGRESS, LessonState.DONE]


def test_a_class_has_the_lessons_of_its_grade_and_what_was_begun(pack: Pack) -> None:
    assert lesson_ids(lessons_for(pack, 8, progress_with())) == ["xh-1", "xh-2"]
    assert lesson_ids(lessons_for(pack, 9, progress_with())) == ["xh-1", "xh-2", "xh-3"]
    assert lesson_ids(lessons_for(pack, None, progress_with())) == ["xh-1", "xh-2", "xh-3"]
    assert lesson_ids(lessons_for(pack, 8, progress_with(begun="xh-3"))) == ["xh-1", "xh-2", "xh-3"]


def test_a_lesson_of_a_later_grade_belongs_when_a_requirement_needs_it(pack: Pack) -> None:
    early = pack.model_copy(
        update={
            "requirements": tuple(requirement.model_copy(update={"by_grade": 8}) for requirement in pack.requirements)
        }
    )
    assert lesson_ids(lessons_for(early, 8, progress_with())) == ["xh-1", "xh-2", "xh-3"]


def test_a_lesson_is_locked_until_what_it_builds_on_is_done(pack: Pack) -> None:
    second = pack.lessons[1]
    assert lesson_ids(missing_prerequisites(pack, second, progress_with(begun="xh-1"))) == ["xh-1"]
    assert missing_prerequisites(pack, second, progress_with("xh-1")) == ()


def test_an_outline_holds_nobody_up(pack: Pack) -> None:
    waiting = pack.lessons[1].model_copy(update={"requires": ("xh-4", "gone")})
    assert missing_prerequisites(pack, waiting, progress_with()) == ()


def test_what_was_begun_comes_before_what_is_new(pack: Pack) -> None:
    assert (next_lesson(pack, 9, progress_with()) or pack).id == "xh-1"
    assert (next_lesson(pack, 9, progress_with(begun="xh-3")) or pack).id == "xh-3"
    assert (next_lesson(pack, 9, progress_with("xh-1"), after="xh-1") or pack).id == "xh-2"
    assert (next_lesson(pack, 9, progress_with("xh-3"), after="xh-3") or pack).id == "xh-1"
    assert (next_lesson(pack, 9, progress_with("xh-1"), after="xh-2") or pack).id == "xh-3"
    assert next_lesson(pack, 8, progress_with("xh-1", "xh-2")) is None


def test_steps_open_one_after_the_other(first_lesson: Lesson) -> None:
    first, second, third = first_lesson.steps[:3]
    begun = progress_with(begun=first_lesson.id, steps=((first_lesson.id, first.id),))
    assert current_step(first_lesson, begun) == second
    assert [is_open(first_lesson, step, begun) for step in (first, second, third)] == [True, True, False]
    everything = progress_with(first_lesson.id, steps=tuple((first_lesson.id, step.id) for step in first_lesson.steps))
    assert current_step(first_lesson, everything) is None


def test_the_steps_beside_a_step(first_lesson: Lesson) -> None:
    assert neighbour(first_lesson, first_lesson.steps[0], -1) is None
    assert neighbour(first_lesson, first_lesson.steps[0], 1) == first_lesson.steps[1]
    assert neighbour(first_lesson, first_lesson.steps[-1], 1) is None


def test_the_last_step_that_was_missing_finishes_the_lesson(first_lesson: Lesson) -> None:
    all_but_two = progress_with(
        begun=first_lesson.id, steps=tuple((first_lesson.id, step.id) for step in first_lesson.steps[2:])
    )
    assert not completes_lesson(first_lesson, first_lesson.steps[0], all_but_two)
    all_but_one = progress_with(
        begun=first_lesson.id, steps=tuple((first_lesson.id, step.id) for step in first_lesson.steps[1:])
    )
    assert completes_lesson(first_lesson, first_lesson.steps[0], all_but_one)


@pytest.mark.parametrize(
    ("passing", "right", "enough"), [(0.5, 1, False), (0.5, 2, True), (0.7, 2, False), (0.7, 3, True)]
)
def test_a_check_goes_on_when_step_and_curriculum_are_content(
    pack: Pack, first_lesson: Lesson, passing: float, right: int, enough: bool
) -> None:
    assert passes_check(pack, first_lesson, passing, right, 3) is enough


def test_exactly_enough_is_enough(pack: Pack, first_lesson: Lesson) -> None:
    assert passes_check(pack, first_lesson, 0.6, 3, 5)
    assert passes_check(pack, first_lesson, 0.0, 0, 0)


def test_a_draft_is_newer_only_with_a_higher_number() -> None:
    assert [is_newer_draft(sent, 2) for sent in (1, 2, 3)] == [False, False, True]
