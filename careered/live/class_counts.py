"""How far those in a live lesson have got since it began: counts of pupils, never who they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection, Select, func, select

from careered.db.prefetch import Row
from careered.db.queries import where_equal
from careered.packs.models import Lesson
from careered.progress.event_kinds import LESSON_DONE, STEP_DONE
from careered.progress.events import CATCH_UP
from careered.progress.tables import Event
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.few_pupils import MIN_PUPILS_SHOWN
from careered.roster.tables import Enrolment, GroupMember

_events, _enrolments, _members = Event.__table__, Enrolment.__table__, GroupMember.__table__


@dataclass(frozen=True)
class LiveProgress:
    """Numbers of pupils since a live lesson began.

    pupils: whom it is for, without those who had done the lesson `before`. started: who has done anything in it. done:
    with the lesson done. steps: of those who started, with each step done, by step id. parts: the same by part.
    reached: the number of the latest part, from 1, that each pupil with an event of the lesson has opened.
    """

    pupils: int
    before: int
    started: int
    done: int
    steps: Mapping[str, int]
    parts: Sequence[int]
    reached: Mapping[str, int] = field(default_factory=dict)


class LessonEvent(NamedTuple):
    """An event of the lesson. is_new: since the live lesson began."""

    person_id: str
    kind: str
    step_id: str = ""
    lesson_variant: str = ""
    is_new: bool = True


@dataclass(frozen=True)
class _Pupil:
    """One pupil's events of a lesson. is_new: some are since the live lesson began; is_done_now: its end is."""

    person_id: str
    is_new: bool
    is_done: bool
    is_done_now: bool
    is_short: bool
    steps: frozenset[str]

    def has_done(self, part: Sequence[str], short_version: Sequence[str]) -> bool:
        """Whether they have done a part (ids of its steps), or all of it that their version has."""
        wanted = [step for step in part if step in short_version] if self.is_short else part
        return self.is_done or self.steps.issuperset(wanted)

    def reached(self, lesson: Lesson) -> int:
        """The number of the latest part that they have opened: one is done in it, or all of the one before."""
        parts = parts_of(lesson)
        touched = [number for number, part in enumerate(parts, 1) if not self.steps.isdisjoint(part)]
        finished = [number + 1 for number, part in enumerate(parts, 1) if self.has_done(part, lesson.catch_up)]
        return min(len(parts), max([1, *touched, *finished]))


def parts_of(lesson: Lesson) -> list[list[str]]:
    """The ids of the steps of each part; a lesson of steps has a part for each."""
    if lesson.parts:
        return [[card.id for card in part.cards] for part in lesson.parts]
    return [[step.id] for step in lesson.steps]


def _pupil_ids(organisation_id: str, class_id: str, group_id: str | None) -> Select[tuple[str]]:
    of_class = {"organisation_id": organisation_id, "class_id": class_id}
    active = select(_enrolments.c.person_id).where(where_equal(_enrolments, **of_class, role="pupil", status=ACTIVE))
    members = select(_members.c.person_id).where(where_equal(_members, **of_class, group_id=group_id))
    return active.where(_enrolments.c.person_id.in_(members)) if group_id else active


def count_done(db: Connection, organisation_id: str, class_id: str, group_id: str | None) -> Mapping[str, int]:
    """How many active pupils of a class, or of a group of it, have done each lesson, by lesson id; no lesson that
    nobody has done.
    """
    of_class = where_equal(_events, organisation_id=organisation_id, class_id=class_id, kind=LESSON_DONE)
    is_pupil = _events.c.person_id.in_(_pupil_ids(organisation_id, class_id, group_id))
    rows = db.execute(select(_events.c.lesson_id, func.count()).where(of_class, is_pupil).group_by(_events.c.lesson_id))
    return {row[0]: row[1] for row in rows}


def progress_of(events: Iterable[Row], lesson: Lesson, person_ids: Collection[str]) -> LiveProgress:
    """Counts of some pupils. events: rows of `live_rows.EVENTS`, of anybody. person_ids: whom the lesson is for."""
    of_pupils = [LessonEvent(**event) for event in events if event["person_id"] in person_ids]
    return count_progress(of_pupils, lesson, len(person_ids))


def count_progress(events: Iterable[LessonEvent], lesson: Lesson, pupils: int) -> LiveProgress:
    """The counts. events: of the lesson. pupils: whom it is for."""
    people = _by_pupil(events)
    earlier = [person for person in people if person.is_done and not person.is_done_now]
    # Those who had done it before are left out only where enough others remain.
    before = len(earlier) if pupils - len(earlier) >= MIN_PUPILS_SHOWN else 0
    here = [person for person in people if person.is_new and not (before and person in earlier)]
    return LiveProgress(
        pupils=pupils - before,
        before=before,
        started=len(here),
        done=sum(person.is_done_now for person in here),
        steps={step.id: sum(step.id in person.steps for person in here) for step in lesson.steps},
        parts=[sum(person.has_done(part, lesson.catch_up) for person in here) for part in parts_of(lesson)],
        reached={person.person_id: person.reached(lesson) for person in people},
    )


def _by_pupil(events: Iterable[LessonEvent]) -> list[_Pupil]:
    """In an order that is always the same: events come in any, and an open page asks whether anything has changed."""
    by_person: dict[str, list[LessonEvent]] = defaultdict(list)
    for event in events:
        by_person[event.person_id].append(event)
    return [_pupil(person_id, own) for person_id, own in sorted(by_person.items())]


def _pupil(person_id: str, own: Sequence[LessonEvent]) -> _Pupil:
    done = [event for event in own if event.kind == LESSON_DONE]
    return _Pupil(
        person_id=person_id,
        is_new=any(event.is_new for event in own),
        is_done=bool(done),
        is_done_now=any(event.is_new for event in done),
        is_short=any(event.lesson_variant == CATCH_UP for event in own),
        steps=frozenset(event.step_id for event in own if event.kind == STEP_DONE),
    )
