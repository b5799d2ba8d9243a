"""The parts of the page about one pupil, as the template shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from careered.dashboard.columns import Paragraph
from careered.dashboard.marks import Mark
from careered.progress.evidence import Evidence


@dataclass(frozen=True)
class RequirementView:
    """One requirement: where the pupil stands, since when, how, by which lessons, under which version of the pack."""

    id: str
    title: str
    paragraphs: Sequence[Paragraph]
    state: str
    word: str
    since: str = ""
    how: str = ""
    by: Sequence[str] = ()
    version: str = ""


@dataclass(frozen=True)
class StepView:
    """One step that the pupil has been in. done: when, "" while it is only begun. notes: (when and who, text, again).

    open: whether staff see what was answered, and may write about it.
    """

    lesson_id: str
    id: str
    title: str
    done: str
    lines: Sequence[Evidence]
    help: str
    notes: Sequence[tuple[str, str, bool]] = ()

    @property
    def open(self) -> bool:
        """Whether there is something to write about."""
        return bool(self.done) and any(not line.private for line in self.lines)


@dataclass(frozen=True)
class LessonView:
    """One lesson that the pupil has been in. done: when, "" while it is going on. short: after an absence."""

    title: str
    done: str
    steps: Sequence[StepView]
    short: bool = False


@dataclass(frozen=True)
class SaidView:
    """What staff have marked: `what` is "kind:subject"; by: "" for the one who looks."""

    what: str
    word: str
    title: str
    day: str
    reason: str
    when: str
    by: str


@dataclass(frozen=True)
class PupilPage:
    """One pupil. done and of: the same figures as in the grid and the gradebook."""

    done: int
    of: int
    requirements: Sequence[RequirementView]
    lessons: Sequence[LessonView]
    marks: Sequence[Mark]
    said: Sequence[SaidView] = ()
    other_ways: Sequence[tuple[str, str]] = ()
