"""Interface texts for states, how they were reached, and why pupils ask for staff, as message ids."""

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
HELP_REASONS: Mapping[str, str] = {
    "page_closed": _("The page did not open"),
    "not_found": _("Did not find what the lesson asked for"),
    "tell_teacher": _("Would rather tell you in person"),
    "another_way": _("Wants to show it in another way"),
}
HELP_REASON_OTHER = _("Asked for your help")


def method_label(state: str, method: str) -> str:
    """How a state is known, as a message id; "" for none, and for an exemption, which is no confirmation."""
    return "" if state == RequirementState.EXEMPT else METHOD_LABELS.get(method, "")
