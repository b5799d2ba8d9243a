"""What people have chosen for themselves, in every class."""

from sqlalchemy import Connection, update

from careered.db.queries import where_equal
from careered.roster.tables import Person

_people = Person.__table__


def set_reads_easy(db: Connection, organisation_id: str, person_id: str, *, reads_easy: bool) -> None:
    """Whether a person reads in easy language; somebody who is no longer there is nothing."""
    where = where_equal(_people, organisation_id=organisation_id, id=person_id)
    db.execute(update(_people).where(where).values(reads_easy=reads_easy))
