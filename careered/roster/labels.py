"""Interface texts about members of a class, as message ids."""

from careered.words import _

GONE = _("A pupil who has left")
