"""Pupils' requests for staff: in a step, by a reason that its answer has, or to show a whole lesson in another way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal_column

from careered.db.prefetch import Row, TablePrefetch
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
    return help_requests(STEP_REQUESTS.read(row), LESSON_REQUESTS.read(row))


def help_requests(steps: Iterable[Row], lessons: Iterable[Row]) -> list[HelpRequest]:
    """Requests by rows with the columns of STEP_REQUESTS, and of LESSON_REQUESTS."""
    of_steps = [
        HelpRequest(one["person_id"], one["lesson_id"], one["step_id"], one["help_reason"], one["saved_at"])
        for one in steps
    ]
    of_lessons = [
        HelpRequest(one["person_id"], one["lesson_id"], "", ANOTHER_WAY, one["created_at"]) for one in lessons
    ]
    return of_steps + of_lessons
