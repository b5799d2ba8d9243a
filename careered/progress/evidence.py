"""Evidence: an answer as the pupil and staff read it: what was asked, what was answered, who may read it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from careered.packs.models import Pack
from careered.progress.queries import Answers


@dataclass(frozen=True)
class Evidence:
    """One line of evidence, in the reader's language.

    is_private: only the pupil reads the answer; staff see how many words it has.
    withheld_word_count: the number of words removed for staff.
    counts_words: False where the answer was chosen, not written: its number of words could tell what was chosen.
    """

    question: str
    answer: str
    is_private: bool = False
    withheld_word_count: int = 0
    counts_words: bool = True

    def for_staff(self) -> "Evidence":
        """The line as staff may see it: a private answer is replaced by its number of words."""
        if not self.is_private:
            return self
        withheld = self.word_count if self.counts_words else 0
        return replace(self, answer="", withheld_word_count=withheld)

    @property
    def word_count(self) -> int:
        """The number of words of the answer."""
        return self.withheld_word_count or len(self.answer.split())


ReadEvidence = Callable[[Pack, str, str, Answers, str], list[Evidence]]


@dataclass(frozen=True)
class EvidenceReader:
    """Reads answers as evidence, for packages that may not import the lessons; the app registers it.

    read: (pack, lesson id, step id, the pupil's answers, language) to lines of evidence, empty for a step that asks
    nothing, was not answered or that the pack does not have.
    """

    read: ReadEvidence

    def for_staff(self, pack: Pack, lesson_id: str, step_id: str, answers: Answers, lang: str) -> list[Evidence]:
        """The lines as staff may see them: without private answers."""
        return [line.for_staff() for line in self.read(pack, lesson_id, step_id, answers, lang)]
