"""Interface texts for what staff write to pupils, as message ids."""

from careered.i18n_marker import _

NO_PUPIL_CHOSEN = _("Choose at least one pupil.")
