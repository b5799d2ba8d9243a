"""A row of the queue: what waits, for whom, since when, and what its reader may do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from careered.clock import day_of, now, today
from careered.desk.classes import DeskClass
from careered.progress.acts import POSTPONED, is_handled
from careered.questions.urgent_words import split_at_urgent
from careered.web.permissions import Data, sees_in_course
from careered.web.time_format import format_near_day, format_waiting

ANONYMOUS_TARGET = "anonymous:"
MAX_NAMES = 5
MAX_DAYS = 28
"""What is older is told by its day: nobody counts back 413 days."""


@dataclass(frozen=True)
class QueueRow:
    """A row of the queue. reason, target_id: what an act on it names. person_id: "" where it is about several.

    people: ids of the pupils whom its action concerns. text: in the reader's language, or what a pupil wrote
    (is_quote). since: when it began; None where that is not known. hidden_text: shown when the row is opened.
    is_urgent: a word in it may speak of need; such rows stand first. lesson_id: what its action starts or prints.
    """

    desk_class: DeskClass
    reason: str
    target_id: str
    name: str
    text: str
    since: datetime | None = None
    person_id: str = ""
    people: Sequence[str] = ()
    is_quote: bool = False
    hidden_text: str = ""
    is_urgent: bool = False
    lesson_id: str = ""

    @property
    def urgent_parts(self) -> tuple[str, str, str] | None:
        """The hidden text before, at and after words that may speak of need; None without such."""
        return split_at_urgent(self.hidden_text) if self.is_urgent else None

    @property
    def is_anonymous(self) -> bool:
        """Whether it is a question without a name."""
        return self.target_id.startswith(ANONYMOUS_TARGET)

    @property
    def question_id(self) -> str:
        """The question's id, of a question."""
        return self.target_id.removeprefix(ANONYMOUS_TARGET)

    @property
    def names(self) -> str:
        """The first names of several pupils, and how many more there are."""
        shown = [self.desk_class.names[person_id] for person_id in self.people[:MAX_NAMES]]
        more = len(self.people) - len(shown)
        return ", ".join(shown) + (f" + {more}" if more else "")

    @property
    def days(self) -> int:
        """Whole days since it began, by the calendar of the class's country."""
        zone = self.desk_class.scope.pack.timezone
        return (today(zone) - day_of(self.since, zone)).days if self.since else 0

    def waiting(self, lang: str) -> str:
        """How long it has waited, or since which day; "" where that is not known."""
        if self.since is None:
            return ""
        if (days := self.days) <= MAX_DAYS:
            return format_waiting(days, lang)
        zone = self.desk_class.scope.pack.timezone
        return format_near_day(day_of(self.since, zone), lang, today(zone))

    def allows(self, kind: str) -> bool:
        """Whether the viewer may handle it (HANDLED) or put it off (POSTPONED).

        Only an answer ends what may speak of need. That somebody has talked with a pupil is guidance.
        """
        if kind == POSTPONED:
            return not self.is_urgent
        return self.reason == "stuck" or (self.reason == "talk" and sees_in_course(self.desk_class.role, Data.GUIDANCE))

    @property
    def is_handled(self) -> bool:
        """Whether staff have handled it; what has come since then counts anew."""
        return is_handled(self.desk_class.acts.get((self.reason, self.target_id)), self.since)

    @property
    def is_postponed(self) -> bool:
        """Whether staff have put it off to a later day."""
        act = self.desk_class.acts.get((self.reason, self.target_id))
        return bool(act and act["kind"] == POSTPONED and act["until"] > now()) and self.allows(POSTPONED)
