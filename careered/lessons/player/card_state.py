"""Where a pupil stands with a card, and an answer that was not taken."""

from dataclasses import dataclass

from careered.frozen import with_values
from careered.lessons.activities.contract import Turn
from careered.lessons.answer_form import ParsedAnswer
from careered.lessons.attempt import LessonAttempt
from careered.packs.models import Card
from careered.progress.queries import StoredAnswer


@dataclass(frozen=True)
class CardState:
    """A pupil before a card: the attempt, the card, where they stand with it, and the row behind it."""

    attempt: LessonAttempt
    card: Card
    turn: Turn
    stored: StoredAnswer | None

    @property
    def revision(self) -> int:
        """The revision of what is stored; 0 for nothing."""
        return self.stored.revision if self.stored else 0

    @property
    def is_done(self) -> bool:
        """Whether the card counts as done."""
        return self.attempt.progress.has_done(self.attempt.lesson, self.card)

    def with_turn(self, turn: Turn) -> "CardState":
        """The same with another turn."""
        return with_values(self, turn=turn)


@dataclass(frozen=True)
class NotTaken:
    """An answer that was not taken, and why.

    parsed: with what is missing (422). is_outdated: it came from an older page (409). is_unfinished: its words are
    asked about; was_asked: they were, and are not again.
    """

    parsed: ParsedAnswer
    is_outdated: bool = False
    is_unfinished: bool = False
    was_asked: bool = False

    @property
    def status(self) -> int:
        """Of the page that says so."""
        return 409 if self.is_outdated else 422 if self.parsed.errors else 200
