"""Labels of the reports, as message ids."""

from collections.abc import Mapping

from careered.i18n_marker import _

PUPIL, DONE, NO_LONGER_IN_CLASS = _("Pupil"), _("Done"), _("No longer in the class.")
SINCE = _("%(requirement)s: since")
PROVENANCE = _("Made %(day)s. Curriculum: %(curriculum)s. Pack %(pack)s, version %(version)s.")
SUGGESTION = _("Proposal")
ON_THE_WAY = _("On the way")
EVIDENCE_FILE, FAMILY_FILE = _("Evidence"), _("Letter home")
SUGGESTED_GRADE = _("Proposed grade: %(mark)s. Staff decide.")
MISCONCEPTIONS = _("What many believe")
OFFLINE = _("away from the screen")
FAMILY_STATE_LABELS: Mapping[str, str] = {
    "not_started": _("Comes later"),
    "in_progress": _("Started"),
    "done": _("Done"),
    "confirmed": _("Done"),
}
FAMILY_ABOUT = _("What the class gets to know in guidance: services with information about education, jobs and help.")
FAMILY_PRIVACY = _(
    "What a pupil writes and plans is not in this summary. At home, you can ask whether the pupil wants "
    "to tell you about it."
)
FAMILY_GREETING = _("Dear guardians of %(pupil)s,")
FAMILY_ASK = _("At home you can ask:")
FAMILY_QUESTIONS = (
    _("What surprised you?"),
    _("Where would you like to go and see for yourself?"),
    _("Whose working day would you like to follow?"),
)
FAMILY_SERVICES = _("Families can use these services too:")
REQUIREMENT, CURRICULUM, STATE, WHEN = _("Requirement"), _("Curriculum"), _("Status"), _("Since")
EVIDENCE, VERSION = _("How we know"), _("Pack version")
SIGNATURE = _("Date and signature: ______________________________")
SCHOOL, COURSES, PUPILS, SHARE = _("School"), _("Courses"), _("Pupils"), _("Done, per cent")
IN_SCOPE, EXEMPT, REACHED = _("Pupils"), _("Exempt"), _("Completed")
PLAN = _("Guidance plan")
ACTIVITY, BASIS, LESSONS_AND_ACTIVITIES = _("Activity"), _("Basis"), _("Lessons and activities")
SERVICES, FOLLOW_UP = _("Services"), _("How it is followed up")
FOLLOW_UP_TEXT = _("Each pupil's status in careered, confirmed by staff; evidence report at the end of the year")
BASIS_LABELS: Mapping[str, str] = {
    "regulation_names_service": _("Required: the rules name the service"),
    "regulation_general": _("Required: the school chooses how"),
    "recommended": _("Recommended"),
}
MINUTES = _("%(n)s min")
IN_SEVERAL_LESSONS = _("Along the way, in several lessons")
SCHOOL_FILLS_IN = _("For the school to fill in: when in the year, who is responsible, how families are told.")
TERM_LABELS: Mapping[str, str] = {"1": _("spring %(year)s"), "2": _("autumn %(year)s")}
GRADE, ALL_GRADES, DIFFERENCE = _("Grade"), _("All"), _("Difference")
NO_SCHOOL = _("Courses without a school")
SUPPRESSION_NOTE = _(
    "Figures for fewer than five pupils are not shown, nor are figures from which they could be worked "
    "out: a dash (–) appears instead. Totals include only what is shown."
)
SUPPRESSED = "–"
