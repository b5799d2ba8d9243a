"""Pupils' requests for staff: in a step, by a reason that its answer has, or to show a whole lesson in another way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, literal, literal_column, select, union_all

from careered.db.prefetch import Row, TablePrefetch
from careered.db.queries import where_equal
from careered.progress.tables import AlternativeRequest, Answer

ANOTHER_WAY = "another_way"
"""The reason of a request about a whole lesson."""
_answers, _requests = Answer.__table__, AlternativeRequest.__table__
_OF_CLASS = (("organisation_id", "organisation_id"), ("class_id", "class_id"))
ASKS_FOR_HELP = _answers.c.help_reason != literal_column("''")
"""By a constant in the SQL, as the index of these answers has it: by a value that is sent, SQLite would look again at
each sending whether the index fits, which costs more than the page's statement."""
STEP_REQUESTS = TablePrefetch(
    _answers,
    ("person_id", "lesson_id", "step_id", "help_reason", "saved_at"),
    _OF_CLASS,
    ASKS_FOR_HELP,
)
LESSON_REQUESTS = TablePrefetch(_requests, ("person_id", "lesson_id", "created_at"), _OF_CLASS)
"""The requests of a class, read with another statement, for `help_requests_from_row`."""


@dataclass(frozen=True)
class HelpRequest:
    """A request of one pupil. step_id: "" where it is about the lesson."""

    person_id: str
    lesson_id: str
    step_id: str
    reason: str
    requested_at: datetime


def help_requests_from_row(row: Row) -> list[HelpRequest]:
    """The requests of a class out of a row with STEP_REQUESTS and LESSON_REQUESTS."""
    of_steps = [
        HelpRequest(one["person_id"], one["lesson_id"], one["step_id"], one["help_reason"], one["saved_at"])
        for one in STEP_REQUESTS.read(row)
    ]
    of_lessons = [
        HelpRequest(one["person_id"], one["lesson_id"], "", ANOTHER_WAY, one["created_at"])
        for one in LESSON_REQUESTS.read(row)
    ]
    return of_steps + of_lessons


def select_help_requests(key: Mapping[str, str]) -> CompoundSelect[Any]:
    """Requests as part of a larger query. key: columns that both tables have, of a class or a lesson in it."""
    of_steps = select(
        *[_answers.c[name] for name in ("class_id", "person_id", "lesson_id", "step_id", "help_reason", "saved_at")]
    ).where(where_equal(_answers, **key), ASKS_FOR_HELP)
    of_lessons = select(
        *[_requests.c[name] for name in ("class_id", "person_id", "lesson_id")],
        *(literal(""), literal(ANOTHER_WAY), _requests.c.created_at),
    ).where(where_equal(_requests, **key))
    return union_all(of_steps, of_lessons)
