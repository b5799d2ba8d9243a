"""Parse a posted form strictly, byte for byte. Plain Python: no Starlette here.

A step kind reads its fields through `AnswerParser`, which collects the errors: the pupil sees all of them at once
and gets every typed character back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from careered.i18n_marker import _

MAX_TEXT_LENGTH = 20_000

AnswerValues = dict[str, str | list[str]]

WORDS = "words-"
"""How the names of fields begin in which one types; others hold what was chosen."""


MISSING_TEXT = _("Write a few words here.")
MISSING_CHOICE = _("Choose one of these.")
UNKNOWN_CHOICE = _("This answer is not one of the choices.")
TOO_LONG = _("This is longer than 20,000 characters. Make it shorter.")
UNREADABLE = _("There is a character here that cannot be saved. Please remove it.")
AT_LEAST_ONE = _("Write at least one, or choose to tell your teacher.")


@dataclass(frozen=True)
class FieldError:
    """An error in one field. message: a message id."""

    field: str
    message: str


@dataclass(frozen=True)
class ParsedAnswer:
    """A parsed answer: its values (also where there are errors), its errors, and the result of a check.

    correct, total: questions answered correctly, and questions asked (0 of 0: nothing to check).
    help_reason: a stable code when the pupil asks staff for help ("page_closed", "not_found", "tell_teacher"), else "".
    """

    values: AnswerValues
    errors: tuple[FieldError, ...] = ()
    correct: int = 0
    total: int = 0
    help_reason: str = ""


@dataclass
class AnswerParser:
    """Reads the posted fields in the order of the page and collects values and errors."""

    form: Mapping[str, Sequence[str]]
    values: AnswerValues = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)

    def text(self, name: str, *, required: bool = False) -> str:
        """One text, byte for byte as typed (no trimming, no normalising)."""
        value = self._single_value(name)
        self.values[name] = value
        if len(value) > MAX_TEXT_LENGTH:
            self._add_error(name, TOO_LONG)
        elif "\x00" in value:
            self._add_error(name, UNREADABLE)
        elif required and not value.strip():
            self._add_error(name, MISSING_TEXT)
        return value

    def choice(self, name: str, allowed: Iterable[str], *, required: bool = True) -> str:
        """One of the allowed ids, or empty where nothing is required."""
        value = self._single_value(name)
        if value and value not in set(allowed):
            self._add_error(name, UNKNOWN_CHOICE)
            return ""
        self.values[name] = value
        if required and not value:
            self._add_error(name, MISSING_CHOICE)
        return value

    def choices(self, name: str, allowed: Iterable[str], *, required: bool = False) -> list[str]:
        """Any number of the allowed ids, each once, in the order of the page."""
        posted, allowed_ids = set(self.form.get(name, ())), list(allowed)
        if posted - set(allowed_ids):
            self._add_error(name, UNKNOWN_CHOICE)
        chosen = [choice_id for choice_id in allowed_ids if choice_id in posted]
        self.values[name] = chosen
        if required and not chosen:
            self._add_error(name, MISSING_CHOICE)
        return chosen

    def flag(self, name: str) -> bool:
        """A checkbox."""
        is_ticked = self._single_value(name) == "yes"
        self.values[name] = "yes" if is_ticked else ""
        return is_ticked

    def result(self, *, correct: int = 0, total: int = 0, help_reason: str = "") -> ParsedAnswer:
        """The values and errors so far, as the result."""
        return ParsedAnswer(self.values, tuple(self.errors), correct, total, help_reason)

    def _single_value(self, name: str) -> str:
        posted = self.form.get(name, ())
        if len(posted) > 1:
            self._add_error(name, UNKNOWN_CHOICE)
        return posted[0] if posted else ""

    def _add_error(self, name: str, message: str) -> None:
        self.errors.append(FieldError(name, message))
