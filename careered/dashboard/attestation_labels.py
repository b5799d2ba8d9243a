"""Labels of attestations, as message ids. Reasons are codes, so that no free text about a pupil is stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from careered.i18n_marker import _
from careered.progress.acts import CONFIRMED, EXEMPT, OFFLINE


@dataclass(frozen=True)
class PanelLabels:
    """Title of a panel, its first question, its button, and how the sentence before it begins.

    missing: what is said beside the button while the question is not answered.
    """

    title: str
    question: str
    missing: str
    button: str
    sentence: str


EXEMPTION_REASONS: Mapping[str, str] = {
    "individual_syllabus": _("Individualised syllabus"),
    "done_elsewhere": _("Done at another school"),
    "decided": _("Decided by the school"),
}
KIND_CHOICES: Mapping[str, str] = {
    "offline": _("Away from the screen"),
    "confirmed": _("Confirm: shown or explained in another way"),
    "exempt": _("Exempt: does not apply to the pupil"),
}
KIND_LABELS: Mapping[str, str] = {
    "offline": _("Away from the screen"),
    "confirmed": _("Confirmed"),
    "exempt": _("Exempt"),
}
NOTHING_CHOSEN = _("Choose what you want to record.")
NO_PUPIL_CHOSEN = _("Choose at least one pupil.")
INVALID_DATE = _("Enter the day as “12.11.”, “yesterday” or “tue”.")
FUTURE_DATE = _("This day is in the future. You can record only what has been done.")
WRONG_ORDER = _("The last day is before the first one.")
NO_REASON_CHOSEN = _("Choose a reason.")
COLLEAGUE = _("a colleague")
YOU = _("you")
WHO_AND_WHEN = _("%(who)s, %(when)s")
PANELS: Mapping[str, PanelLabels] = {
    CONFIRMED: PanelLabels(
        _("Confirm"),
        _("What are you confirming?"),
        _("Choose what you are confirming."),
        _("Confirm"),
        _("You are confirming:"),
    ),
    OFFLINE: PanelLabels(
        _("Visit or placement"), _("Which one?"), _("Choose which one."), _("Record"), _("You are recording:")
    ),
    EXEMPT: PanelLabels(
        _("Mark as exempt"),
        _("From what?"),
        _("Choose what you are exempting them from."),
        _("Mark as exempt"),
        _("You are exempting from:"),
    ),
}
