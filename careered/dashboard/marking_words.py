"""Words of marking, as message ids. Reasons are codes: no free text about a pupil is ever asked for."""

from collections.abc import Mapping

from careered.words import _

REASONS: Mapping[str, str] = {
    "individual_syllabus": _("Individual syllabus"),
    "done_elsewhere": _("Done in another school"),
    "decided": _("Decided by the school"),
}
KINDS: Mapping[str, str] = {
    "offline": _("Away from the screen"),
    "confirmed": _("Confirm: shown or told in another way"),
    "exempt": _("Exempt: does not count for the pupil"),
}
SAID: Mapping[str, str] = {
    "offline": _("Away from the screen"),
    "confirmed": _("Confirmed"),
    "exempt": _("Exempt"),
}
NOTHING_CHOSEN = _("Choose what you want to mark.")
NOBODY_CHOSEN = _("Choose at least one pupil.")
BAD_DAY = _("Write the day as 2026-11-25, or leave it empty. It cannot be in the future.")
COLLEAGUE = _("a colleague")
YOU = _("you")
