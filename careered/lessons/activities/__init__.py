"""The activities: what a card can ask. One folder each; the folder's name is what an author writes as `kind`.

A folder has `schema.py` (what an author writes), `grading.py` (what an answer is, and what is said to it), `page.py`
(what the page may show), `evidence.py` (the line for the teacher), `template.html` and `README.md`. What they offer
stands in `contract.py`. Adding an activity touches nothing else: folders are found by their place.
"""

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from careered.lessons.activities.contract import Activity, EvidenceModule, GradingModule, NoteModule, PageModule
from careered.packs.lessons import card_kind
from careered.packs.models import Card, StepContent


def _activity(name: str) -> Activity:
    def part(module: str) -> object:
        return import_module(f"{__name__}.{name}.{module}")

    return Activity(
        name,
        cast(type[Card], part("schema").Content),  # type: ignore[attr-defined]
        cast(GradingModule, part("grading")),
        cast(PageModule, part("page")),
        cast(EvidenceModule, part("evidence")),
        cast(NoteModule, part("note")) if find_spec(f"{__name__}.{name}.note") else None,
    )


_NAMES = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
_ACTIVITIES: Mapping[str, Activity] = {name: _activity(name) for name in _NAMES}


def card_models() -> Mapping[str, type[StepContent]]:
    """The content models, named as the pack loader asks for them."""
    return {card_kind(name): activity.content for name, activity in _ACTIVITIES.items()}


def activity_of(card: Card) -> Activity:
    """The activity of a card."""
    return _ACTIVITIES[card.kind]
