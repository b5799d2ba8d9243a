"""Completion: pure functions from a requirement and a pupil's facts to a state. Read this first.

No database, no clock, no pages, so that a rebuild and the live path cannot disagree.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from careered.packs.models import (
    LessonsCompletion,
    OfflineAndLessonsCompletion,
    OfflineCompletion,
    Pack,
    Requirement,
    StepsCompletion,
)


class RequirementState(StrEnum):
    """The state of a pupil's requirement. The values are an interface (the class report)."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CONFIRMED = "confirmed"
    EXEMPT = "exempt"


REACHED_STATES = frozenset({RequirementState.DONE, RequirementState.CONFIRMED})
_RANK = {state: rank for rank, state in enumerate(RequirementState)}


def is_progress(before: RequirementState, after: RequirementState) -> bool:
    """Whether `after` is further than `before`. Events never lower a state."""
    return _RANK[after] > _RANK[before]


@dataclass(frozen=True)
class StepFact:
    """A step that was done: its kind and, for a check, how many answers were right."""

    kind: str
    correct: int = 0
    total: int = 0


@dataclass(frozen=True)
class Facts:
    """Everything that a pupil has done in a class. steps: by (lesson id, step id).

    offline_activities, confirmed, exempt: activities and requirements that staff have attested.
    """

    steps: Mapping[tuple[str, str], StepFact] = field(default_factory=dict)
    lessons_done: frozenset[str] = frozenset()
    offline_activities: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    exempt: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RequirementResult:
    """The state of one requirement, how ("lesson", "offline", "teacher") and by which evidence (ids)."""

    state: RequirementState
    method: str = ""
    evidence: tuple[str, ...] = ()


NOT_STARTED = RequirementResult(RequirementState.NOT_STARTED)


def evaluate(requirement: Requirement, facts: Facts) -> RequirementResult:
    """The state of one requirement. Attestations of staff take precedence over what was done."""
    if requirement.id in facts.exempt:
        return RequirementResult(RequirementState.EXEMPT, "teacher")
    result = _evaluate_completion(requirement, facts)
    return (
        RequirementResult(RequirementState.CONFIRMED, "teacher", result.evidence)
        if requirement.id in facts.confirmed
        else result
    )


def _evaluate_completion(requirement: Requirement, facts: Facts) -> RequirementResult:
    """The result by what the pupil did. Handles every completion type of the pack format."""
    completion = requirement.completion
    match completion:
        case LessonsCompletion():
            return _evaluate_lessons(completion.all, completion.min_check, facts)
        case StepsCompletion():
            return _evaluate_steps(completion.any_of_type, completion.count, facts)
        case OfflineCompletion():
            return (
                RequirementResult(RequirementState.DONE, "offline", (completion.offline,))
                if _is_offline_done(completion, facts)
                else NOT_STARTED
            )
        case OfflineAndLessonsCompletion():
            return _evaluate_offline_and_lessons(completion, facts)


def _evaluate_lessons(lesson_ids: Iterable[str], min_check: float | None, facts: Facts) -> RequirementResult:
    lesson_ids = tuple(lesson_ids)
    if all(lesson_id in facts.lessons_done and _passes_check(lesson_id, min_check, facts) for lesson_id in lesson_ids):
        return RequirementResult(RequirementState.DONE, "lesson", lesson_ids)
    started = tuple(lesson_id for lesson_id in lesson_ids if any(key[0] == lesson_id for key in facts.steps))
    return RequirementResult(RequirementState.IN_PROGRESS, "lesson", started) if started else NOT_STARTED


def _passes_check(lesson_id: str, min_check: float | None, facts: Facts) -> bool:
    checks = [
        fact
        for (step_lesson_id, _), fact in facts.steps.items()
        if step_lesson_id == lesson_id and fact.kind == "check" and fact.total
    ]
    correct, total = sum(fact.correct for fact in checks), sum(fact.total for fact in checks)
    return not total or correct / total >= (min_check or 0)


