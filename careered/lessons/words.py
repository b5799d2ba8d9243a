"""Words of the pupil's pages, as message ids, where Python chooses them."""

from collections.abc import Mapping

from careered.lessons.play import LessonState
from careered.progress.completion import State
from careered.words import _

LESSON_STATES: Mapping[LessonState, str] = {
    LessonState.NOT_STARTED: _("Not started"),
    LessonState.IN_PROGRESS: _("In progress"),
    LessonState.DONE: _("Done"),
}

STATES: Mapping[State, str] = {
    State.NOT_STARTED: _("Not yet"),
    State.IN_PROGRESS: _("In progress"),
    State.DONE: _("Done"),
    State.CONFIRMED: _("Confirmed"),
    State.EXEMPT: _("Does not count for you"),
}

BY_TEACHER = _("Your teacher marks this.")
BY_TEACHER_TOO = _("Your teacher marks a part of this.")
MARKED = _("Marked by your teacher.")
ALONG_THE_WAY = _("It comes along in the lessons.")
LATER = _("Comes later.")
WITH_LESSON = _("In the lesson “%(lesson)s”.")
WITH_LESSONS = _("In the lessons %(lessons)s.")
QUOTED = _("“%(lesson)s”")

CHANNELS: Mapping[str, str] = {
    "web": _("Website"),
    "phone": _("Phone"),
    "sms": _("Text message"),
    "email": _("E-mail"),
    "chat": _("Chat"),
    "social": _("Social media"),
    "visit": _("In person"),
    "webinar": _("Online meeting"),
}
PURPOSES: Mapping[str, str] = {
    "information": _("Finding information"),
    "communication": _("Asking somebody"),
    "workspace": _("Working on your own plans"),
    "co-careering": _("Finding out together"),
}
OPEN = _("%(channel)s: open now, until %(when)s")
OPENS = _("%(channel)s: closed now, opens %(when)s")
CLOSED = _("%(channel)s: closed now")
CHECKED = _("Numbers and hours checked %(day)s.")
HOURS_UNKNOWN = _("Opening hours: check the service's own page.")
HOURS = _("%(channel)s: %(hours)s")
ANONYMOUS = _("You do not have to say who you are: %(channels)s.")
READING = _("when you read the pages")
