"""Words of the reports, as message ids."""

from collections.abc import Mapping

from careered.words import _

STATES: Mapping[str, str] = {
    "not_started": _("Not started"),
    "in_progress": _("In progress"),
    "done": _("Done"),
    "confirmed": _("Confirmed"),
    "exempt": _("Exempt"),
}
HOW: Mapping[str, str] = {
    "lesson": _("In the lessons"),
    "teacher": _("Confirmed by staff"),
    "offline": _("Away from the screen, marked by staff"),
}
PUPIL, DONE, LEFT = _("Pupil"), _("Done"), _("No longer in the class.")
SINCE = _("%(requirement)s: since")
MADE = _("Made %(day)s. Pack %(pack)s, version %(version)s.")
REQUIREMENT, CURRICULUM, STATE, WHEN = _("Requirement"), _("Curriculum"), _("State"), _("Since")
HOW_KNOWN, VERSION = _("How we know"), _("Pack version")
SIGNATURE = _("Date and signature: ______________________________")
SCHOOL, COURSES, PUPILS, SHARE = _("School"), _("Courses"), _("Pupils"), _("Done, per cent")
IN_SCOPE, EXEMPT, REACHED = _("Pupils"), _("Exempt"), _("Reached")
NO_SCHOOL = _("Courses without a school")
FEW = _("Fewer than five pupils are never shown: – stands there.")
HIDDEN = "–"
