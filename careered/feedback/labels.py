"""Interface texts for what staff write to pupils, as message ids."""

from collections.abc import Sequence

from careered.i18n_marker import _

NO_PUPIL_CHOSEN = _("Choose at least one pupil.")
FIRST_NAME, LESSON, MINUTES, CARRYING_ON = _("first name"), _("lesson"), _("minutes"), _("carrying on")
"""The words in braces that stand for each pupil's own."""

REMINDER_PARAGRAPHS: Sequence[str] = (
    _("Hi %(name)s! There is still something for you to do."),
    _("Your next lesson is “%(lesson)s”. It takes about %(minutes)s minutes. %(carrying_on)s"),
    _("If something is stopping you, tell me."),
)
WHERE_YOU_LEFT_OFF = _("You can carry on from where you left off.")
AT_ANY_TIME = _("You can stop whenever you like and continue later.")
"""Of carrying on, to who has begun the lesson and to who has not."""
WHERE_TO_OPEN = _("Open %(course)s in %(platform)s, then open careered from there.")
"""Ends what is copied elsewhere; whoever reads a reminder in careered is there already."""
