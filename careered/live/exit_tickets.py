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
        _("Do you know where to look now?"),
        {"yes": _("Yes"), "partly": _("Partly"), "no": _("Not yet")},
    ),
    "mine": ExitTicket(
        _("Did you get anything out of it?"),
        {
            "yes": _("Yes, something I want to remember"),
            "perhaps": _("Maybe something"),
            "no": _("Not this time"),
        },
    ),
    "next": ExitTicket(
        _("What would help you next?"),
        {
            "alone": _("Time to look on my own"),
            "talk": _("Talking to someone"),
            "together": _("Doing more of it together"),
            "nothing": _("Nothing right now"),
        },
    ),
}
