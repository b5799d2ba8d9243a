"""Labels of the reports, as message ids."""

from collections.abc import Mapping

from careered.i18n_marker import _

CLASS_SO_FAR, PROPOSALS = _("The class so far"), _("Proposed grades for the school report")
NOBODY = _("Nobody at the moment.")
PUPIL, DONE, IN_ALL, NO_LONGER_IN_CLASS = _("Pupil"), _("Done"), _("In all"), _("No longer in the class.")
SINCE = _("%(requirement)s: since")
PROVENANCE = _("Created on %(day)s. Curriculum: %(curriculum)s. Pack: %(pack)s, version %(version)s.")
SUGGESTION = _("Proposal")
ON_THE_WAY = _("Under way")
EVIDENCE_FILE, FAMILY_FILE = _("Evidence"), _("Letter home")
SUGGESTED_GRADE = _("Proposed grade: %(mark)s. Staff make the decision.")
SUGGESTED_FROM = _("A grade is proposed from %(day)s on; until then nothing is missing.")
NOTHING_MISSING_YET = _(
    "Before %(day)s, what has been started is “%(under_way)s” and what has not is “%(coming)s”: nothing is missing yet."
)
MISCONCEPTIONS = _("Common misconceptions")
MISCONCEPTIONS_ABOUT = _(
    "Of the whole class: how many chose it in their first answer, of how many who answered, and how many in their "
    "latest."
)
OFFLINE = _("away from the screen")
AWAITED_LABELS: Mapping[str, str] = {"not_started": _("Still to do"), "in_progress": ON_THE_WAY}
SHEET_TITLE = _("Guidance: evidence of what was done")
PRINTED, SCHOOL_YEAR, DATE = _("Printed"), _("School year"), _("Date")
DONE_OF = _("%(done)s of %(total)s requirements are done.")
DID, WHEN_DONE = _("What the pupil did"), _("When")
AWAY, RECORDED, RECORDED_BY = _("Away from the screen"), _("Recorded by staff"), _("%(how)s: %(name)s")
CONFIRMED_BY = _("%(how)s; confirmed by %(name)s")
SHEET_NOTE = _(
    "One tick: the pupil has done everything the requirement includes. Two ticks: staff have confirmed it. "
    "A dash in a box: the pupil is exempt. What the pupil has written is not on this page, and this is not a grade."
)
SIGN_HERE, SIGNED_BY = _("Date and signature"), _("Date and signature: %(name)s")
LETTER_SUBTITLE = _("Guidance, %(class_name)s")
FAMILY_ABOUT = _(
    "In guidance lessons, we find out where young people get reliable information about education and work, and who "
    "helps when it is time to choose. Here, in short, is what %(pupil)s has done and what comes next."
)
FAMILY_PRIVACY = _("This letter does not include what %(pupil)s has written or thought about.")
FAMILY_DONE, FAMILY_COMING = _("Done"), _("Still to come")
NOTHING_YET, NOTHING_LEFT = _("The first lessons are still to come."), _("Everything is done.")
FAMILY_GREETING, THE_PUPIL = _("Dear guardians of %(pupil)s,"), _("the pupil")
FAMILY_ASK = _("Questions for the kitchen table")
FAMILY_QUESTIONS = (
    _("What surprised you?"),
    _("Where would you like to go and see for yourself?"),
    _("Whose working day would you like to follow?"),
)
FAMILY_SERVICES, QR_LABEL = _("Have a look together"), _("QR code that leads to %(service)s")
FAMILY_CONTACT = _("Do get in touch if you have any questions: write to the school in the usual way.")
FAMILY_REGARDS = _("Kind regards,")
NO_NAMES = _(
    "%(platform)s does not share names, so two words stand for each pupil's name. Write the name by hand before you "
    "pass the paper on."
)
FAMILY_LANGUAGES = _("This letter is available in: %(languages)s.")
REQUIREMENT, CURRICULUM, STATE, WHEN = _("Requirement"), _("Curriculum"), _("Status"), _("Since")
EVIDENCE, VERSION = _("How we know"), _("Pack version")
SIGNATURE = _("Date and signature: ______________________________")
FIGURES = _("School figures")
SCHOOL, COURSES, PUPILS, SHARE = _("School"), _("Courses"), _("Pupils"), _("Done, per cent")
IN_SCOPE, EXEMPT, REACHED = _("Applies to pupils"), _("Exempt"), _("Completed")
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
SCHOOL_FILLS_IN = _("For the school to fill in: when in the year, who is responsible, how families are informed.")
TERM_LABELS: Mapping[str, str] = {"1": _("spring %(year)s"), "2": _("autumn %(year)s")}
GRADE, ALL_GRADES, DIFFERENCE = _("Grade"), _("All"), _("Difference")
ONLY_GRADES = _("only %(grades)s")
CHANGE_OF_SHARE = _(
    "“%(column)s” compares, in percentage points, only what is shown both now and on %(day)s. A dash (–) there means "
    "that nothing is shown on both days."
)
CHANGE_OF_NUMBERS = _(
    "“%(column)s” compares how many had completed it on %(day)s, in the grades that are shown on both days. A dash (–) "
    "there means that on one of the days it is hidden or was not required."
)
NO_SCHOOL = _("Courses without a school")
SUPPRESSION_NOTE = _(
    "Figures for fewer than five pupils, and any figures from which they could be worked out, are not shown: a "
    "dash (–) appears instead. Totals include only what is shown."
)
BEHIND = _(
    "Many courses have changed in the last few minutes and are being counted again. Until then they are shown here as "
    "they were counted before."
)
SUPPRESSED = "–"
