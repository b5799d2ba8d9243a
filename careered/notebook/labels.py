"""Interface texts of the notebook, the transfer page and the card, as message ids."""

from collections.abc import Mapping

from careered.i18n_marker import _
from careered.notebook.collect import FINDINGS, SOURCES, THOUGHTS
from careered.notebook.collect import PLAN as PLANS
from careered.notebook.entries import CONTACT, FINDING, PLAN

TRANSFER_TEXTS = {
    "moved": _("What you have done now counts here."),
    "unknown": _(
        "We do not recognise this code. Check every character. A code works only once and is valid for 90 days."
    ),
    "other_pack": _("This code is from a different curriculum, so it cannot be used here. Talk to your teacher."),
    "same_class": _("This code is from this class. Use it in your new class."),
}
SECTION_TITLES: Mapping[str, str] = {
    PLANS: _("What you plan"),
    FINDINGS: _("What you found"),
    SOURCES: _("Sources you judged"),
    THOUGHTS: _("What you thought"),
}
OWN_SECTION_LABELS: Mapping[str, str] = {
    PLAN: _("A plan"),
    FINDING: _("Something I found"),
    CONTACT: _("Someone I can ask"),
}
MISSING_TEXT = _("Write a few words first.")
TOO_LONG = _("This is longer than 300 characters. Make it shorter.")
NOTEBOOK_FULL = _("Your page is full. Remove something first.")

CARD_TITLE = _("Pocket card")
QR_LABEL = _("QR code that leads to %(service)s")

FLOWER = _("Your flower: %(levels)s.")
EMPTY_FLOWER = _("An empty flower.")
WAY = _("Your route: %(stops)s.")
EMPTY_WAY = _("A route with no stops yet.")
