"""A pupil's notebook: what the lessons' answers leave in it, and the pupil's own entries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from careered.lessons.activities.mission.schema import Content as Mission
from careered.lessons.activities.scale.schema import Content as Scale
from careered.lessons.attempt import PupilContext, started_pack
from careered.lessons.evidence_reader import evidence_of
from careered.lessons.own_way import OwnWay, own_way
from careered.notebook import entries
from careered.notebook.entries import NotebookEntry
from careered.packs.models import Lesson, Pack, Service, StepContent
from careered.progress.evidence import Evidence
from careered.progress.queries import Answers, StoredAnswer, load_person_answers
from careered.web.request import PageRequest

PLAN, FINDINGS, SOURCES, THOUGHTS = "plan", "findings", "sources", "thoughts"
SECTION_OF_KIND = {
    "plan": PLAN,
    "visit": FINDINGS,
    "mission": FINDINGS,
    "evaluate_source": SOURCES,
    "judge": SOURCES,
    "reflect": THOUGHTS,
    "spot": SOURCES,
    "scale": THOUGHTS,
    "post": THOUGHTS,
}


class _Answered(NamedTuple):
    """An answer with its step, in the pack version that its lesson was begun in."""

    pack: Pack
    lesson: Lesson
    step_id: str
    step: StepContent
    answer: StoredAnswer


@dataclass(frozen=True)
class CollectedAnswer:
    """The answer of one step: its lesson's title, its lines of evidence, and the page where it can be changed."""

    section: str
    lesson: str
    lines: Sequence[Evidence]
    edit_url: str


@dataclass(frozen=True)
class Notebook:
    """Everything in a pupil's notebook.

    service_ids: services chosen in the notebook, else in a lesson. scale: the last scale that was answered, with the
    values of the answer. way: the pupil's own on the country's map, as marked last. shown_in: ids of the classes whose
    teachers may see picture and plan.
    """

    collected: Sequence[CollectedAnswer] = ()
    own_entries: Sequence[NotebookEntry] = ()
    service_ids: frozenset[str] = frozenset()
    scale: tuple[Scale, Mapping[str, Any]] | None = None
    way: OwnWay | None = None
    shown_in: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it yet."""
        return not (self.collected or self.own_entries or self.service_ids or self.scale or self.way)

    @property
    def plans(self) -> list[tuple[str, str]]:
        """The pupil's plans with the questions that they answer: own ones, after "", then the latest lesson's."""
        answers = [line for answer in reversed(self.section(PLAN)) for line in answer.lines]
        own = [("", entry.text) for entry in reversed(self.own_section(entries.PLAN))]
        return [*own, *((line.question, line.answer) for line in answers)]

    @property
    def plan_lines(self) -> list[str]:
        """The plans without the questions."""
        return [line for _question, line in self.plans]

    @property
    def card_lines(self) -> list[str]:
        """The lines that the pupil has written for the pocket card, blank ones too; none before the first time."""
        return [line for entry in self.own_section(entries.CARD) for line in entry.text.split("\n")]

    def section(self, section: str) -> list[CollectedAnswer]:
        """The collected answers of a section."""
        return [answer for answer in self.collected if answer.section == section]

    def own_section(self, section: str) -> list[NotebookEntry]:
        """The pupil's own entries of a section."""
        return [entry for entry in self.own_entries if entry.section == section]

    def services(self, pack: Pack) -> list[Service]:
        """The chosen services, in the pack's order, without closed ones."""
        return [service for service in pack.services if service.id in self.service_ids and service.status != "closed"]


def load_notebook(req: PageRequest, pupil: PupilContext) -> Notebook:
    """Collect the notebook; empty for visitors for whom nothing is stored."""
    return notebook_of(req, pupil) if req.viewer.persists else Notebook()


def notebook_of(req: PageRequest, pupil: PupilContext) -> Notebook:
    """Collect a pupil's notebook in the reader's language. Who else than the pupil may see it, the caller says."""
    owner = pupil.scope.organisation_id, pupil.scope.person_id
    answers, stored = load_person_answers(req.db, *owner), entries.entries_of(req.db, *owner)
    own_entries = [entry for entry in stored if entry.section != entries.SHOWN]
    answered = list(_answered_steps(req, pupil, answers))
    return Notebook(
        list(_collected(answered, answers, req.lang)),
        own_entries,
        _service_ids(answered, own_entries),
        _last_scale(answered),
        own_way(pupil.pack, answers),
        frozenset(entry.text for entry in stored if entry.section == entries.SHOWN),
    )


def _answered_steps(req: PageRequest, pupil: PupilContext, answers: Answers) -> Iterator[_Answered]:
    """The answers whose steps the packs still have."""
    for (lesson_id, step_id), answer in answers.items():
        pack = started_pack(req, pupil, lesson_id)
        lesson = pack.lesson(lesson_id)
        step = lesson.step(step_id) if lesson else None
        if lesson and step:
            yield _Answered(pack, lesson, step_id, step, answer)


def _collected(answered: Sequence[_Answered], answers: Answers, lang: str) -> Iterator[CollectedAnswer]:
    for one in answered:
        evidence = evidence_of(one.pack, one.lesson.id, one.step_id, answers, lang)
        lines = [line for line in evidence if line.answer.strip()]
        if lines and one.step.kind in SECTION_OF_KIND:
            title = one.lesson.title.in_language(lang, one.pack.default_language)
            edit_url = f"/lessons/{one.lesson.id}/{one.step_id}"
            yield CollectedAnswer(SECTION_OF_KIND[one.step.kind], title, lines, edit_url)


def _last_scale(answered: Sequence[_Answered]) -> tuple[Scale, Mapping[str, Any]] | None:
    scales = [
        (one.answer.saved_at, one.step, one.answer.values)
        for one in answered
        if isinstance(one.step, Scale) and one.answer.verdict
    ]
    last = max(scales, key=lambda scale: scale[0], default=None)
    return last and last[1:]


def _service_ids(answered: Sequence[_Answered], own_entries: Sequence[NotebookEntry]) -> frozenset[str]:
    """The services chosen in the notebook; those that lessons name only where none has been chosen there."""
    chosen = [entry.text for entry in own_entries if entry.section == entries.SERVICE]
    return frozenset(chosen or (_met_service(one.step, one.answer) for one in answered)) - {""}


def _met_service(step: StepContent, answer: StoredAnswer) -> str:
    """The id of the service that a pupil visited, or would ask first; "" for none."""
    if isinstance(step, Mission):
        return step.service if answer.verdict else ""
    return str(answer.values.get("first", "")) if step.kind == "contact" else ""
