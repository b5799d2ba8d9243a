"""Labels of the staff's pages, as message ids, where Python chooses them."""

from collections.abc import Mapping

from careered.i18n_marker import _
from careered.progress.completion import RequirementState

STATE_MEANINGS: Mapping[str, str] = {
    RequirementState.NOT_STARTED: _("Nothing has been handed in yet. Nothing is late."),
    RequirementState.IN_PROGRESS: _("Some of it is done."),
    RequirementState.DONE: _("Everything it requires has been done in the lessons."),
    RequirementState.CONFIRMED: _("A teacher or counsellor has confirmed it."),
    RequirementState.EXEMPT: _("It does not apply to this pupil."),
}

STATE_FILTERS: Mapping[str, str] = {
    "": _("All"),
    "not_started": _("Not started"),
    "in_progress": _("In progress"),
    "done": _("Autumn done"),
    "needs_you": _("Needs your attention"),
    "left": _("Left"),
}
SPRING_DONE = _("Spring done")
"""From the turn of the year on, in place of the autumn's."""
ORDERS: Mapping[str, str] = {
    "": _("By name"),
    "-name": _("By name, Z to A"),
    "-done": _("Most done first"),
    "done": _("Least done first"),
    "-seen": _("Most recently active first"),
    "seen": _("Longest inactive first"),
}
WANTS_TO_TALK = _("Wants to talk")
RECORDED, NOT_RECORDED = _("Recorded"), _("Not recorded yet")
"""Of a day: what a column of visits says in place of states."""
BY_STAFF = _("%(state)s, recorded by staff")
NOT_OPENED_YET = _("Not opened yet")
ASKED = _("Asked: %(text)s")
LEFT_ON = _("Left the class on %(day)s")
ROW_HEIGHTS: Mapping[int, str] = {22: _("Low"), 24: _("Medium"), 32: _("High")}
"""Of a row, in pixels."""

GROUP_NAME_MISSING = _("Give the group a name.")
GROUP_IN_A_LESSON = _("This group is in a live lesson. End the lesson first.")
ACCOUNTS_NOT_CHOSEN = _("Choose two different accounts. The account to keep must still be in the class.")
LEFT_CLASS = _("no longer in the class")

SCORE_STATES: Mapping[str, str] = {
    "waiting": _("score on its way"),
    "delivered": _("score delivered %(when)s"),
    "retrying": _("score on its way"),
    "newer_in_platform": _("newer grade in %(platform)s"),
    "not_in_course": _("not on the course in %(platform)s"),
    "column_gone": _("column deleted in %(platform)s"),
    "course_concluded": _("course ended in %(platform)s"),
    "column_closed": _("not published in %(platform)s"),
    "several_columns": _("several columns in %(platform)s"),
    "refused": _("not accepted by %(platform)s"),
    "held": _("held back: %(platform)s shows a higher score"),
}
NO_SCORE = _("no score yet")

ROSTER_WAITING = _("Fetching the list from %(platform)s…")
ROSTER_STATES: Mapping[str, str] = {
    "fresh": _("The list is from %(platform)s, %(when)s."),
    "failed": _("The list is from %(when)s, because %(platform)s did not respond."),
    "doubtful": _(
        "Most of your pupils are missing from the new list from %(platform)s. It will be fetched again in "
        "an hour. Until then, nobody is marked as having left."
    ),
    "refused": _("%(platform)s does not provide a list of participants. Pupils appear when they open a lesson."),
    "unknown": _("The list has not been fetched from %(platform)s yet. Pupils appear when they open a lesson."),
}
# Follow the sentence about the age of the previous list.
ROSTER_ERRORS: Mapping[str, str] = {
    "nrps_loop": _("Its new list never ends, so the old one is kept."),
    "nrps_bad": _("Its new list cannot be read, so the old one is kept."),
    "nrps_elsewhere": _("Its new list continues on another site, so the old one is kept."),
    "nrps_incomplete": _("Its new list cannot be read in full, so the old one is kept."),
}
ROSTER_UNUSABLE = _("The list from %(platform)s cannot be used. Pupils appear when they open a lesson.")
ROSTER_WITHDRAWN = _("%(platform)s no longer provides a list of participants. The one from %(when)s is kept.")
ROSTER_CLIENT_REJECTED = _("It no longer recognises careered. Tell the platform administrator.")
ROSTER_NEVER_ANSWERED = _("%(platform)s did not respond. Pupils appear when they open a lesson.")
