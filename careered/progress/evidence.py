"""How an answer is shown to the pupil and to staff: what was asked, what was answered, and who may read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from careered.packs.models import Pack


@dataclass(frozen=True)
class Evidence:
    """One line of evidence, in the reader's language.

    private: the pupil keeps the words; staff see only that something was written, and how many words.
    kept_back: how many words were taken out for staff.
    """

    question: str
    answer: str
    is_private: bool = False
    withheld_word_count: int = 0

    def for_staff(self) -> "Evidence":
        """The same line as staff may see it: private words are taken out, their number stays."""
        return (
            Evidence(self.question, "", is_private=True, withheld_word_count=self.word_count)
            if self.is_private
            else self
        )

    @property
    def word_count(self) -> int:
        """How many words were written."""
        return self.withheld_word_count or len(self.answer.split())


ReadEvidence = Callable[[Pack, str, str, Mapping[str, Any], str], list[Evidence]]


@dataclass(frozen=True)
class EvidenceReader:
    """What the lessons room knows about answers, for rooms that may not import it; put in the house by the app.

    read: (pack, lesson id, step id, stored values, language) to lines of evidence, empty for a step that asks
    nothing or that the pack does not have.
    """

    read: ReadEvidence

    def for_staff(
        self, pack: Pack, lesson_id: str, step_id: str, values: Mapping[str, Any], lang: str
    ) -> list[Evidence]:
        """The lines that may leave the server for staff: without private words."""
        return [line.for_staff() for line in self.read(pack, lesson_id, step_id, values, lang)]
