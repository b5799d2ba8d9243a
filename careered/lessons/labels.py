"""Interface texts of the pupil's pages, as message ids."""

from collections.abc import Mapping

from careered.i18n_marker import _
from careered.lessons.sequencing import LessonState
from careered.progress.completion import RequirementState

LESSON_STATES: Mapping[LessonState, str] = {
    LessonState.NOT_STARTED: _("Not started"),
    LessonState.IN_PROGRESS: _("In progress"),
    LessonState.DONE: _("Done"),
}

REQUIREMENT_STATES: Mapping[RequirementState, str] = {
    RequirementState.NOT_STARTED: _("Not yet"),
    RequirementState.IN_PROGRESS: _("In progress"),
    RequirementState.DONE: _("Done"),
    RequirementState.CONFIRMED: _("Confirmed"),
    RequirementState.EXEMPT: _("Does not apply to you"),
}

ATTESTED_BY_TEACHER = _("Your teacher will record this.")
PARTLY_ATTESTED_BY_TEACHER = _("Your teacher will record part of this.")
ATTESTED = _("Recorded by your teacher.")
ALONG_THE_WAY = _("It is covered in the lessons.")
COMES_LATER = _("This comes later.")
WITH_LESSON = _("In the lesson “%(lesson)s”.")
WITH_LESSONS = _("In the lessons %(lessons)s.")
STILL_MISSING = _("Still to do: %(lessons)s.")
QUOTED_LESSON = _("“%(lesson)s”")
