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
