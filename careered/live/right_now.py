"""Who of a live lesson's pupils waits for the teacher, by name: for staff's page, never for the wall."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from careered.clock import now
from careered.db.prefetch import Row
from careered.live import live_rows
from careered.live.live_state import LiveState
from careered.packs.visits import visits
from careered.progress.acts import desk_reason
from careered.progress.class_notes import waiting_requests
from careered.progress.help_requests import HelpRequest, help_requests
from careered.progress.labels import HELP_REASON_OTHER, HELP_REASONS
from careered.questions.store import QuestionView
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.members import MEMBERS, members_from_rows
from careered.roster.names import sort_key, staff_names
from careered.roster.scope import ClassScope
from careered.web.people_cache import PeopleCache
from careered.web.permissions import Data, sees_in_course
from careered.web.request import PageRequest

MAX_NAMES = 12
"""So many names say who is behind; the others are a number."""
NAMES = PeopleCache[Mapping[str, str]](60)


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


def load_right_now(req: PageRequest, state: LiveState) -> RightNow:
    """What the page of a running lesson says beside its counts. It comes with the session."""
    row = req.row(live_rows.STAFF_ROWS)
    names = {id_: name for id_, name in _names(req, state.scope, row).items() if id_ in state.whom.person_ids}
    over = [step.part for step in state.plan if step.part and step.is_past(state.live_lesson.started_at)]
    part = max(over, default=0)
    behind = [name for id_, name in names.items() if state.progress.reached.get(id_, 0) < part]
    asked = [*_requests(req, state, row, names), *_questions(row, names)]
    return RightNow(
        waiting=[one for _at, one in sorted(asked, key=_when)],
        part=part,
        behind=behind[:MAX_NAMES],
        more=max(0, len(behind) - MAX_NAMES),
        has_printout=bool(visits(state.lesson)),
    )


def _names(req: PageRequest, scope: ClassScope, row: Row) -> Mapping[str, str]:
    """The names of the active pupils, in their order; made out once for the same rows."""
    secret, place = req.state.settings.secret, (*scope.key, req.lang)
    return NAMES.get(place, row[MEMBERS.name], lambda: _in_order(row, scope, secret, req.lang))


def _in_order(row: Row, scope: ClassScope, secret: bytes, lang: str) -> Mapping[str, str]:
    pupils = members_from_rows(MEMBERS.read(row)).pupils
    names = staff_names(pupils, secret, scope.class_info.id, lang)
    active = [(pupil.id, names[pupil.id]) for pupil in pupils if pupil.status == ACTIVE]
    return dict(sorted(active, key=lambda one: sort_key(one[1], lang)))


def _when(asked: tuple[datetime, Waiting]) -> tuple[datetime, str, str, str]:
    """The longest first; of the same moment always in the same order, for what is the same is not sent again."""
    at, one = asked
    return at, one.person_id, one.reason, one.question_id


def _questions(row: Row, names: Mapping[str, str]) -> Iterator[tuple[datetime, Waiting]]:
    for question in [QuestionView(**one) for one in live_rows.QUESTIONS.read(row)]:
        if (name := names.get(question.person_id)) and question.asked_at:
            words = question.person_id, name, "question", question.text, _minutes(question.asked_at)
            yield question.asked_at, Waiting(*words, question_id=question.id)


def _requests(
    req: PageRequest, state: LiveState, row: Row, names: Mapping[str, str]
) -> Iterator[tuple[datetime, Waiting]]:
    """The latest request of each pupil and reason that nobody has handled, as the desk counts them."""
    for (reason, person_id), request in _latest(state, row).items():
        if name := names.get(person_id):
            text = req.gettext(HELP_REASONS.get(request.reason, HELP_REASON_OTHER))
            can_end = reason == "stuck" or sees_in_course(req.viewer.role, Data.GUIDANCE)
            at = request.requested_at
            yield at, Waiting(person_id, name, reason, text, _minutes(at), can_end)


def _latest(state: LiveState, row: Row) -> Mapping[tuple[str, str], HelpRequest]:
    """By the desk's reason and the pupil."""
    asked = help_requests(live_rows.STEPS.read(row), live_rows.LESSONS.read(row))
    here = [request for request in asked if request.lesson_id == state.lesson.id]
    waiting = waiting_requests(here, live_rows.ACTS.read(row))
    in_order = sorted(waiting, key=attrgetter("requested_at", "step_id"))
    return {(desk_reason(request.reason), request.person_id): request for request in in_order}


def _minutes(since: datetime) -> int:
    return int((now() - since).total_seconds() // 60)
