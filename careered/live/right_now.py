"""Who waits for the teacher while a class does a lesson together, by name: for staff's page, never for the wall."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from careered.clock import now
from careered.live.class_counts import load_requests
from careered.live.lesson_page import LiveLessonPage
from careered.packs.visits import visits
from careered.progress import acts
from careered.progress.labels import HELP_REASON_OTHER, HELP_REASONS
from careered.questions import store as questions
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.members import load_members
from careered.roster.names import display_names, sort_key
from careered.roster.scope import ClassScope
from careered.web.permissions import Data, sees_in_course
from careered.web.request import PageRequest

MAX_NAMES = 12
"""So many names say who is behind; the others are a number."""


@dataclass(frozen=True)
class Waiting:
    """A pupil who asked since the lesson began, and has had nothing yet.

    reason: "stuck", "talk" or "question". text: why; a question's are the pupil's words. minutes: ago. can_end:
    whether the viewer may say that it is done with. question_id: "" of a request.
    """

    person_id: str
    name: str
    reason: str
    text: str
    minutes: int
    can_end: bool = False
    question_id: str = ""


@dataclass(frozen=True)
class RightNow:
    """waiting: the longest first. part: the latest part whose time is over, from 1 (0 for none), and behind: names of
    those who have not opened it, and `more` of them. has_printout: whether the lesson's visits can be printed.
    """

    waiting: Sequence[Waiting]
    part: int
    behind: Sequence[str]
    more: int
    has_printout: bool


def load_right_now(req: PageRequest, scope: ClassScope, stage: LiveLessonPage) -> RightNow:
    """What the page of a running lesson says beside its counts. Three statements, or four (requests)."""
    names = _names(req, scope)
    over = [step.part for step, _time in stage.plan if step.part and step.is_past(stage.live_lesson.started_at)]
    part = max(over, default=0)
    behind = [name for id_, name in names.items() if stage.progress.reached.get(id_, 0) < part]
    return RightNow(
        waiting=_waiting(req, scope, stage, names),
        part=part,
        behind=behind[:MAX_NAMES],
        more=max(0, len(behind) - MAX_NAMES),
        has_printout=bool(visits(stage.lesson)),
    )


def _names(req: PageRequest, scope: ClassScope) -> Mapping[str, str]:
    """The names of the active pupils, in their order."""
    pupils = load_members(req.db, *scope.key).pupils
    names = display_names(pupils, req.state.settings.secret, scope.class_info.id, req.lang)
    active = [(pupil.id, names[pupil.id]) for pupil in pupils if pupil.status == ACTIVE]
    return dict(sorted(active, key=lambda one: sort_key(one[1], req.lang)))


def _waiting(req: PageRequest, scope: ClassScope, stage: LiveLessonPage, names: Mapping[str, str]) -> Sequence[Waiting]:
    since = stage.live_lesson.started_at
    asked = [(row.saved_at, one) for row, one in _requests(req, scope, stage, names)]
    for question in questions.list_waiting(req.db, *scope.key, since):
        if (name := names.get(question.person_id)) and question.asked_at:
            words = question.person_id, name, "question", question.text, _minutes(question.asked_at)
            asked.append((question.asked_at, Waiting(*words, question_id=question.id)))
    return [one for _at, one in sorted(asked, key=lambda pair: pair[0])]


def _requests(
    req: PageRequest, scope: ClassScope, stage: LiveLessonPage, names: Mapping[str, str]
) -> Iterator[tuple[Any, Waiting]]:
    """The latest request of each pupil and reason that nobody has handled, as the desk counts them."""
    since = stage.live_lesson.started_at
    rows = [row for row in load_requests(req.db, *scope.key, stage.lesson, since) if row.person_id in names]
    latest = {(acts.desk_reason(row.help_reason), row.person_id): row for row in rows}
    done = _handled(req, scope, since) if latest else {}
    for (reason, person_id), row in latest.items():
        if not acts.is_handled(done.get((reason, person_id)), row.saved_at):
            text = req.gettext(HELP_REASONS.get(row.help_reason, HELP_REASON_OTHER))
            can_end = reason == "stuck" or sees_in_course(req.viewer.role, Data.GUIDANCE)
            yield row, Waiting(person_id, names[person_id], reason, text, _minutes(row.saved_at), can_end)


def _handled(req: PageRequest, scope: ClassScope, since: datetime) -> Mapping[tuple[str, str], Any]:
    found = acts.load_acts(req.db, *scope.key, since)
    return acts.latest_by_row([dict(act) for act in found if act["reason"] and act["undone_at"] is None])


def _minutes(since: datetime) -> int:
    return int((now() - since).total_seconds() // 60)