def _evaluate_steps(kinds: Sequence[str], count: int, facts: Facts) -> RequirementResult:
    lesson_ids = tuple(lesson_id for (lesson_id, _), fact in facts.steps.items() if fact.kind in kinds)
    if len(lesson_ids) >= count:
        return RequirementResult(RequirementState.DONE, "lesson", tuple(dict.fromkeys(lesson_ids)))
    return RequirementResult(RequirementState.IN_PROGRESS, "lesson", lesson_ids) if lesson_ids else NOT_STARTED


def _is_offline_done(completion: OfflineCompletion | OfflineAndLessonsCompletion, facts: Facts) -> bool:
    return completion.offline in facts.offline_activities


def _evaluate_offline_and_lessons(completion: OfflineAndLessonsCompletion, facts: Facts) -> RequirementResult:
    lessons_result = _evaluate_lessons(completion.all, completion.min_check, facts)
    offline_done = (completion.offline,) if _is_offline_done(completion, facts) else ()
    if offline_done and lessons_result.state is RequirementState.DONE:
        return RequirementResult(RequirementState.DONE, "offline", offline_done + lessons_result.evidence)
    if offline_done or lessons_result is not NOT_STARTED:
        return RequirementResult(
            RequirementState.IN_PROGRESS,
            "offline" if offline_done else "lesson",
            offline_done + lessons_result.evidence,
        )
    return NOT_STARTED


def evaluate_all(pack: Pack, grade: int | None, facts: Facts) -> dict[str, RequirementResult]:
    """Every requirement of the class's pack and grade, in the pack's order."""
    return {requirement.id: evaluate(requirement, facts) for requirement in pack.requirements_for(grade)}


def count_reached(states: Sequence[RequirementState]) -> tuple[int, int]:
    """Numerator and denominator of the score: requirements reached, of those not exempt (at least 1)."""
    counted = [state for state in states if state is not RequirementState.EXEMPT]
    return sum(state in REACHED_STATES for state in counted), max(len(counted), 1)


def overall_state(states: Iterable[RequirementState]) -> RequirementState:
    """The state of several requirements together; the exempt ones do not count.

    CONFIRMED where all are, DONE where all are reached (or none counts), NOT_STARTED where none is begun.
    """
    counted = {state for state in states if state is not RequirementState.EXEMPT}
    if counted == {RequirementState.CONFIRMED}:
        return RequirementState.CONFIRMED
    if counted <= REACHED_STATES:
        return RequirementState.DONE
    is_begun = counted != {RequirementState.NOT_STARTED}
    return RequirementState.IN_PROGRESS if is_begun else RequirementState.NOT_STARTED


def state_in_term(states: Mapping[str, RequirementState], share: Iterable[Requirement]) -> RequirementState:
    """How far a pupil is with a term's share; where none of it is begun, whether with anything of the grade.

    states: of all that the grade asks for, by requirement. share: see `packs/term_share.py`.
    """
    of_share = overall_state(states[requirement.id] for requirement in share if requirement.id in states)
    if of_share is RequirementState.NOT_STARTED and overall_state(states.values()) is not of_share:
        return RequirementState.IN_PROGRESS
    return of_share


def counts_steps_of(pack: Pack, kind: str) -> bool:
    """Whether a requirement counts steps of this kind; else a step moves one only as its lesson's first or last."""
    completions = [requirement.completion for requirement in pack.requirements]
    return any(isinstance(one, StepsCompletion) and kind in one.any_of_type for one in completions)


def required_share(pack: Pack, lesson_id: str) -> float:
    """The share (0 to 1) of a lesson's check that must be right for the requirements that the lesson completes."""
    shares = [
        requirement.completion.min_check or 0
        for requirement in pack.requirements
        if isinstance(requirement.completion, LessonsCompletion | OfflineAndLessonsCompletion)
        and lesson_id in requirement.completion.all
    ]
    return max(shares, default=0)
