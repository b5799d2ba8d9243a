"""Words of the reports, as message ids."""

from collections.abc import Mapping

from careered.words import _

PUPIL, DONE, LEFT = _("Pupil"), _("Done"), _("No longer in the class.")
SINCE = _("%(requirement)s: since")
MADE = _("Made %(day)s. Curriculum: %(curriculum)s. Pack %(pack)s, version %(version)s.")
PROPOSAL = _("Proposal")
PROPOSES = _("Proposed as a mark: %(mark)s. Staff decide.")
AWAY = _("away from the screen")
AT_HOME: Mapping[str, str] = {
    "not_started": _("Comes later"),
    "in_progress": _("Begun"),
    "done": _("Done"),
    "confirmed": _("Done"),
}
HOME_ABOUT = _("What the class gets to know in guidance: services that tell about education, jobs and help.")
HOME_PRIVATE = _("What a pupil writes and plans is not in this summary. Ask at home, if the pupil wants to tell.")
HOME_SERVICES = _("These services are for families too:")
REQUIREMENT, CURRICULUM, STATE, WHEN = _("Requirement"), _("Curriculum"), _("State"), _("Since")
HOW_KNOWN, VERSION = _("How we know"), _("Pack version")
SIGNATURE = _("Date and signature: ______________________________")
SCHOOL, COURSES, PUPILS, SHARE = _("School"), _("Courses"), _("Pupils"), _("Done, per cent")
IN_SCOPE, EXEMPT, REACHED = _("Pupils"), _("Exempt"), _("Reached")
PLAN = _("Plan of guidance")
ACTIVITY, BASIS, PREPARED = _("Activity"), _("By which rule"), _("Lessons and activities")
SERVICES, FOLLOWED = _("Services"), _("How it is followed up")
FOLLOWED_BY = _("Each pupil's state in careered, confirmed by staff; evidence report at the end of the year")
BASES: Mapping[str, str] = {
    "regulation_names_service": _("Required: the rules name the service"),
    "regulation_general": _("Required: the school chooses how"),
    "recommended": _("Recommended"),
}
MINUTES = _("%(n)s min")
ALONG_THE_WAY = _("Along the way, in several lessons")
TO_FILL_IN = _("For the school to fill in: when in the year, who is responsible, how families are told.")
TERMS: Mapping[str, str] = {"1": _("spring %(year)s"), "2": _("autumn %(year)s")}
GRADE, ALL_GRADES, CHANGE = _("Grade"), _("All"), _("Difference")
NO_SCHOOL = _("Courses without a school")
FEW = _(
    "Fewer than five pupils are never shown, nor what would tell them: – stands there. Sums are of what is shown only."
)
HIDDEN = "–"
