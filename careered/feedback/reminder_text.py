"""The words of a reminder: text that staff edit, with words in braces that stand for each pupil's own. No HTML here.

remind.js fills the same words in the same way while staff type.
"""

from dataclasses import dataclass

from careered.feedback.labels import (
    AT_ANY_TIME,
    CARRYING_ON,
    FIRST_NAME,
    LESSON,
    MINUTES,
    REMINDER_PARAGRAPHS,
    WHERE_YOU_LEFT_OFF,
)
from careered.web.i18n import translations


@dataclass(frozen=True)
class ReminderText:
    """Texts in the language of the member of staff."""

    lang: str

    @property
    def words(self) -> dict[str, str]:
        """The words in braces, by what they stand for."""
        names = {"name": FIRST_NAME, "lesson": LESSON, "minutes": MINUTES, "carrying_on": CARRYING_ON}
        return {name: "{" + translations(self.lang).gettext(label) + "}" for name, label in names.items()}

    @property
    def standard(self) -> str:
        """The text that is offered."""
        return "\n\n".join(translations(self.lang).gettext(part) % self.words for part in REMINDER_PARAGRAPHS)

    def carrying_on(self, has_begun: bool) -> str:
        """What a pupil reads about carrying on with a lesson."""
        return translations(self.lang).gettext(WHERE_YOU_LEFT_OFF if has_begun else AT_ANY_TIME)

    def filled(self, text: str, name: str, lesson: str, minutes: int, has_begun: bool) -> str:
        """A text with what is one pupil's. name: "" where none is known.

        minutes: how many the lesson still takes; has_begun: whether something of it is done.
        """
        values = (name, lesson, str(minutes), self.carrying_on(has_begun))
        for word, value in zip(self.words.values(), values, strict=True):
            text = text.replace(word, value) if value else _without(text, word)
        return text

    def for_everybody(self, text: str) -> str:
        """The text without what is one pupil's: the paragraphs about a lesson of their own are left out."""
        name, *of_lesson = self.words.values()
        paragraphs = [part for part in text.split("\n\n") if not any(word in part for word in of_lesson)]
        return _without("\n\n".join(paragraphs), name)


def _without(text: str, word: str) -> str:
    return text.replace(f" {word}", "").replace(word, "")
