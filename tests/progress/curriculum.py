"""A small curriculum with a requirement of every completion type, and its lessons; invented."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from careered.packs.models import Requirement

LESSONS: Mapping[str, Sequence[tuple[str, str]]] = {
    "one": (("one-read", "read"), ("one-check", "check")),
    "two": (("two-judge", "evaluate_source"), ("two-plan", "plan")),
    "three": (("three-judge", "evaluate_source"), ("three-judge-b", "evaluate_source")),
}
COMPLETIONS: Mapping[str, dict[str, Any]] = {
    "R1": {"type": "lessons", "all": ("one",), "min_check": 0.6},
    "R2": {"type": "lessons", "all": ("one", "two")},
    "R3": {"type": "steps", "any_of_type": "evaluate_source", "count": 2},
    "R4": {"type": "offline", "offline": "visit"},
    "R5": {"type": "offline_and_lessons", "offline": "visit", "all": ("three",)},
    "R6": {"type": "lessons", "all": ("three",), "min_check": 1.0},
}


def requirement(key: str, by_grade: int = 8, **completion: Any) -> Requirement:
    """One requirement with this completion."""
    return Requirement.model_validate(
        {
            "id": key,
            "title": {"en": key},
            "audience": "all",
            "by_grade": by_grade,
            "basis": "recommended",
            "source": ("memory",),
            "items": ("X-1",),
            "completion": completion or dict(COMPLETIONS[key]),
        }
    )


class Curriculum(SimpleNamespace):
    """As much of a pack as completion looks at."""

    id: str
    version: str
    requirements: tuple[Requirement, ...]

    def requirements_for(self, grade: int | None) -> tuple[Requirement, ...]:
        """As the pack does it."""
        return tuple(requirement for requirement in self.requirements if grade is None or requirement.by_grade <= grade)


def curriculum(version: str = "1.0.0") -> Any:
    """The whole of it."""
    return Curriculum(id="x", version=version, requirements=tuple(requirement(key) for key in COMPLETIONS))
