"""Keeping to what an organisation has decided about how long: who falls under it today, and doing it.

Runs beside the other work, one pupil a transaction, so that nobody waits for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from careered.clock import now
from careered.db.engine import Database
from careered.privacy import retention
from careered.privacy.erase import erase_person
from careered.privacy.retention import Rule
from careered.roster.year import gone_since
from careered.web.logs import log

MONTH = timedelta(days=31)


@dataclass(frozen=True)
class Due:
    """What a rule would erase now: the words of these pupils, these pupils, so many notes of looks."""

    words: Sequence[str] = ()
    people: Sequence[str] = ()
    looks: int = 0


def due(db: Connection, organisation_id: str, rule: Rule) -> Due:
    """What falls under a rule at this moment."""
    people = gone_since(db, organisation_id, since(rule.people)) if rule.people else []
    silent = gone_since(db, organisation_id, since(rule.words)) if rule.words else []
    words = retention.writers(db, organisation_id).intersection(silent).difference(people) if silent else set()
    looks = retention.looks_before(db, organisation_id, since(rule.looks)) if rule.looks else 0
    return Due(sorted(words), people, looks)


def since(months: int) -> datetime:
    """The day so many months ago."""
    return now() - months * MONTH


def keep_to_rules(database: Database) -> None:
    """Erase what is due, in every organisation that has decided."""
    with database.read() as db:
        rules = retention.rules(db)
        found = {mine: due(db, mine, rule) for mine, rule in rules.items()}
    for mine, one in found.items():
        _erase(database, mine, rules[mine], one)


def _erase(database: Database, mine: str, rule: Rule, one: Due) -> None:
    for person in one.people:
        with database.write() as db:
            if rule.people and gone_since(db, mine, since(rule.people), person):  # who has just come back stays
                erase_person(db, mine, person)
    for person in one.words:
        with database.write() as db:
            if rule.words and gone_since(db, mine, since(rule.words), person):
                retention.erase_words(db, mine, person)
    if rule.looks and one.looks:
        with database.write() as db:
            retention.erase_looks(db, mine, since(rule.looks))
    if one != Due():
        log.info("kept_to_rule", erased_people=len(one.people), erased_words=len(one.words), erased_looks=one.looks)
