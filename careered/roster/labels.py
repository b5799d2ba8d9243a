"""Interface texts about members of a class, as message ids."""

from careered.i18n_marker import _

FORMER_PUPIL = _("A pupil who has left")
