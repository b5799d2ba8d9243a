"""What a pupil has found, judged, planned and thought in the lessons, gathered from the answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from careered.lessons.attempt import PupilContext
from careered.lessons.evidence import evidence_of
from careered.notebook import entries
from careered.notebook.entries import NotebookEntry
from careered.packs.models import Pack, Service
from careered.packs.store import PackStore
from careered.progress.evidence import Evidence
from careered.progress.queries import load_person_answers
from careered.web.request import PageRequest

PLAN, FINDINGS, SOURCES, THOUGHTS = "plan", "findings", "sources", "thoughts"
SECTION_OF_KIND = {
    "plan": PLAN,
    "visit": FINDINGS,
    "evaluate_source": SOURCES,
    "judge": SOURCES,
    "reflect": THOUGHTS,
}


@dataclass(frozen=True)
class CollectedAnswer:
    """What one step has left: its lesson's title, its lines, and where they can be changed ("" where they cannot)."""

    section: str
    lesson: str
    lines: Sequence[Evidence]
    edit_url: str


@dataclass(frozen=True)
class Notebook:
    """Everything that a pupil keeps. service_ids: ids of the services kept, by choosing them here or in a lesson."""

    collected: Sequence[CollectedAnswer]
    own_entries: Sequence[NotebookEntry]
    service_ids: frozenset[str]

    def section(self, section: str) -> list[CollectedAnswer]:
        """What the lessons have left in a section."""
        return [answer for answer in self.collected if answer.section == section]

    def own_section(self, section: str) -> list[NotebookEntry]:
        """The pupil's own lines in a section."""
        return [entry for entry in self.own_entries if entry.section == section]

    def services(self, pack: Pack) -> list[Service]:
        """The services kept, in the pack's order; those that are closed are gone."""
        return [service for service in pack.services if service.id in self.service_ids and service.status != "closed"]


def load_notebook(req: PageRequest, pupil: PupilContext) -> Notebook:
    """Gather. Visitors for whom nothing is stored have nothing."""
    if not req.viewer.persists:
        return Notebook((), (), frozenset())
    answers = load_person_answers(req.db, req.viewer.organisation_id, req.viewer.person_id)
    own_entries = entries.entries_of(req.db, req.viewer.organisation_id, req.viewer.person_id)
    service_ids = {line.text for line in own_entries if line.section == entries.SERVICE}
    collected = []
    for (lesson_id, step_id), answer in answers.items():
        pack = _started_pack(req, pupil, lesson_id)
        lesson = pack.lesson(lesson_id)
        step = lesson.step(step_id) if lesson else None
        if lesson is None or step is None:
            continue
        if step.kind == "contact" and not _has_chosen_services(own_entries):
            service_ids.add(str(answer.values.get("first", "")))
        lines = [line for line in evidence_of(pack, lesson_id, step_id, answer.values, req.lang) if line.answer.strip()]
        if lines and step.kind in SECTION_OF_KIND:
            title = lesson.title.in_language(req.lang, pack.default_language)
            collected.append(
                CollectedAnswer(SECTION_OF_KIND[step.kind], title, lines, f"/lessons/{lesson_id}/{step_id}")
            )
    return Notebook(collected, own_entries, frozenset(service_ids))


def _has_chosen_services(own_entries: Sequence[NotebookEntry]) -> bool:
    """Whether the pupil has chosen services on the page: then the choice of the lessons counts no more."""
    return any(entry.section == entries.SERVICE for entry in own_entries)


def _started_pack(req: PageRequest, pupil: PupilContext, lesson_id: str) -> Pack:
    """The pack that the lesson was begun with: questions and answers belong together."""
    version = pupil.pack_versions.get(lesson_id, "")
    return req.state.get(PackStore).pack(req.db, pupil.pack.id, version) or pupil.pack if version else pupil.pack
