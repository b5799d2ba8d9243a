"""A school's self-assessment of its guidance, once a term: ten questions, beside the answers of the term before.

The questions are careered's own. They are about what pupils are offered, not about staff.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, select

from careered.clock import now
from careered.db.queries import select_by
from careered.db.upsert import upsert
from careered.i18n_marker import _
from careered.statistics.tables import SelfAssessment

ANSWER_LABELS: Mapping[str, str] = {"yes": _("Yes"), "partly": _("Partly"), "no": _("No")}
QUESTION_TEXTS: Mapping[str, str] = {
    "plan": _("Is there a written guidance plan that staff and pupils know?"),
    "services": _("Has every pupil been introduced to the national services that the curriculum refers to?"),
    "sources": _("Do pupils practise judging where information comes from?"),
    "alone": _("Can a pupil talk to a counsellor one to one within two weeks?"),
    "anonymous": _("Do pupils know where they can ask questions without saying who they are?"),
    "work": _("Does every pupil get to know the world of work, and talk about it afterwards?"),
    "absent": _("Do pupils who were absent catch up on what they missed?"),
    "support": _("Do pupils who need more support get it, without being singled out?"),
    "home": _("Are families told what is done, in a language they understand?"),
    "staff": _("Do staff have time and training for online guidance?"),
}
_assessments = SelfAssessment.__table__
_ASSESSMENTS = select(_assessments.c.term, _assessments.c.answers).order_by(_assessments.c.term.desc())
_KEY = ("organisation_id", "school_id", "term")
FIRST_AUTUMN_MONTH = 8


def term_of(day: date) -> str:
    """The term of a day as a sortable text: 2026-1 is spring, 2026-2 autumn."""
    return f"{day.year}-{2 if day.month >= FIRST_AUTUMN_MONTH else 1}"


def load_self_assessments(db: Connection, organisation_id: str, school_id: str) -> dict[str, Mapping[str, str]]:
    """A school's answers by term, newest first."""
    rows = select_by(db, _ASSESSMENTS, _assessments, organisation_id=organisation_id, school_id=school_id)
    return {row.term: row.answers for row in rows}


def save_self_assessment(
    db: Connection, organisation_id: str, school_id: str, answers: Mapping[str, str], day: date
) -> None:
    """Store a school's answers for the term of `day`, replacing earlier ones. What is unknown is left out."""
    valid_answers = {key: value for key, value in answers.items() if key in QUESTION_TEXTS and value in ANSWER_LABELS}
    row = {"organisation_id": organisation_id, "school_id": school_id, "term": term_of(day)}
    upsert(
        db,
        _assessments,
        {**row, "answers": valid_answers, "created_at": now()},
        key=_KEY,
        update_columns=("answers", "created_at"),
    )
