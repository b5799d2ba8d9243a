"""What facts complete: pure functions from requirement and facts to a state. Read this first.

No database, no clock, no pages: facts in, status out, so that a rebuild and the live path cannot disagree.
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


class State(StrEnum):
    """Where a pupil stands with a requirement; the words are an interface (the class report)."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CONFIRMED = "confirmed"
    EXEMPT = "exempt"


REACHED = frozenset({State.DONE, State.CONFIRMED})
_RANK = {state: place for place, state in enumerate(State)}


def rises(before: State, after: State) -> bool:
    """Whether a state is further than another: nothing that was reached is ever lowered by facts."""
    return _RANK[after] > _RANK[before]


@dataclass(frozen=True)
class StepFact:
    """A step that was done: its kind and, for a check, how many answers were right."""

    kind: str
    right: int = 0
    of: int = 0


@dataclass(frozen=True)
class Facts:
    """All that a pupil has done in a class. steps: by (lesson, step). offline: activities marked by staff.

    confirmed, exempt: the requirements of which staff have said so.
    """

    steps: Mapping[tuple[str, str], StepFact] = field(default_factory=dict)
    lessons_done: frozenset[str] = frozenset()
    offline: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    exempt: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Standing:
    """The state of one requirement, how it was reached ("lesson", "offline"), and by which lessons or activities."""

    state: State
    how: str = ""
    evidence: tuple[str, ...] = ()


NOTHING = Standing(State.NOT_STARTED)


def standing(requirement: Requirement, facts: Facts) -> Standing:
    """Where a pupil stands with one requirement. What staff have said counts more than what was done."""
    if requirement.id in facts.exempt:
        return Standing(State.EXEMPT, "teacher")
    done = _done(requirement, facts)
    return Standing(State.CONFIRMED, "teacher", done.evidence) if requirement.id in facts.confirmed else done


def _done(requirement: Requirement, facts: Facts) -> Standing:
    """By what the pupil did. Every completion type of the pack format is here."""
    completion = requirement.completion
    match completion:
        case LessonsCompletion():
            return _lessons(completion.all, completion.min_check, facts)
        case StepsCompletion():
            return _steps(completion.any_of_type, completion.count, facts)
        case OfflineCompletion():
            return Standing(State.DONE, "offline", (completion.offline,)) if _held(completion, facts) else NOTHING
        case OfflineAndLessonsCompletion():
            return _both(completion, facts)


def _lessons(wanted: Iterable[str], min_check: float | None, facts: Facts) -> Standing:
    wanted = tuple(wanted)
    if all(lesson in facts.lessons_done and _understood(lesson, min_check, facts) for lesson in wanted):
        return Standing(State.DONE, "lesson", wanted)
    begun = tuple(lesson for lesson in wanted if any(key[0] == lesson for key in facts.steps))
    return Standing(State.IN_PROGRESS, "lesson", begun) if begun else NOTHING


def _understood(lesson: str, min_check: float | None, facts: Facts) -> bool:
    checks = [fact for (where, _), fact in facts.steps.items() if where == lesson and fact.kind == "check" and fact.of]
    right, of = sum(fact.right for fact in checks), sum(fact.of for fact in checks)
    return not of or right / of >= (min_check or 0)


def _steps(kind: str, count: int, facts: Facts) -> Standing:
    lessons = tuple(lesson for (lesson, _), fact in facts.steps.items() if fact.kind == kind)
    if len(lessons) >= count:
        return Standing(State.DONE, "lesson", tuple(dict.fromkeys(lessons)))
    return Standing(State.IN_PROGRESS, "lesson", lessons) if lessons else NOTHING


def _held(completion: OfflineCompletion | OfflineAndLessonsCompletion, facts: Facts) -> bool:
    return completion.offline in facts.offline


def _both(completion: OfflineAndLessonsCompletion, facts: Facts) -> Standing:
    lessons = _lessons(completion.all, completion.min_check, facts)
    held = (completion.offline,) if _held(completion, facts) else ()
    if held and lessons.state is State.DONE:
        return Standing(State.DONE, "offline", held + lessons.evidence)
    if held or lessons is not NOTHING:
        return Standing(State.IN_PROGRESS, "offline" if held else "lesson", held + lessons.evidence)
    return NOTHING


def standings(pack: Pack, grade: int | None, facts: Facts) -> dict[str, Standing]:
    """Every requirement of the class's pack and grade, in the pack's order."""
    return {requirement.id: standing(requirement, facts) for requirement in pack.requirements_for(grade)}


def tally(states: Sequence[State]) -> tuple[int, int]:
    """How many are reached, of how many that count: an exempted requirement counts on neither side."""
    counted = [state for state in states if state is not State.EXEMPT]
    return sum(state in REACHED for state in counted), max(len(counted), 1)


def share_needed(pack: Pack, lesson_id: str) -> float:
    """Which share of a lesson's check must be right, so that finishing the lesson completes what it promises."""
    shares = [
        requirement.completion.min_check or 0
        for requirement in pack.requirements
        if isinstance(requirement.completion, LessonsCompletion | OfflineAndLessonsCompletion)
        and lesson_id in requirement.completion.all
    ]
    return max(shares, default=0)
