"""The visits of a lesson: the steps and cards that send pupils to a service's page, which may not open."""

from collections.abc import Sequence

from careered.packs.lessons import Lesson, StepContent

VISIT_KINDS = frozenset({"visit", "mission"})
"""Of a lesson of steps, and of one of cards. Each has something for whoever cannot open the page."""


def visits(lesson: Lesson) -> Sequence[StepContent]:
    """The lesson's visits, in its order."""
    return [step for step in lesson.steps if step.kind in VISIT_KINDS]
