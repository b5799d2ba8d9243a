"""A school's own look at its guidance, once a term: ten questions, and what it said the term before.

The questions are ours; they ask what is there for pupils, not who did what.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, select

from careered.clock import now
from careered.db.lookup import lookup
from careered.db.upsert import upsert
from careered.reports.tables import ProvisionCheck
from careered.words import _

ANSWERS: Mapping[str, str] = {"yes": _("Yes"), "partly": _("Partly"), "no": _("No")}
QUESTIONS: Mapping[str, str] = {
    "plan": _("Is there a written plan of guidance that staff and pupils know?"),
    "services": _("Has every pupil been introduced to the national services that the curriculum means?"),
    "sources": _("Do pupils practise judging where information comes from?"),
    "alone": _("Can a pupil talk with a counsellor alone within two weeks?"),
    "nameless": _("Do pupils know where they can ask without telling who they are?"),
    "work": _("Does every pupil meet working life, and talk about it afterwards?"),
    "absent": _("Do pupils who were absent get what they missed?"),
    "support": _("Do pupils who need more get more, without being shown to others?"),
    "home": _("Do families know what is done, in a language that they read?"),
    "staff": _("Do staff have time and training for guidance online?"),
}
_checks = ProvisionCheck.__table__
_CHECKS = select(_checks.c.term, _checks.c.answers).order_by(_checks.c.term.desc())
_KEY = ("organisation_id", "school_id", "term")
AUTUMN = 8


def term_of(day: date) -> str:
    """The term of a day, in an order that can be sorted: 2026-1 is spring, 2026-2 autumn."""
    return f"{day.year}-{2 if day.month >= AUTUMN else 1}"


def checks(db: Connection, organisation_id: str, school_id: str) -> dict[str, Mapping[str, str]]:
    """What a school has said, by term, the newest first."""
    rows = lookup(db, _CHECKS, _checks, organisation_id=organisation_id, school_id=school_id)
    return {row.term: row.answers for row in rows}


def keep(db: Connection, organisation_id: str, school_id: str, answers: Mapping[str, str]) -> None:
    """What a school says this term; said again, the newer holds."""
    told = {key: value for key, value in answers.items() if key in QUESTIONS and value in ANSWERS}
    row = {"organisation_id": organisation_id, "school_id": school_id, "term": term_of(now().date())}
    upsert(db, _checks, {**row, "answers": told, "made_at": now()}, key=_KEY, change=("answers", "made_at"))
