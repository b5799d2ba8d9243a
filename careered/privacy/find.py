"""Finds people of an organisation by part of the name, by the platform's user id, or by our own id."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from careered.db.queries import where_equal
from careered.privacy.registry import people_table


@dataclass(frozen=True)
class PersonSummary:
    """A stored person. sub: the user id on the platform. name: "" if the platform shares none."""

    id: str
    platform_id: str
    sub: str
    name: str


def find_people(db: Connection, organisation_id: str, text: str) -> list[PersonSummary]:
    """People whose name contains `text` (ignoring case), or whose `sub` or id equals it; sorted by name."""
    folded_text = text.strip().casefold()
    all_people = _select_people(db, organisation_id=organisation_id)
    # Not in SQL: SQLite folds case for A to Z only.
    matches = [
        person
        for person in all_people
        if text in {person.sub, person.id} or (folded_text and folded_text in person.name.casefold())
    ]
    return sorted(matches, key=lambda person: (person.name, person.id))


def get_person(db: Connection, organisation_id: str, person_id: str) -> PersonSummary | None:
    """One person by id, or None."""
    return next(iter(_select_people(db, organisation_id=organisation_id, id=person_id)), None)


def _select_people(db: Connection, **filters: str) -> list[PersonSummary]:
    table = people_table()
    columns = [table.c[name] for name in PersonSummary.__dataclass_fields__]
    return [
        PersonSummary(**row) for row in db.execute(select(*columns).where(where_equal(table, **filters))).mappings()
    ]
