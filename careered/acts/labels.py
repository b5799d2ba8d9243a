"""Interface texts of acts, as message ids."""

from collections.abc import Mapping

from careered.i18n_marker import _
from careered.progress.acts import CONFIRMED, EXEMPT, HANDLED, NOT_PUPIL, OFFLINE, POSTPONED, REMINDER, TALKED

SENTENCES: Mapping[str, str] = {
    CONFIRMED: _("Confirmed: %(what)s"),
    EXEMPT: _("Exempt: %(what)s"),
    OFFLINE: _("Recorded: %(what)s"),
    TALKED: _("Talked"),
    REMINDER: _("Reminder sent"),
    NOT_PUPIL: _("Not a pupil"),
    HANDLED: _("Done: %(what)s"),
    POSTPONED: _("Put off until next week: %(what)s"),
}
"""What an act was, by its kind. what: a requirement, an activity, or a row of the desk by its reason."""

DESK_REASONS: Mapping[str, str] = {
    "question": _("Questions"),
    "talk": _("Would like to talk"),
    "stuck": _("Stuck"),
    "confirm": _("To confirm"),
    "remind": _("To remind"),
    "coming": _("Coming up"),
}
UNDONE = _("Undone: %(act)s")
NOTHING_CHANGED = _("Nothing changed: this had already been recorded.")
YOU = _("you")
COLLEAGUE = _("a colleague")
