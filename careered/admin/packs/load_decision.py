"""What an administrator has to say before a version is loaded by which a pupil could lose something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from careered.packs.compare_text import without_soft_hyphens
from careered.packs.models import Pack, Requirement
from careered.packs.overlaid import Overlaid
from careered.roster.few_pupils import rounded
from careered.statistics.dropped_requirements import count_lowered, dropped_requirements, undecided_requirements
from careered.web.request import PageRequest


@dataclass(frozen=True)
class LoadDecision:
    """dropped: (id, title) of requirements that pupils have reached and the version drops. choices: what may follow.

    successors: what was chosen for each. lowered: pupils whose figure would then be lower, rounded; "" for none.
    word: to be typed in that case.
    """

    dropped: Sequence[tuple[str, str]]
    choices: Sequence[tuple[str, str]]
    successors: Mapping[str, str]
    undecided: Sequence[str]
    lowered: str
    word: str
    is_word_typed: bool

    @property
    def is_made(self) -> bool:
        """Whether the version may be loaded."""
        return not self.undecided and (self.is_word_typed or not self.lowered)


def load_decision(req: PageRequest, current: Pack | None, new: Pack, overlaid: Overlaid) -> LoadDecision:
    """What is to be said about this version, and what the form says."""
    if current is None:
        return LoadDecision((), (), {}, (), "", new.version, is_word_typed=False)
    dropped = dropped_requirements(req.db, current, new)
    successors = {key: value for key in dropped if (value := req.form_value(f"becomes-{key}"))}
    undecided = undecided_requirements(req.db, current, new, successors)
    lowered = 0 if undecided else count_lowered(req.db, current, new, successors, overlaid)
    return LoadDecision(
        [(key, _title(current.requirement(key), current, req.lang)) for key in dropped],
        [(requirement.id, _title(requirement, new, req.lang)) for requirement in new.requirements],
        successors,
        undecided,
        rounded(lowered) if lowered else "",
        new.version,
        is_word_typed=req.form_value("word").strip() == new.version,
    )


def _title(requirement: Requirement | None, pack: Pack, lang: str) -> str:
    return without_soft_hyphens(requirement.title.in_language(lang, pack.default_language)) if requirement else ""
