"""The questions for the end of a lesson: one press each. Message ids."""

from collections.abc import Mapping
from dataclasses import dataclass

from careered.words import _


@dataclass(frozen=True)
class ExitQuestion:
    """A question, with its answers by code."""

    asked: str
    choices: Mapping[str, str]


QUESTIONS: Mapping[str, ExitQuestion] = {
    "found": ExitQuestion(
        _("Do you know now where to look?"),
        {"yes": _("Yes"), "partly": _("Partly"), "no": _("Not yet")},
    ),
    "mine": ExitQuestion(
        _("Was there something for you?"),
        {
            "yes": _("Yes, something I want to remember"),
            "perhaps": _("Something, perhaps"),
            "no": _("Not this time"),
        },
    ),
    "next": ExitQuestion(
        _("What would help you next?"),
        {
            "alone": _("Time to look for myself"),
            "talk": _("Talking with somebody"),
            "together": _("Doing more of it together"),
            "nothing": _("Nothing just now"),
        },
    ),
}
