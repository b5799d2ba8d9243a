"""Store an enrolment at a launch, in one statement that is built once for each database.

`updated_at` tells an open class page that something is new (dashboard/class_etag.py): it changes only where the page
would show something else, not whenever anybody comes.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, bindparam, case, literal_column, null, or_, update
from sqlalchemy.dialects import postgresql, sqlite

from careered.roster.tables import Enrolment

ACTIVE, LEFT = "active", "left"
JOINED = "joined"
"""role_source of a pupil's earlier account that staff have joined with another: no list or launch brings it back."""
IS_JOINED: ColumnElement[bool] = literal_column(  # a table of a folder above this one
    "(enrolment.role_source = 'joined' AND EXISTS (SELECT 1 FROM joined_account j "
    "WHERE j.organisation_id = enrolment.organisation_id AND j.class_id = enrolment.class_id "
    "AND j.earlier_person_id = enrolment.person_id))",
    Boolean,
)
"""Whether an enrolment is of such an account; no more when the other one was erased."""
EXCLUDED = "teacher"
"""role_source of somebody who is no pupil, as staff have said: no list, and no launch as a pupil, changes it."""
KEY = ("organisation_id", "class_id", "person_id")
_SHOWN = ("role", "role_source", "status")
_OF_LISTS = ("listed_at", "moved_at")
_enrolments = Enrolment.__table__


def store_enrolment(db: Connection, values: Mapping[str, Any], *, is_renamed: bool) -> None:
    """Insert or update by KEY. values: all columns that a list does not set. is_renamed: the person's name changed.

    Who had left is here again, and no list has had them since nor brought them: the platform knows better. A
    JOINED account has not come back, and one that is EXCLUDED is still no pupil, unless they come as staff.
    """
    db.execute(_statement(db.dialect.name), {**values, "is_renamed": is_renamed})


def note_launch(db: Connection, values: Mapping[str, Any]) -> None:
    """As `store_enrolment` for one that is stored just so. One that is not, or no more, stays as it is."""
    db.execute(_NOTE, {f"its_{name}": value for name, value in values.items()})


_NOTE = (
    update(_enrolments)
    .where(*[_enrolments.c[name] == bindparam(f"its_{name}") for name in (*KEY, *_SHOWN)])
    .values(
        launched_at=bindparam("its_launched_at", type_=_enrolments.c.launched_at.type),
        updated_at=case(
            (_enrolments.c.launched_at.is_(None), bindparam("its_updated_at", type_=_enrolments.c.updated_at.type)),
            else_=_enrolments.c.updated_at,
        ),
    )
)


@cache
def _statement(dialect: str) -> Any:
    names = (*KEY, *_SHOWN, "launched_at", "updated_at")
    insert = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(_enrolments)
    insert = insert.values({name: bindparam(name, type_=_enrolments.c[name].type) for name in names})
    stored, new = _enrolments.c, insert.excluded
    is_other = or_(
        bindparam("is_renamed"), stored.launched_at.is_(None), *[stored[name] != new[name] for name in _SHOWN]
    )
    values: dict[str, ColumnElement[Any]] = {name: new[name] for name in (*_SHOWN, "launched_at")}
    values["updated_at"] = case((is_other, new.updated_at), else_=stored.updated_at)
    values |= {name: case((stored.status == LEFT, null()), else_=stored[name]) for name in _OF_LISTS}
    is_joined, is_excluded = (
        is_such & (new.role == "pupil") for is_such in (IS_JOINED, stored.role_source == EXCLUDED)
    )
    values |= {name: case((is_joined, stored[name]), else_=values[name]) for name in ("status", *_OF_LISTS)}
    stays = or_(is_joined, is_excluded)
    values |= {name: case((stays, stored[name]), else_=values[name]) for name in ("role", "role_source")}
    return insert.on_conflict_do_update(index_elements=[stored[name] for name in KEY], set_=values)
