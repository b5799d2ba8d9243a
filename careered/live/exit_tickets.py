"""Exit tickets: the questions for the end of a live lesson, as message ids."""

from collections.abc import Mapping
from dataclasses import dataclass

from careered.i18n_marker import _


@dataclass(frozen=True)
class ExitTicket:
    """A question, with its choices by code."""

    question: str
    choices: Mapping[str, str]


EXIT_TICKETS: Mapping[str, ExitTicket] = {
    "found": ExitTicket(
        _("Do you know now where to look?"),
        {"yes": _("Yes"), "partly": _("Partly"), "no": _("Not yet")},
    ),
    "mine": ExitTicket(
        _("Was there something for you?"),
        {
            "yes": _("Yes, something I want to remember"),
            "perhaps": _("Something, perhaps"),
            "no": _("Not this time"),
        },
    ),
    "next": ExitTicket(
        _("What would help you next?"),
        {
            "alone": _("Time to look for myself"),
            "talk": _("Talking with somebody"),
            "together": _("Doing more of it together"),
            "nothing": _("Nothing just now"),
        },
    ),
}
