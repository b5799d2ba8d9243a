"""The words of the teacher's pages, as message ids, where Python chooses them."""

from collections.abc import Mapping

from careered.progress.completion import State
from careered.words import _

MEANINGS: Mapping[str, str] = {
    State.NOT_STARTED: _("Nothing has been handed in yet. Nothing is late."),
    State.IN_PROGRESS: _("Some of it is done."),
    State.DONE: _("All that it asks for is done in the lessons."),
    State.CONFIRMED: _("Staff have confirmed it."),
    State.EXEMPT: _("It does not count for this pupil."),
}

FILTERS: Mapping[str, str] = {
    "": _("All"),
    "not_started": _("Not started"),
    "in_progress": _("In progress"),
    "done": _("All done"),
    "needs_you": _("Needs you"),
}

GROUP_NAMELESS = _("Give the group a name.")

HELP: Mapping[str, str] = {
    "page_closed": _("The page did not open"),
    "tell_teacher": _("Would rather tell you in person"),
    "another_way": _("Wants to show it in another way"),
}
HELP_OTHER = _("Asked for you")

MARKS: Mapping[str, str] = {
    "waiting": _("on its way"),
    "delivered": _("in %(platform)s %(when)s"),
    "retrying": _("on its way"),
    "newer_in_platform": _("newer mark in %(platform)s"),
    "not_in_course": _("not in the course in %(platform)s"),
    "column_gone": _("column deleted in %(platform)s"),
    "course_concluded": _("course ended in %(platform)s"),
    "refused": _("not taken by %(platform)s"),
}
NO_MARK = _("not yet")

ROSTER_WAITING = _("Fetching the list from %(platform)s…")
ROSTER: Mapping[str, str] = {
    "fresh": _("The list is from %(platform)s, %(when)s."),
    "failed": _("The list is from %(when)s; %(platform)s did not answer."),
    "refused": _("%(platform)s gives no list of participants. Pupils appear when they open a task."),
    "unknown": _("The list has not been fetched from %(platform)s yet. Pupils appear when they open a task."),
}
# Said after the age of the list that there is.
ROSTER_BAD: Mapping[str, str] = {
    "nrps_loop": _("Its new list has no end, so the old one is kept."),
    "nrps_bad": _("Its new list cannot be read, so the old one is kept."),
    "nrps_elsewhere": _("Its new list leads to another site, so the old one is kept."),
    "nrps_incomplete": _("Its new list is too long to be read whole, so the old one is kept."),
}
ROSTER_USELESS = _("The list from %(platform)s cannot be used. Pupils appear when they open a task.")
ROSTER_NO_MORE = _("%(platform)s gives no list of participants any more. The one from %(when)s is kept.")
ROSTER_SHUT_OUT = _("It does not know careered any more: tell the person who looks after the platform.")
ROSTER_NEVER = _("%(platform)s did not answer. Pupils appear when they open a task.")
