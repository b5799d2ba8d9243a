"""What a pupil has found, judged, planned and thought in the lessons, gathered from the answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from careered.guidance import kept
from careered.guidance.kept import Kept
from careered.lessons.evidence import evidence_of
from careered.lessons.pupil import Pupil
from careered.packs.models import Pack, Service
from careered.packs.store import Shelf
from careered.progress.evidence import Evidence
from careered.progress.read import all_answers
from careered.web.edge import Ask

PLAN, FINDINGS, SOURCES, THOUGHTS = "plan", "findings", "sources", "thoughts"
SHELF_OF_KIND = {
    "plan": PLAN,
    "visit": FINDINGS,
    "evaluate_source": SOURCES,
    "judge": SOURCES,
    "reflect": THOUGHTS,
}


@dataclass(frozen=True)
class Gathered:
    """What one step has left: its lesson's title, its lines, and where they can be changed ("" where they cannot)."""

    shelf: str
    lesson: str
    lines: Sequence[Evidence]
    change: str


@dataclass(frozen=True)
class Mine:
    """Everything that a pupil keeps. chosen: ids of the services kept, by choosing them here or in a lesson."""

    gathered: Sequence[Gathered]
    own: Sequence[Kept]
    chosen: frozenset[str]

    def on(self, shelf: str) -> list[Gathered]:
        """What the lessons have left on a shelf."""
        return [one for one in self.gathered if one.shelf == shelf]

    def own_on(self, shelf: str) -> list[Kept]:
        """The pupil's own lines on a shelf."""
        return [one for one in self.own if one.shelf == shelf]

    def services(self, pack: Pack) -> list[Service]:
        """The services kept, in the pack's order; those that are closed are gone."""
        return [one for one in pack.services if one.id in self.chosen and one.status != "closed"]


def mine_of(ask: Ask, pupil: Pupil) -> Mine:
    """Gather. Visitors for whom nothing is stored have nothing."""
    if not ask.me.saves:
        return Mine((), (), frozenset())
    answers = all_answers(ask.db, ask.me.organisation_id, ask.me.person_id)
    own = kept.lines_of(ask.db, ask.me.organisation_id, ask.me.person_id)
    chosen = {line.text for line in own if line.shelf == kept.SERVICE}
    gathered = []
    for (lesson_id, step_id), saved in answers.items():
        pack = _pack(ask, pupil, lesson_id)
        lesson = pack.lesson(lesson_id)
        step = lesson.step(step_id) if lesson else None
        if lesson is None or step is None:
            continue
        if step.kind == "contact" and not _has_chosen(own):
            chosen.add(str(saved.values.get("first", "")))
        lines = [
            line for line in evidence_of(pack, lesson_id, step_id, saved.values, ask.lang) if line.answered.strip()
        ]
        if lines and step.kind in SHELF_OF_KIND:
            title = lesson.title.in_language(ask.lang, pack.default_language)
            gathered.append(Gathered(SHELF_OF_KIND[step.kind], title, lines, f"/lessons/{lesson_id}/{step_id}"))
    return Mine(gathered, own, frozenset(chosen))


def _has_chosen(own: Sequence[Kept]) -> bool:
    """Whether the pupil has chosen services on the page: then the choice of the lessons counts no more."""
    return any(line.shelf == kept.SERVICE for line in own)


def _pack(ask: Ask, pupil: Pupil, lesson_id: str) -> Pack:
    """The pack that the lesson was begun with: questions and answers belong together."""
    version = pupil.versions.get(lesson_id, "")
    return ask.house.get(Shelf).pack(ask.db, pupil.pack.id, version) or pupil.pack if version else pupil.pack
