"""What the teacher of the demo has recorded, and what the class has asked and written on a board."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from careered.agreements import store as agreements
from careered.boards import posts
from careered.boards import store as boards
from careered.cli.demo_life.texts import TEXTS, Texts
from careered.clock import new_id, today
from careered.notebook import entries as notebook
from careered.progress.attestations import CONFIRMED, EXEMPT, OFFLINE, attest
from careered.questions import anonymous, store
from careered.roster.scope import ClassScope

AGREED, TALKS, ASKED, ASKS = 5, 8, 11, 4
"""Numbers of pupils: with whom something was agreed, who would rather tell than write, whose question is answered, and
whose waits."""
SHOW = (AGREED, TALKS)
"""Numbers of pupils who show picture and plan to the class's teachers."""


@dataclass(frozen=True)
class Offline:
    """Offline activities of a pack: a visit of one day, and a period of several days that follow each other."""

    visit: str
    period: str


OFFLINE_ACTIVITIES: Mapping[str, Offline] = {"FI": Offline("fi-visit", "fi-tet"), "DK": Offline("dk-bro", "dk-praktik")}
VISIT_AGO, PERIOD_AGO, PERIOD_DAYS = timedelta(days=9), timedelta(days=37), timedelta(days=4)


def record(db: Connection, scope: ClassScope, teacher_id: str, pupils: Sequence[str]) -> None:
    """Acts of the teacher, questions, an agreement, plans shown, a board. pupils: who have begun, 20 or more."""
    texts = TEXTS[scope.pack.country]
    _attest(db, scope, teacher_id, pupils)
    _ask(db, scope, texts, pupils)
    key = scope.pupil(pupils[AGREED]).key
    agreements.create(db, key, texts.agreed, _day(scope, timedelta(days=6)), teacher_id)
    _show_plans(db, scope, texts, pupils)
    _write_board(db, scope, texts, pupils)


def _day(scope: ClassScope, ago: timedelta) -> date:
    """A day from Monday to Friday, so long ago or up to two days earlier."""
    day = today(scope.pack.timezone) - ago
    return day - timedelta(days=max(0, day.weekday() - 4))


def _attest(db: Connection, scope: ClassScope, teacher_id: str, pupils: Sequence[str]) -> None:
    requirements = scope.pack.requirements_for(scope.class_info.grade)
    activities, visit, period = OFFLINE_ACTIVITIES[scope.pack.country], _day(scope, VISIT_AGO), _day(scope, PERIOD_AGO)
    period -= timedelta(days=period.weekday())
    at_work = {"activity_date": period.isoformat(), "activity_end_date": (period + PERIOD_DAYS).isoformat()}
    _act(db, scope, teacher_id, OFFLINE, activities.visit, pupils[::2], activity_date=visit.isoformat())
    _act(db, scope, teacher_id, OFFLINE, activities.period, pupils[1:18], **at_work)
    _act(db, scope, teacher_id, CONFIRMED, requirements[0].id, pupils[4:12])
    _act(db, scope, teacher_id, CONFIRMED, requirements[1].id, pupils[5:8])
    _act(db, scope, teacher_id, EXEMPT, requirements[-2].id, pupils[17:18], reason="individual_syllabus")


def _act(
    db: Connection, scope: ClassScope, teacher_id: str, kind: str, target: str, pupils: Sequence[str], **details: str
) -> None:
    """One act about several pupils."""
    act_id = new_id()
    for person_id in sorted(pupils):
        attest(db, scope.pupil(person_id), kind, target, teacher_id, act_id=act_id, **details)


def _ask(db: Connection, scope: ClassScope, texts: Texts, pupils: Sequence[str]) -> None:
    answered, (question, answer) = new_id(), texts.answered
    store.create(db, *scope.key, pupils[ASKED], question, answered)
    store.save_answer(db, *scope.key, answered, answer)
    store.create(db, *scope.key, pupils[ASKS], texts.question)
    anonymous.create(db, *scope.key, anonymous.generate_code(), texts.anonymous)


def _show_plans(db: Connection, scope: ClassScope, texts: Texts, pupils: Sequence[str]) -> None:
    for number in SHOW:
        owner = scope.class_info.organisation_id, pupils[number]
        notebook.create(db, *owner, notebook.PLAN, texts.plan)
        notebook.replace(db, *owner, notebook.SHOWN, [scope.class_info.id])


def _write_board(db: Connection, scope: ClassScope, texts: Texts, pupils: Sequence[str]) -> None:
    """A board on which staff look at each post first: the last one waits."""
    board_id = boards.create(db, *scope.key, "questions", texts.prompt, moderated=True)
    board = boards.find_board(db, *scope.key, board_id)
    if board is None:
        raise LookupError(board_id)
    for person_id, text in zip(pupils, texts.posts, strict=False):
        posts.create(db, board, person_id, text)
    for post in boards.list_posts(db, board)[:-1]:
        posts.moderate(db, board, post.id, show=True)
