"""Who may read a pupil's answer: one rule for the promise on the page and for what staff see."""

from typing import Any

from careered.i18n_marker import _
from careered.lessons.answer_form import AnswerValues
from careered.packs.models import Lesson, StepContent

VISIBLE_TO_STAFF, VISIBLE_TO_PUPIL = "staff", "pupil"
ONLY_YOU = _("Only you can see this.")
"""What stands on a card that is for the pupil alone."""
AUDIENCE_TEXTS: dict[bool, str] = {
    True: _("Only you can see this. Your teacher can see that you answered, but not what you wrote."),
    False: _("Your teacher can see this."),
}


def is_private(content: StepContent, values: AnswerValues | dict[str, Any]) -> bool:
    """Whether an answer's text stays with the pupil: the step is private and the pupil has not shared it."""
    return getattr(content, "visible_to", VISIBLE_TO_STAFF) == VISIBLE_TO_PUPIL and values.get("share") != "yes"


def has_private_part(lesson: Lesson) -> bool:
    """Whether something in it is for the pupil alone."""
    return any(is_private(step, {}) for step in lesson.steps)
