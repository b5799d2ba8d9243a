"""Finding a person of an organisation: by part of the name, by the platform's number, by our own id."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from careered.db.queries import where_equal
from careered.privacy.registry import people_table


@dataclass(frozen=True)
class PersonSummary:
    """Somebody whom careered knows. sub: what the platform calls them; name: "" where it shares none."""

    id: str
    platform_id: str
    sub: str
    name: str


def find_people(db: Connection, organisation_id: str, text: str) -> list[PersonSummary]:
    """Those whose name has `text` in it (capitals make no difference), or whose number or id it is; by name."""
    folded_text = text.strip().casefold()
    all_people = _select_people(db, organisation_id=organisation_id)
    # Compared here and not in the database: SQLite knows no capital letters but A to Z.
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
