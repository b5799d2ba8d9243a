"""Finding a person of an organisation: by part of the name, by the platform's number, by our own id."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from careered.db.lookup import same
from careered.privacy.declarations import people


@dataclass(frozen=True)
class Person:
    """Somebody whom careered knows. sub: what the platform calls them; name: "" where it shares none."""

    id: str
    platform_id: str
    sub: str
    name: str


def find_people(db: Connection, organisation_id: str, text: str) -> list[Person]:
    """Those whose name has `text` in it (capitals make no difference), or whose number or id it is; by name."""
    wanted = text.strip().casefold()
    everybody = _people(db, organisation_id=organisation_id)
    # Compared here and not in the database: SQLite knows no capital letters but A to Z.
    found = [one for one in everybody if text in {one.sub, one.id} or (wanted and wanted in one.name.casefold())]
    return sorted(found, key=lambda one: (one.name, one.id))


def person(db: Connection, organisation_id: str, person_id: str) -> Person | None:
    """One person by id, or None."""
    return next(iter(_people(db, organisation_id=organisation_id, id=person_id)), None)


def _people(db: Connection, **where: str) -> list[Person]:
    table = people()
    columns = [table.c[name] for name in Person.__dataclass_fields__]
    return [Person(**row) for row in db.execute(select(*columns).where(same(table, **where))).mappings()]
