"""The four questions to whatever one reads, in the order in which they stand on the page."""

from collections.abc import Mapping
from typing import Literal

from careered.i18n_marker import _

Lens = Literal["who", "when", "why", "evidence"]

LENSES: Mapping[Lens, str] = {
    "who": _("Who?"),
    "when": _("When?"),
    "why": _("Why?"),
    "evidence": _("Based on what?"),
}
"""Each question's name (a message id)."""

HINTS: Mapping[Lens, str] = {
    "who": _("Who is talking? Some words give it away."),
    "when": _("How old is this? Some words give it away."),
    "why": _("What does someone want from you? Some words give it away."),
    "evidence": _("What is it based on? Some words give it away."),
}
"""What is said while the words for a question have not been found (message ids)."""
