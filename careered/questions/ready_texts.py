"""Texts that staff put into an answer and then change. None promises silence: whoever answers may have to report."""

from collections.abc import Mapping

from careered.i18n_marker import _
from careered.roster.scope import ClassScope
from careered.services.help_lines import help_cards
from careered.web.i18n import translations

TALK, CALL = "invite", "call"
READY_TEXTS: Mapping[str, str] = {
    CALL: _("Ready text: who to call"),
    TALK: _("Ready text: come and talk"),
}
"""The labels of their buttons, by the name of each."""
_INVITATION = _(
    "Thank you for writing. Let's talk somewhere quiet. I will always tell you what I am going to do next. I am in "
    "room … on … at …. You can just come in, and you don't have to explain anything at the door."
)
_CALLING = _("You can also talk to someone outside school, without saying who you are:")


def ready_text(name: str, scope: ClassScope, lang: str) -> str:
    """A text of READY_TEXTS in a language. The numbers to call are those of the class's pack."""
    gettext = translations(lang).gettext
    if name == TALK:
        return gettext(_INVITATION)
    lines = (f"{card.name}: {card.number} {card.hours}".rstrip() for card in help_cards(scope.pack, lang))
    return "\n".join([gettext(_CALLING), *lines])
