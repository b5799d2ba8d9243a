"""What completes a requirement: every completion type, one by one. Pure: facts in, standing out."""

import pytest

from careered.progress.completion import (
    NOTHING,
    REACHED,
    Facts,
    Standing,
    State,
    StepFact,
    share_needed,
    standing,
    standings,
    tally,
)
from tests.progress.curriculum import COMPLETIONS, curriculum, requirement

DONE, BEGUN = State.DONE, State.IN_PROGRESS


def facts(*steps: tuple[str, str, StepFact], done: tuple[str, ...] = (), offline: tuple[str, ...] = ()) -> Facts:
    """Facts from steps of (lesson, step, fact)."""
    return Facts({(lesson, step): fact for lesson, step, fact in steps}, frozenset(done), frozenset(offline))


CHECKED = {right: ("one", "one-check", StepFact("check", right, 5)) for right in range(6)}
READ = ("one", "one-read", StepFact("read"))
JUDGED = [("two", "two-judge", StepFact("evaluate_source")), ("three", "three-judge", StepFact("evaluate_source"))]
TWICE = ("three", "three-judge-b", StepFact("evaluate_source"))


@pytest.mark.parametrize("key", COMPLETIONS)
def test_who_has_done_nothing_has_not_started(key: str) -> None:
    assert standing(requirement(key), Facts()) == NOTHING


@pytest.mark.parametrize(("right", "state"), [(0, BEGUN), (2, BEGUN), (3, DONE), (5, DONE)])
def test_a_lesson_counts_when_enough_of_its_check_is_right(right: int, state: State) -> None:
    found = standing(requirement("R1"), facts(READ, CHECKED[right], done=("one",)))
    assert (found.state, found.how, found.evidence) == (state, "lesson", ("one",))


def test_three_of_five_is_exactly_six_tenths() -> None:
    assert standing(requirement("R1"), facts(CHECKED[3], done=("one",))).state is DONE


def test_a_good_check_alone_does_not_finish_a_lesson() -> None:
    assert standing(requirement("R1"), facts(CHECKED[5])).state is BEGUN


def test_a_lesson_without_a_check_has_nothing_to_get_wrong() -> None:
    assert standing(requirement("R1"), facts(READ, done=("one",))).state is DONE


def test_checks_of_another_lesson_do_not_matter() -> None:
    other = ("two", "two-check", StepFact("check", 0, 5))
    assert standing(requirement("R1"), facts(CHECKED[5], other, done=("one",))).state is DONE


def test_where_no_share_is_asked_for_wrong_answers_do_not_matter() -> None:
    assert standing(requirement("R2"), facts(CHECKED[0], JUDGED[0], done=("one", "two"))).state is DONE


def test_of_several_lessons_all_must_be_done_and_what_was_begun_is_named() -> None:
    assert standing(requirement("R2"), facts(READ, done=("one",))) == Standing(BEGUN, "lesson", ("one",))
    both = standing(requirement("R2"), facts(READ, JUDGED[0], done=("one", "two")))
    assert both == Standing(DONE, "lesson", ("one", "two"))


def test_a_step_of_one_lesson_begins_no_other() -> None:
    assert standing(requirement("R6"), facts(READ, CHECKED[5], done=("one",))) == NOTHING


@pytest.mark.parametrize(("count", "state"), [(1, BEGUN), (2, DONE), (3, DONE)])
def test_steps_of_a_kind_count_in_whichever_lessons_they_are(count: int, state: State) -> None:
    assert standing(requirement("R3"), facts(*[*JUDGED, TWICE][:count])).state is state


def test_two_steps_in_one_lesson_count_twice_and_the_lesson_is_named_once() -> None:
    assert standing(requirement("R3"), facts(JUDGED[1], TWICE)) == Standing(DONE, "lesson", ("three",))


def test_steps_of_another_kind_do_not_count() -> None:
    assert standing(requirement("R3"), facts(READ, CHECKED[5])) == NOTHING


def test_steps_count_though_their_lessons_are_not_finished() -> None:
    assert standing(requirement("R3"), facts(*JUDGED)).state is DONE


def test_an_activity_away_from_the_screen_counts_when_somebody_marked_it() -> None:
    assert standing(requirement("R4"), facts(offline=("visit",))) == Standing(DONE, "offline", ("visit",))
    assert standing(requirement("R4"), facts(READ, done=("one",), offline=("fair",))) == NOTHING


@pytest.mark.parametrize(
    ("lesson", "offline", "expected"),
    [
        (False, True, Standing(BEGUN, "offline", ("visit",))),
        (True, False, Standing(BEGUN, "lesson", ("three",))),
        (True, True, Standing(DONE, "offline", ("visit", "three"))),
    ],
)
def test_an_activity_and_lessons_both_are_needed(lesson: bool, offline: bool, expected: Standing) -> None:
    steps = (JUDGED[1],) if lesson else ()
    done, held = ("three",) if lesson else (), ("visit",) if offline else ()
    assert standing(requirement("R5"), facts(*steps, done=done, offline=held)) == expected


def test_an_activity_and_lessons_may_ask_for_a_good_check_too() -> None:
    asked = requirement("R9", type="offline_and_lessons", offline="visit", all=("one",), min_check=0.8)
    poor, good = (facts(CHECKED[right], done=("one",), offline=("visit",)) for right in (3, 4))
    assert (standing(asked, poor).state, standing(asked, good).state) == (BEGUN, DONE)


def test_every_requirement_up_to_the_grade_is_there_in_the_packs_order() -> None:
    pack = curriculum()
    pack.requirements = (*pack.requirements, requirement("R9", 9, type="offline", offline="fair"))
    assert list(standings(pack, 8, Facts())) == list(COMPLETIONS)
    assert list(standings(pack, None, Facts())) == [*COMPLETIONS, "R9"]
    assert standings(pack, 7, Facts()) == {}


@pytest.mark.parametrize(
    ("states", "figures"),
    [
        ([], (0, 1)),
        ([State.NOT_STARTED, DONE, BEGUN], (1, 3)),
        ([State.CONFIRMED, DONE], (2, 2)),
        ([State.EXEMPT, DONE, State.NOT_STARTED], (1, 2)),
        ([State.EXEMPT, State.EXEMPT], (0, 1)),
    ],
)
def test_what_is_waived_counts_on_neither_side(states: list[State], figures: tuple[int, int]) -> None:
    assert tally(states) == figures


def test_a_lesson_must_be_as_good_as_the_strictest_requirement_asks() -> None:
    assert share_needed(curriculum(), "one") == 0.6
    assert share_needed(curriculum(), "three") == 1.0
    assert share_needed(curriculum(), "two") == 0


def test_only_done_and_confirmed_are_reached() -> None:
    assert {State.DONE, State.CONFIRMED} == REACHED
