"""Interface texts of the page about one pupil, where Python chooses them, as message ids."""

from careered.i18n_marker import _

WRONG_DAY = _("Enter the day as 12.11. or 12.11.2026, “today”, “yesterday” or a weekday. It cannot be in the future.")
TOO_LONG = _("An agreement can have at most 300 characters. Make it shorter.")
TALKED_ON = _("Talked on %(day)s, by %(who)s")
