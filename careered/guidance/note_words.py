"""Interface texts for what staff write to pupils, as message ids."""

from careered.words import _

NOBODY_TO_REMIND = _("Choose at least one pupil.")
