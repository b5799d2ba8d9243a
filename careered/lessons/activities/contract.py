"""What an activity's folder offers, and what it is given. Plain Python: no requests, no database.

An answer goes through it once: `read_answer` (form to values), `grade` (values to a verdict and the keys of what is
said), `view` (what the page shows), `line` (what the teacher reads). All are pure functions of the card and a `Turn`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from careered.lessons.answer_form import AnswerParser, AnswerValues, ParsedAnswer
from careered.packs.models import Card, Lesson, LocalizedText, Pack
from careered.progress.evidence import Evidence

TRIES = 2
"""How many times one may answer where something is right; after the last wrong one the right answer is told."""


class Verdict(StrEnum):
    """What became of an answer. The values are an interface (`data-verdict`, the column `answer.verdict`)."""

    RIGHT = "right"
    AGAIN = "again"
    TOLD = "told"
    KEPT = "kept"

    @property
    def is_final(self) -> bool:
        """Whether the card is answered: one goes on."""
        return self is not Verdict.AGAIN


@dataclass(frozen=True)
class Note:
    """What an answer puts on the class's board. choice: an id of the card; subject: its words; text: one's own."""

    choice: str
    subject: str = ""
    text: str = ""


@dataclass(frozen=True)
class ClassBoard:
    """What the class's board has of a card, as this pupil may know it.

    takes_notes: whether it is open now. is_moderated: whether words wait for staff. counts: notes by choice. own: one's
    own note, as it stands there; own_state: "waiting", "shown", "hidden", "" for none. note_count: notes that one may
    read, at `url`; "" while there is no board.
    """

    takes_notes: bool = True
    is_moderated: bool = True
    counts: Mapping[str, int] = field(default_factory=dict)
    own: Note | None = None
    own_state: str = ""
    note_count: int = 0
    url: str = ""


@dataclass(frozen=True)
class Turn:
    """A pupil before a card. values: the latest answer, empty before the first. first: the first one, which is kept.

    tries: how often it was answered. verdict: of the latest try. earlier: first answers to the lesson's other cards by
    id; latest: the latest ones; lesson: where they stand. entered: of a try that was not taken (something is missing):
    shown in the fields, never judged. arrange: puts ids in this pupil's order, the same at every time and place. board:
    for activities with a `note.py`, where there is a class. pack: the lesson's; None where only the line is asked for.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    first: Mapping[str, Any] = field(default_factory=dict)
    tries: int = 0
    verdict: Verdict | None = None
    earlier: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    entered: Mapping[str, Any] = field(default_factory=dict)
    arrange: Callable[[Sequence[str]], list[str]] = list
    board: ClassBoard | None = None
    pack: Pack | None = None
    lesson: Lesson | None = None
    latest: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def is_answered(self) -> bool:
        """Whether the card has its final verdict."""
        return self.verdict is not None and self.verdict.is_final


@dataclass(frozen=True)
class Grade:
    """The outcome of one try. verdict: None while it is a part of an answer (one of several items, a line of a chat).

    reasons: keys of what is said, in this order; `reason` gives their texts. correct, total: for the record, right
    answers of those asked; 0 of 0 where nothing is right or wrong.
    """

    verdict: Verdict | None
    reasons: tuple[str, ...] = ()
    correct: int = 0
    total: int = 0


def verdict_of(is_right: bool, tries: int) -> Verdict:
    """The rule of all activities in which something is right. tries: this one included."""
    if is_right:
        return Verdict.RIGHT
    return Verdict.AGAIN if tries < TRIES else Verdict.TOLD


class GradingModule(Protocol):
    """An activity's grading.py.

    Where two answers can be kept as one it also has `combine(content, one, other)`, which gives the values of both, or
    None where they exclude each other (`player.two_answers`).
    """

    def read_answer(self, content: Any, parser: AnswerParser) -> ParsedAnswer:
        """The posted fields as values and problems; the server's word on what is an answer."""

    def grade(self, content: Any, values: AnswerValues, turn: Turn) -> Grade:
        """The verdict of values; turn.tries counts this try. Values of an older version of the card must not fail."""

    def reason(self, content: Any, key: str) -> LocalizedText | None:
        """What is said for a key of `Grade.reasons`; None for one that the card no longer has."""


class PageModule(Protocol):
    """An activity's page.py."""

    def view(self, content: Any, turn: Turn, lang: str) -> Mapping[str, Any]:
        """What template.html needs. Holds nothing that would tell a right answer or a reason before its time."""


class EvidenceModule(Protocol):
    """An activity's evidence.py."""

    def line(self, content: Any, turn: Turn, lang: str, pack: Pack) -> Evidence | None:
        """What was asked and answered, in the reader's language; None where the card asks nothing."""


class NoteModule(Protocol):
    """An activity's note.py, where its answers go on the class's board."""

    def note(self, content: Any, values: Mapping[str, Any], lang: str) -> Note | None:
        """The note of an answer; None where nothing is put up, or what was is taken down."""


@dataclass(frozen=True)
class Activity:
    """One activity, put together from its folder. notes: None where its answers do not go on the class's board."""

    kind: str
    content: type[Card]
    grading: GradingModule
    page: PageModule
    evidence: EvidenceModule
    notes: NoteModule | None = None

    @property
    def template(self) -> str:
        """Its template, with the macros `card(view)` and `button(view)`, or `bar(view)` for controls of its own."""
        return f"{self.kind}/template.html"
