"""Interface texts of the desk, as message ids."""

from collections.abc import Mapping

from careered.acts.labels import DESK_REASONS
from careered.i18n_marker import _
from careered.progress.acts import HANDLED, POSTPONED, TALKED

REASON_LABELS: Mapping[str, str] = {
    "": _("All"),
    **DESK_REASONS,
}
"""The filters above the queue, by the reason of its rows."""

ACT_LABELS: Mapping[str, str] = {
    HANDLED: _("Done"),
    TALKED: _("Talked"),
    POSTPONED: _("Put off until next week"),
}
STRIP_LABELS: Mapping[str, str] = {
    "confirmed": _("confirmed"),
    "done": _("done"),
    "in_progress": _("in progress"),
    "not_started": _("not started"),
}
ANONYMOUS = _("Without a name")
ANONYMOUS_TEXT = _("A question without a name. Open it to see the text.")
URGENT_TEXT = _("Read this first. Open it to see the text.")
URGENT_FOR_OTHERS = _("A teacher or counsellor must read this first. Tell one of them now.")
TO_CONFIRM = _("Done, ready to confirm: %(requirement)s")
NOT_BEGUN = _("Has not started, though others in the class have")
COLLEAGUE = _("a colleague")
WHOLE_CLASS = _("Whole class")
