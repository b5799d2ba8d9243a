"""The parts of the page about one pupil, as the template shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from careered.dashboard.grid import Paragraph, codes_of
from careered.dashboard.score_status import ColumnScore
from careered.db.prefetch import Row
from careered.progress.evidence import Evidence


@dataclass(frozen=True)
class RequirementView:
    """One requirement: its state, since when, the method, the evidence, and the pack version that applied.

    day: of `since`, for a narrow column; "" for one about which the pupil wants to talk.
    """

    id: str
    title: str
    paragraphs: Sequence[Paragraph]
    state: str
    state_label: str
    since: str = ""
    method_label: str = ""
    evidence_titles: Sequence[str] = ()
    pack_version: str = ""
    day: str = ""

    @property
    def codes(self) -> str:
        """See `codes_of`."""
        return codes_of(self.paragraphs)


@dataclass(frozen=True)
class StepView:
    """One step that the pupil has opened.

    done_at: "" while it is a draft. comments: (time and author, text, whether revision was requested).

    is_open_to_comments: whether staff see what was answered, and may write about it.
    """

    lesson_id: str
    id: str
    title: str
    done_at: str
    lines: Sequence[Evidence]
    help_text: str
    comments: Sequence[tuple[str, str, bool]] = ()

    @property
    def is_open_to_comments(self) -> bool:
        """Whether there is something to write about."""
        return bool(self.done_at) and any(not line.is_private for line in self.lines)


@dataclass(frozen=True)
class LessonView:
    """A lesson that the pupil has started. done_at: "" until it is done. is_catch_up: short version, after absence.

    pace: (minutes it took, minutes it is meant to take) where it was done in under a fifth of them; nothing follows.
    """

    title: str
    done_at: str
    steps: Sequence[StepView]
    is_catch_up: bool = False
    pace: tuple[int, int] | None = None


@dataclass(frozen=True)
class AttestationView:
    """What staff have attested. act_id: what undoing it names, "" when it is too late. author: "you", "a colleague"."""

    act_id: str
    kind_label: str
    title: str
    day: str
    reason: str
    attested_at: str
    author: str


@dataclass(frozen=True)
class PupilPage:
    """One pupil. done and total: the same figures as in the grid and the gradebook.

    recorded: what staff have attested, as stored, the oldest first; attestations: the same in words, the newest first.
    """

    done: int
    total: int
    requirements: Sequence[RequirementView]
    lessons: Sequence[LessonView]
    column_scores: Sequence[ColumnScore]
    recorded: Sequence[Row] = ()
    attestations: Sequence[AttestationView] = ()
    alternative_requests: Sequence[tuple[str, str]] = ()
