"""Reading a posted form, strictly and without losing a letter. Plain Python: no Starlette here.

A step kind reads its fields through `Fields`; what is wrong is collected, so that the pupil sees all of it at
once and gets every typed character back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from careered.words import _

LONGEST_TEXT = 20_000

Values = dict[str, str | list[str]]


MISSING_TEXT = _("Write a few words here.")
MISSING_CHOICE = _("Choose one of these.")
UNKNOWN_CHOICE = _("This answer is not one of the choices.")
TOO_LONG = _("This is longer than 20,000 characters. Make it shorter.")
UNREADABLE = _("There is a character here that cannot be saved. Take it away, please.")
AT_LEAST_ONE = _("Write at least one, or choose to tell your teacher.")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field, as a message id for the pupil's language."""

    field: str
    message: str


@dataclass(frozen=True)
class Reading:
    """A read answer: its values (kept whatever is wrong), problems, and the check's result where there is one.

    right and of: how many questions are right, of how many (0 of 0: nothing to check).
    help_wanted: a stable word when staff should know ("page_closed", "tell_teacher"), else empty.
    """

    values: Values
    problems: tuple[Problem, ...] = ()
    right: int = 0
    of: int = 0
    help_wanted: str = ""


@dataclass
class Fields:
    """The posted fields, read one by one; problems gather in the order of the page."""

    form: Mapping[str, Sequence[str]]
    values: Values = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str, *, required: bool = False) -> str:
        """One text, byte for byte as typed (no trimming, no normalising)."""
        value = self._one(name)
        self.values[name] = value
        if len(value) > LONGEST_TEXT:
            self._wrong(name, TOO_LONG)
        elif "\x00" in value:
            self._wrong(name, UNREADABLE)
        elif required and not value.strip():
            self._wrong(name, MISSING_TEXT)
        return value

    def choice(self, name: str, allowed: Iterable[str], *, required: bool = True) -> str:
        """One of the allowed ids, or empty where nothing is required."""
        value = self._one(name)
        if value and value not in set(allowed):
            self._wrong(name, UNKNOWN_CHOICE)
            return ""
        self.values[name] = value
        if required and not value:
            self._wrong(name, MISSING_CHOICE)
        return value

    def choices(self, name: str, allowed: Iterable[str], *, required: bool = False) -> list[str]:
        """Any number of the allowed ids, each once, in the order of the page."""
        given, known = set(self.form.get(name, ())), list(allowed)
        if given - set(known):
            self._wrong(name, UNKNOWN_CHOICE)
        picked = [one for one in known if one in given]
        self.values[name] = picked
        if required and not picked:
            self._wrong(name, MISSING_CHOICE)
        return picked

    def flag(self, name: str) -> bool:
        """A tick box."""
        ticked = self._one(name) == "yes"
        self.values[name] = "yes" if ticked else ""
        return ticked

    def reading(self, *, right: int = 0, of: int = 0, help_wanted: str = "") -> Reading:
        """What has been read so far, as the result."""
        return Reading(self.values, tuple(self.problems), right, of, help_wanted)

    def _one(self, name: str) -> str:
        given = self.form.get(name, ())
        if len(given) > 1:
            self._wrong(name, UNKNOWN_CHOICE)
        return given[0] if given else ""

    def _wrong(self, name: str, message: str) -> None:
        self.problems.append(Problem(name, message))
