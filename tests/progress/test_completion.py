"""What completes a requirement: every completion type, one by one. Pure: facts in, state out."""

import pytest

from careered.packs.models import StepsCompletion
from careered.progress.completion import (
    NOT_STARTED,
    REACHED_STATES,
    Facts,
    RequirementResult,
    RequirementState,
    StepFact,
    count_reached,
    evaluate,
    evaluate_all,
    required_share,
)
from tests.progress.curriculum import COMPLETIONS, curriculum, requirement

DONE, STARTED = RequirementState.DONE, RequirementState.IN_PROGRESS


def facts(*steps: tuple[str, str, StepFact], done: tuple[str, ...] = (), offline: tuple[str, ...] = ()) -> Facts:
    """Facts from steps of (lesson, step, fact)."""
    return Facts({(lesson, step): fact for lesson, step, fact in steps}, frozenset(done), frozenset(offline))


CHECK_FACTS = {right: ("one", "one-check", StepFact("check", right, 5)) for right in range(6)}
READ_FACT = ("one", "one-read", StepFact("read"))
JUDGE_FACTS = [("two", "two-judge", StepFact("evaluate_source")), ("three", "three-judge", StepFact("evaluate_source"))]
SECOND_JUDGE_FACT = ("three", "three-judge-b", StepFact("evaluate_source"))


@pytest.mark.parametrize("key", COMPLETIONS)
def test_who_has_done_nothing_has_not_started(key: str) -> None:
    assert evaluate(requirement(key), Facts()) == NOT_STARTED


@pytest.mark.parametrize(("right", "state"), [(0, STARTED), (2, STARTED), (3, DONE), (5, DONE)])
def test_a_lesson_counts_when_enough_of_its_check_is_right(right: int, state: RequirementState) -> None:
    result = evaluate(requirement("R1"), facts(READ_FACT, CHECK_FACTS[right], done=("one",)))
    assert (result.state, result.method, result.evidence) == (state, "lesson", ("one",))


def test_three_of_five_is_exactly_six_tenths() -> None:
    assert evaluate(requirement("R1"), facts(CHECK_FACTS[3], done=("one",))).state is DONE


def test_a_good_check_alone_does_not_finish_a_lesson() -> None:
    assert evaluate(requirement("R1"), facts(CHECK_FACTS[5])).state is STARTED


def test_a_lesson_without_a_check_has_nothing_to_get_wrong() -> None:
    assert evaluate(requirement("R1"), facts(READ_FACT, done=("one",))).state is DONE


def test_checks_of_another_lesson_do_not_matter() -> None:
    other = ("two", "two-check", StepFact("check", 0, 5))
    assert evaluate(requirement("R1"), facts(CHECK_FACTS[5], other, done=("one",))).state is DONE


def test_where_no_share_is_asked_for_wrong_answers_do_not_matter() -> None:
    assert evaluate(requirement("R2"), facts(CHECK_FACTS[0], JUDGE_FACTS[0], done=("one", "two"))).state is DONE


def test_of_several_lessons_all_must_be_done_and_what_was_begun_is_named() -> None:
    assert evaluate(requirement("R2"), facts(READ_FACT, done=("one",))) == RequirementResult(
        STARTED, "lesson", ("one",)
    )
    both = evaluate(requirement("R2"), facts(READ_FACT, JUDGE_FACTS[0], done=("one", "two")))
    assert both == RequirementResult(DONE, "lesson", ("one", "two"))


def test_a_step_of_one_lesson_begins_no_other() -> None:
    assert evaluate(requirement("R6"), facts(READ_FACT, CHECK_FACTS[5], done=("one",))) == NOT_STARTED


def test_steps_and_cards_of_several_kinds_count_together() -> None:
    either = requirement("R3").model_copy(
        update={"completion": StepsCompletion(type="steps", any_of_type=("evaluate_source", "spot"), count=2)}
    )
    spotted = ("two", "post", StepFact("spot"))
    assert evaluate(either, facts(spotted, READ_FACT)).state is STARTED
    assert evaluate(either, facts(spotted, JUDGE_FACTS[1])) == RequirementResult(DONE, "lesson", ("two", "three"))


