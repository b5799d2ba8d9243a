"""How long data stay: what an organisation has decided, and erasing by it.

Works from what the tables declare, as erasing does. Who is in no course any more, the caller knows.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, select

from careered.clock import now
from careered.db.lookup import lookup, same
from careered.db.upsert import upsert
from careered.privacy.declarations import Personal, personal_tables
from careered.privacy.tables import AccessLog, Retention

_rules, _log = Retention.__table__, AccessLog.__table__
_RULES = select(_rules.c.organisation_id, _rules.c.words, _rules.c.people, _rules.c.looks)


@dataclass(frozen=True)
class Rule:
    """In months; None: until somebody erases it.

    words: what a pupil has written, after the last course. people: everything about the pupil, after the last course.
    looks: who has looked at which record.
    """

    words: int | None = None
    people: int | None = None
    looks: int | None = None


def rules(db: Connection) -> Mapping[str, Rule]:
    """What each organisation has decided; those that have not are left out."""
    return {row.organisation_id: Rule(row.words, row.people, row.looks) for row in db.execute(_RULES)}


def rule_of(db: Connection, organisation_id: str) -> Rule:
    """What an organisation has decided."""
    row = lookup(db, _RULES, _rules, organisation_id=organisation_id).first()
    return Rule(row.words, row.people, row.looks) if row else Rule()


def decide(db: Connection, organisation_id: str, rule: Rule) -> None:
    """From now on this holds."""
    row = {"organisation_id": organisation_id, **asdict(rule), "decided_at": now()}
    upsert(db, _rules, row, key=("organisation_id",), change=("words", "people", "looks", "decided_at"))


def writers(db: Connection, organisation_id: str) -> set[str]:
    """Of whom there are words."""
    found: set[str] = set()
    for one in _with_words():
        column = one.table.c[one.holds.column]
        where = same(one.table, organisation_id=organisation_id)
        found.update(db.execute(select(column).where(where).distinct()).scalars())
    return found


def erase_words(db: Connection, organisation_id: str, person_id: str) -> None:
    """Erase what a person wrote and what was written to them; what was done stays done."""
    for one in _with_words():
        db.execute(delete(one.table).where(one.of(organisation_id, person_id)))


def _with_words() -> list[Personal]:
    return [one for one in personal_tables() if one.holds.words]


def looks_before(db: Connection, organisation_id: str, day: datetime) -> int:
    """How many notes of looks are older than a day."""
    where = _older(organisation_id, day)
    return int(db.execute(select(func.count()).select_from(_log).where(where)).scalar_one())


def erase_looks(db: Connection, organisation_id: str, day: datetime) -> None:
    """Erase the notes of looks that are older than a day."""
    db.execute(delete(_log).where(_older(organisation_id, day)))


def _older(organisation_id: str, day: datetime) -> ColumnElement[bool]:
    found: ColumnElement[bool] = same(_log, organisation_id=organisation_id) & (_log.c.at < day)
    return found
