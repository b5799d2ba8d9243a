"""Who reads what a pupil writes: one rule for what is promised on the page and for what staff get to see."""

from typing import Any

from careered.lessons.answers import Values
from careered.packs.models import StepContent
from careered.words import _

STAFF, PUPIL = "staff", "pupil"
SEEN_BY: dict[bool, str] = {
    True: _("Only you see this. Your teacher sees that you answered, not what you wrote."),
    False: _("Your teacher sees this."),
}


def is_private(content: StepContent, values: Values | dict[str, Any]) -> bool:
    """Whether the words of a step stay with the pupil: a step says so, and the pupil has not shared them."""
    return getattr(content, "visible_to", STAFF) == PUPIL and values.get("share") != "yes"
