"""What sort, order and match have in common: each item has one right place.

What lies right stays, the rest comes back once with the first one's reason; then everything is placed, and `done` said.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from pydantic_core import PydanticCustomError

from careered.i18n_marker import _
from careered.lessons.activities.contract import Grade, Turn, Verdict, verdict_of
from careered.lessons.visibility import VISIBLE_TO_PUPIL
from careered.packs.models import Card, LocalizedText, Pack
from careered.progress.evidence import Evidence
from careered.web.i18n import translations

DONE = "done"
"""The reason's key that is no item's: everything lies right."""
KEPT = Grade(Verdict.KEPT, (DONE,))
"""What is said to what is about the pupil."""
AT_ONCE = _("%(right)s of %(total)s right first time")
LATER = _("%(first)s of %(total)s right first time, %(right)s of %(total)s on the second try")


class Item(Protocol):
    """One thing that has a place. reason: what is said when it is elsewhere."""

    @property
    def id(self) -> str:
        """Its key in the card."""

    @property
    def text(self) -> LocalizedText:
        """Its words."""

    @property
    def reason(self) -> LocalizedText | None:
        """What is said when it is elsewhere; None where no place is right."""


class Content(Protocol):
    """The card's content, as far as it is needed here."""

    @property
    def items(self) -> Sequence[Item]:
        """The things to place."""

    @property
    def done(self) -> LocalizedText:
        """What is said when everything lies right."""


class OwnContent(Content, Protocol):
    """The content of a card that may also be about the pupil."""

    @property
    def is_own(self) -> bool:
        """Whether it is: each place is as right as another one."""

    @property
    def visible_to(self) -> str:
        """Who reads where things lie: "pupil" or "staff" (and the pupil); only where it is about the pupil."""


def misplaced(right: Mapping[str, str], field: str, values: Mapping[str, Any]) -> list[str]:
    """Ids of the items that are elsewhere or nowhere, in the order of `right` (place by id). field: before each id."""
    return [item_id for item_id, place in right.items() if values.get(field + item_id) != place]


def grade_placed(content: Content, wrong: Sequence[str], turn: Turn) -> Grade:
    """Right when nothing is wrong; else the reason of the first that is, and `done` in the end."""
    verdict = verdict_of(not wrong, turn.tries)
    said = wrong[:1] if verdict is Verdict.AGAIN else [DONE]
    return Grade(verdict, tuple(said), len(content.items) - len(wrong), len(content.items))


def reason(content: Content, key: str) -> LocalizedText | None:
    """The text of a reason's key: an item's id, or `done`."""
    return content.done if key == DONE else next((item.reason for item in content.items if item.id == key), None)


def counted_line(card: Card, pack: Pack, lang: str, *, first: int, latest: int, total: int, tries: int) -> Evidence:
    """The teacher's line: the card's heading, and how many were right at once and in the end."""
    template = translations(lang).gettext(LATER if tries > 1 else AT_ONCE)
    words = template % {"first": first, "right": latest, "total": total}
    return Evidence(card.title.in_language(lang, pack.default_language), words)


def own_line(card: Card, content: OwnContent, words: str, pack: Pack, lang: str) -> Evidence:
    """The line of what is about the pupil: the heading, and where things lie."""
    is_private = content.visible_to == VISIBLE_TO_PUPIL
    return Evidence(card.title.in_language(lang, pack.default_language), words, is_private, counts_words=not is_private)


def check_reasons(content: OwnContent) -> None:
    """Refuse an item without a reason where it has a right place, and a private card on which something is right."""
    if content.is_own:
        return
    if content.visible_to == VISIBLE_TO_PUPIL:
        raise PydanticCustomError("bad_value", "is only for the pupil, so nothing in it is right")
    unexplained = next((item.id for item in content.items if item.reason is None), None)
    if unexplained:
        raise PydanticCustomError("no_reason", "needs a “reason” for “{item}”", {"item": unexplained})
