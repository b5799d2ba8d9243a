"""What states are called, and how they came about: the same words on staff's pages and in reports. Message ids."""

from collections.abc import Mapping

from careered.progress.completion import State
from careered.words import _

STATES: Mapping[str, str] = {
    State.NOT_STARTED: _("Not started"),
    State.IN_PROGRESS: _("In progress"),
    State.DONE: _("Done"),
    State.CONFIRMED: _("Confirmed"),
    State.EXEMPT: _("Exempt"),
}
HOW: Mapping[str, str] = {
    "lesson": _("In the lessons"),
    "teacher": _("Confirmed by staff"),
    "offline": _("Away from the screen, marked by staff"),
}
