"""What the suite's statements are looked at for: each names its organisation, and nothing is written while reading."""

from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select

import careered.app  # noqa: F401 - registers the tables of all features
from careered.db.engine import Database
from careered.roster.tables import Person
from tests.support.tenancy import BEYOND_ONE, CAREERED, tables_without_organisation


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT person.name FROM person WHERE person.organisation_id = ? AND person.id = ?", ()),
        ("SELECT person.organisation_id, person.name FROM person WHERE person.id = ?", ("person",)),
        ("DELETE FROM person WHERE organisation_id = ?", ()),
        ("DELETE FROM person", ("person",)),
        ("UPDATE person SET name=? WHERE person.id = ?", ("person",)),
        ("SELECT a.id FROM person AS a JOIN enrolment ON enrolment.person_id = a.id", ("enrolment", "person")),
        (
            "SELECT 1 FROM person JOIN event ON event.organisation_id = person.organisation_id "
            "WHERE person.organisation_id = ?",
            (),
        ),
        ("SELECT 1 FROM person JOIN event ON event.person_id = person.id WHERE person.organisation_id = ?", ("event",)),
        ("INSERT INTO person (organisation_id, id) VALUES (?, ?)", ()),
        ("SELECT pack_version.files FROM pack_version WHERE pack_version.pack_id = ?", ()),
    ],
)
def test_a_table_whose_organisation_is_not_compared_is_found(statement: str, tables: tuple[str, ...]) -> None:
    assert tables_without_organisation(statement) == tables


def test_every_file_that_looks_beyond_one_organisation_is_there_and_has_a_reason() -> None:
    assert [file for file, reason in BEYOND_ONE.items() if not (Path(CAREERED) / file).exists() or not reason] == []


def test_a_write_through_a_connection_for_reading_is_refused(database_url: str) -> None:
    database = Database(database_url.replace("postgresql://", "postgresql+psycopg://"))
    people = Person.__table__
    with database.reading() as db:
        assert db.execute(select(people).where(people.c.organisation_id == "town")).all() == []
        if not database.is_sqlite:
            with pytest.raises(AssertionError, match="for reading"):
                db.execute(delete(people).where(people.c.organisation_id == "town"))
            with pytest.raises(AssertionError, match="for reading"):
                db.execute(insert(people).values(organisation_id="town", id="a"))
    database.engine.dispose()
