"""Interface texts of a finished registration, as message ids."""

from careered.i18n_marker import _

SCORES_AGREED = _("Scores go to the gradebook")
SCORES_NOT_AGREED = _("The platform does not accept scores from careered")
ROSTER_AGREED = _("The list of participants is shared")
ROSTER_NOT_AGREED = _("The list of participants is not shared")
