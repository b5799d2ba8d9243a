"""The enrolment of a pupil's earlier account, which staff have joined with another one of the class."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.roster.enrolment_upsert import IS_JOINED, JOINED, LEFT
from careered.roster.tables import Enrolment

_enrolments = Enrolment.__table__
_COLUMNS = [_enrolments.c[name] for name in ("role_source", "status", "listed_at")]


def leave_joined(db: Connection, key: Mapping[str, str]) -> dict[str, Any]:
    """The account is in the class no more, whatever list or launch say. Returns what it was before.

    key: the enrolment's.
    """
    where, moment = where_equal(_enrolments, **key), now()
    before = db.execute(select(*_COLUMNS).where(where)).mappings().one()
    values = {"role_source": JOINED, "status": LEFT, "listed_at": before["listed_at"] or moment, "updated_at": moment}
    db.execute(update(_enrolments).where(where).values(**values))
    listed_at = before["listed_at"]
    return {**before, "listed_at": listed_at.isoformat() if listed_at else None}


def return_joined(db: Connection, key: Mapping[str, str], before: Mapping[str, Any]) -> None:
    """Undo `leave_joined`; nothing for an account that has come back as staff."""
    listed_at = before["listed_at"] and datetime.fromisoformat(before["listed_at"])
    values = {**before, "listed_at": listed_at, "updated_at": now()}
    db.execute(update(_enrolments).where(where_equal(_enrolments, **key, role_source=JOINED)).values(**values))


def keep_joined(db: Connection, organisation_id: str, class_id: str) -> None:
    """A list has been stored: it brings no joined account back."""
    where = where_equal(_enrolments, organisation_id=organisation_id, class_id=class_id)
    db.execute(update(_enrolments).where(where, IS_JOINED).values(status=LEFT))
