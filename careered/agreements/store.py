"""Agreements: create, list, delete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, select

from careered.agreements.tables import Agreement
from careered.clock import new_id, now
from careered.db.queries import select_by, where_equal
from careered.db.upsert import insert_once
from careered.roster.tables import Person

MAX_LENGTH = 300
"""Characters: two or three sentences. A record of the talk does not fit, and none is wanted."""
_agreements, _people = Agreement.__table__, Person.__table__
_KEY = ("organisation_id", "class_id", "person_id", "id")
_AGREEMENTS = (
    select(*(_agreements.c[name] for name in ("id", "text", "agreed_on")), _people.c.name.label("author"))
    .join(
        _people,
        (_people.c.organisation_id == _agreements.c.organisation_id) & (_people.c.id == _agreements.c.author_person_id),
        isouter=True,
    )
    .order_by(_agreements.c.agreed_on.desc(), _agreements.c.created_at.desc())
)


@dataclass(frozen=True)
class AgreementView:
    """What was agreed. author: who wrote it down; "" where the platform shares no name, or the person is erased."""

    id: str
    text: str
    agreed_on: date
    author: str


def one_line(typed: str) -> str:
    """A typed agreement as it is kept: one line without surplus blanks."""
    return " ".join(typed.replace("\x00", "").split())


def create(
    db: Connection, key: Mapping[str, str], text: str, agreed_on: date, author_person_id: str, agreement_id: str = ""
) -> str:
    """Store an agreement; returns its id. key: organisation, class and person. agreement_id: of the form."""
    row = {**key, "id": agreement_id or new_id(), "text": text, "agreed_on": agreed_on}
    row |= {"author_person_id": author_person_id, "created_at": now()}
    return insert_once(db, _agreements, row, key=_KEY, same=("text", "agreed_on"))


def agreements_with(db: Connection, key: Mapping[str, str]) -> Sequence[AgreementView]:
    """What was agreed with one pupil, the newest first. key: as in `create`; without a class, in all of them."""
    rows = select_by(db, _AGREEMENTS, _agreements, **key).mappings()
    return [AgreementView(**{**row, "author": row["author"] or ""}) for row in rows]


def delete_one(db: Connection, key: Mapping[str, str], agreement_id: str) -> bool:
    """Delete an agreement; whether there was one."""
    where = where_equal(_agreements, **key, id=agreement_id)
    return bool(db.execute(delete(_agreements).where(where)).rowcount)
