"""Labels of attestations, as message ids. Reasons are codes, so that no free text about a pupil is stored."""

from collections.abc import Mapping

from careered.i18n_marker import _

EXEMPTION_REASONS: Mapping[str, str] = {
    "individual_syllabus": _("Individualised syllabus"),
    "done_elsewhere": _("Done in another school"),
    "decided": _("Decided by the school"),
}
KIND_CHOICES: Mapping[str, str] = {
    "offline": _("Away from the screen"),
    "confirmed": _("Confirm: shown or told in another way"),
    "exempt": _("Exempt: does not apply to the pupil"),
}
KIND_LABELS: Mapping[str, str] = {
    "offline": _("Away from the screen"),
    "confirmed": _("Confirmed"),
    "exempt": _("Exempt"),
}
NOTHING_CHOSEN = _("Choose what you want to record.")
NO_PUPIL_CHOSEN = _("Choose at least one pupil.")
INVALID_DATE = _("Write the day as 2026-11-25, or leave it empty. It cannot be in the future.")
COLLEAGUE = _("a colleague")
YOU = _("you")
