"""Interface texts of the picker, as message ids."""

from collections.abc import Sequence

from careered.i18n_marker import _
from careered.lti.deep_linking.content_items import LineItemMode

OVERVIEW_TITLE = _("Career guidance: all lessons")
OVERVIEW_TEXT = _("Pupils see their lessons and how far they have got. Teachers see the class.")
LINKS_NOT_ACCEPTED = _(
    "careered can be added only as an activity, and this part of the platform requires something else."
)
NOTHING_CHOSEN = _("Nothing was added.")
MUST_BE_PUBLISHED = _("Publish what you have added. Until then, pupils cannot open it and no scores are accepted.")
LINE_ITEM_MODES: Sequence[tuple[LineItemMode, str, str]] = (
    (
        "one",
        _("One column: done / %(most)s"),
        _("Recommended. The column belongs to the whole programme or, if you do not add that, to the first lesson."),
    ),
    ("each", _("One column for each lesson: 0 / 1"), _("Each column shows 1 when its lesson is done.")),
    ("none", _("No columns"), _("You can follow the class here in careered.")),
)
"""(mode, label, hint); the first is the default."""
