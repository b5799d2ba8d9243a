"""The words of a reminder: text that staff edit, with words in braces that stand for each pupil's own. No HTML here.

remind.js fills the same words in the same way while staff type.
"""

from dataclasses import dataclass

from careered.feedback.labels import FIRST_NAME, LESSON, MINUTES, REMINDER_PARAGRAPHS
from careered.web.i18n import translations


@dataclass(frozen=True)
class ReminderText:
    """Texts in the language of the member of staff."""

    lang: str

    @property
    def words(self) -> dict[str, str]:
        """The words in braces, by what they stand for."""
        names = {"name": FIRST_NAME, "lesson": LESSON, "minutes": MINUTES}
        return {name: "{" + translations(self.lang).gettext(label) + "}" for name, label in names.items()}

    @property
    def standard(self) -> str:
        """The text that is offered."""
        return "\n\n".join(translations(self.lang).gettext(part) % self.words for part in REMINDER_PARAGRAPHS)

    def filled(self, text: str, name: str, lesson: str, minutes: int) -> str:
        """A text with what is one pupil's. name: "" where none is known; minutes: how many the lesson still takes."""
        for word, value in zip(self.words.values(), (name, lesson, str(minutes)), strict=True):
            text = text.replace(word, value) if value else _without(text, word)
        return text

    def for_everybody(self, text: str) -> str:
        """The text without what is one pupil's: the paragraphs with a lesson or minutes are left out."""
        words = self.words
        paragraphs = [
            part for part in text.split("\n\n") if words["lesson"] not in part and words["minutes"] not in part
        ]
        return _without("\n\n".join(paragraphs), words["name"])


def _without(text: str, word: str) -> str:
    return text.replace(f" {word}", "").replace(word, "")