@pytest.mark.parametrize(("count", "state"), [(1, STARTED), (2, DONE), (3, DONE)])
def test_steps_of_a_kind_count_in_whichever_lessons_they_are(count: int, state: RequirementState) -> None:
    assert evaluate(requirement("R3"), facts(*[*JUDGE_FACTS, SECOND_JUDGE_FACT][:count])).state is state


def test_two_steps_in_one_lesson_count_twice_and_the_lesson_is_named_once() -> None:
    assert evaluate(requirement("R3"), facts(JUDGE_FACTS[1], SECOND_JUDGE_FACT)) == RequirementResult(
        DONE, "lesson", ("three",)
    )


def test_steps_of_another_kind_do_not_count() -> None:
    assert evaluate(requirement("R3"), facts(READ_FACT, CHECK_FACTS[5])) == NOT_STARTED


def test_steps_count_though_their_lessons_are_not_finished() -> None:
    assert evaluate(requirement("R3"), facts(*JUDGE_FACTS)).state is DONE


def test_an_activity_away_from_the_screen_counts_when_staff_attested_it() -> None:
    assert evaluate(requirement("R4"), facts(offline=("visit",))) == RequirementResult(DONE, "offline", ("visit",))
    assert evaluate(requirement("R4"), facts(READ_FACT, done=("one",), offline=("fair",))) == NOT_STARTED


@pytest.mark.parametrize(
    ("lesson", "offline", "expected"),
    [
        (False, True, RequirementResult(STARTED, "offline", ("visit",))),
        (True, False, RequirementResult(STARTED, "lesson", ("three",))),
        (True, True, RequirementResult(DONE, "offline", ("visit", "three"))),
    ],
)
def test_an_activity_and_lessons_both_are_needed(lesson: bool, offline: bool, expected: RequirementResult) -> None:
    steps = (JUDGE_FACTS[1],) if lesson else ()
    done, attested = ("three",) if lesson else (), ("visit",) if offline else ()
    assert evaluate(requirement("R5"), facts(*steps, done=done, offline=attested)) == expected


def test_an_activity_and_lessons_may_ask_for_a_good_check_too() -> None:
    strict = requirement("R9", type="offline_and_lessons", offline="visit", all=("one",), min_check=0.8)
    poor, good = (facts(CHECK_FACTS[right], done=("one",), offline=("visit",)) for right in (3, 4))
    assert (evaluate(strict, poor).state, evaluate(strict, good).state) == (STARTED, DONE)


def test_every_requirement_up_to_the_grade_is_there_in_the_packs_order() -> None:
    pack = curriculum()
    pack.requirements = (*pack.requirements, requirement("R9", 9, type="offline", offline="fair"))
    assert list(evaluate_all(pack, 8, Facts())) == list(COMPLETIONS)
    assert list(evaluate_all(pack, None, Facts())) == [*COMPLETIONS, "R9"]
    assert evaluate_all(pack, 7, Facts()) == {}


@pytest.mark.parametrize(
    ("states", "figures"),
    [
        ([], (0, 1)),
        ([RequirementState.NOT_STARTED, DONE, STARTED], (1, 3)),
        ([RequirementState.CONFIRMED, DONE], (2, 2)),
        ([RequirementState.EXEMPT, DONE, RequirementState.NOT_STARTED], (1, 2)),
        ([RequirementState.EXEMPT, RequirementState.EXEMPT], (0, 1)),
    ],
)
def test_what_is_waived_counts_on_neither_side(states: list[RequirementState], figures: tuple[int, int]) -> None:
    assert count_reached(states) == figures


def test_a_lesson_must_be_as_good_as_the_strictest_requirement_asks() -> None:
    assert required_share(curriculum(), "one") == 0.6
    assert required_share(curriculum(), "three") == 1.0
    assert required_share(curriculum(), "two") == 0


def test_only_done_and_confirmed_are_reached() -> None:
    assert {RequirementState.DONE, RequirementState.CONFIRMED} == REACHED_STATES
