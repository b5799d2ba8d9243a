"""A class's questions as its staff see them: who asks and since when, equal ones as one, and which come first."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from careered.clock import day_of, today
from careered.questions import anonymous, store
from careered.questions.store import ANSWERED, NEW, QuestionView
from careered.questions.urgent_words import split_at_urgent
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.labels import FORMER_PUPIL
from careered.roster.members import load_members
from careered.roster.names import member_names
from careered.roster.scope import ClassScope
from careered.web.request import PageRequest
from careered.web.time_format import format_near_day, format_waiting


@dataclass(frozen=True)
class InboxQuestion:
    """A question as the inbox shows it. way: "named" or "anonymous".

    asker_name, asked_at, when: "" where it is anonymous. when: in few words, for the list. pupil_id: of an asker who
    has a page in the class, else "". others: questions with the same words and answer, that get the same reply.
    """

    question: QuestionView
    asker_name: str
    asked_at: str
    when: str
    pupil_id: str
    way: str
    others: Sequence["InboxQuestion"] = ()

    @cached_property
    def urgent_parts(self) -> tuple[str, str, str] | None:
        """The text before, at and after words that may speak of need, of one without a name; None without such."""
        return split_at_urgent(self.question.text) if self.way == "anonymous" else None

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered."""
        return self.question.state != ANSWERED

    @property
    def key(self) -> str:
        """What a form names: "way:id"."""
        return f"{self.way}:{self.question.id}"

    @property
    def everyone(self) -> Sequence["InboxQuestion"]:
        """All who ask the same, themselves first."""
        return [self, *self.others]

    @property
    def sameness(self) -> tuple[str, str, str, bool]:
        """Equal for questions that are shown as one: letters and figures of the words, state, answer, urgency."""
        words = re.sub(r"\W+", " ", self.question.text.casefold()).strip()
        return words, self.question.state, self.question.answer, self.urgent_parts is not None


def inbox(req: PageRequest, scope: ClassScope) -> list[InboxQuestion]:
    """The questions of a class in the order of the page: those that may speak of need, new ones, those in progress,
    the answered. Named ones newest first, then the anonymous ones, in no order of time.
    """
    return sorted(_folded([*_named(req, scope), *_anonymous(req, scope)]), key=_place)


def open_questions(items: Iterable[InboxQuestion]) -> int:
    """How many wait for an answer, each that is shown with others counted: as `store.open_count`, for tab and page."""
    return sum(len(item.everyone) for item in items if item.is_waiting)


def _place(item: InboxQuestion) -> tuple[bool, bool, bool]:
    return not item.is_waiting, item.urgent_parts is None, item.question.state != NEW


def _named(req: PageRequest, scope: ClassScope) -> list[InboxQuestion]:
    members = load_members(req.db, *scope.key)
    names = member_names(members, req.state.settings.secret, scope.class_info.id, req.lang)
    in_class = {pupil.id for pupil in members.pupils if pupil.status == ACTIVE}
    return [
        InboxQuestion(
            question,
            names.get(question.person_id, req.gettext(FORMER_PUPIL)),
            scope.format_datetime(question.asked_at, req.lang),
            _when(question.asked_at, question.state, scope, req.lang) if question.asked_at else "",
            question.person_id if question.person_id in in_class else "",
            "named",
        )
        for question in store.list_for_class(req.db, *scope.key)
    ]


def _anonymous(req: PageRequest, scope: ClassScope) -> list[InboxQuestion]:
    questions = anonymous.list_for_class(req.db, *scope.key)
    return [InboxQuestion(question, "", "", "", "", "anonymous") for question in questions]


def _when(asked_at: datetime, state: str, scope: ClassScope, lang: str) -> str:
    """How long a question has waited, in days; for an answered one its day."""
    asked, present = day_of(asked_at, scope.pack.timezone), today(scope.pack.timezone)
    if state == ANSWERED:
        return format_near_day(asked, lang, present)
    return format_waiting((present - asked).days, lang)


def _folded(items: Sequence[InboxQuestion]) -> list[InboxQuestion]:
    """Equal questions as one, with the others in it."""
    groups: dict[tuple[str, str, str, bool], list[InboxQuestion]] = {}
    for item in items:
        groups.setdefault(item.sameness, []).append(item)
    return [replace(first, others=others) for first, *others in groups.values()]


def find(items: Sequence[InboxQuestion], question_id: str) -> InboxQuestion | None:
    """The question of an id, or the one that it is shown with."""
    return next((item for item in items if question_id in {one.question.id for one in item.everyone}), None)
