"""Interface texts for states and how they were reached, on staff's pages and in reports, as message ids."""

from collections.abc import Mapping

from careered.i18n_marker import _
from careered.progress.completion import RequirementState

STATE_LABELS: Mapping[str, str] = {
    RequirementState.NOT_STARTED: _("Not started"),
    RequirementState.IN_PROGRESS: _("In progress"),
    RequirementState.DONE: _("Done"),
    RequirementState.CONFIRMED: _("Confirmed"),
    RequirementState.EXEMPT: _("Exempt"),
}
METHOD_LABELS: Mapping[str, str] = {
    "lesson": _("In the lessons"),
    "teacher": _("Confirmed by staff"),
    "offline": _("Away from the screen, recorded by staff"),
}
