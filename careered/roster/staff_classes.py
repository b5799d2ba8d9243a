"""The classes that somebody teaches now: where the rights of a page about several classes come from."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, column, func, select, table

from careered.db.compiled import run
from careered.db.prefetch import Prefetch, Row, SelectPrefetch, Value
from careered.db.queries import one_of, where_equal
from careered.roster.classes import IS_RUNNING, ClassInfo, class_from_row
from careered.roster.tables import Enrolment, SchoolClass
from careered.web.permissions import Role

_enrolments, _classes = Enrolment.__table__, SchoolClass.__table__
# The table belongs to a folder above this one.
_deployments = table("deployment", *map(column, ("organisation_id", "platform_id", "deployment_id", "status")))
_HAS_LEFT = (_enrolments.c.status == "left") & _enrolments.c.listed_at.is_not(None)
_IS_OPEN = func.coalesce(_deployments.c.status, "approved") == "approved"  # none: of before migration 0009
_TAUGHT = (
    select(*[_classes.c[name] for name in ClassInfo.__dataclass_fields__], _enrolments.c.role)
    .select_from(_enrolments)
    .join(
        _classes,
        (_classes.c.organisation_id == _enrolments.c.organisation_id) & (_classes.c.id == _enrolments.c.class_id),
    )
    .outerjoin(
        _deployments,
        (_deployments.c.organisation_id == _classes.c.organisation_id)
        & (_deployments.c.platform_id == _classes.c.platform_id)
        & (_deployments.c.deployment_id == _classes.c.deployment_id),
    )
    .where(one_of(_enrolments.c.role, [Role.TEACHER.value, Role.ASSISTANT.value]), ~_HAS_LEFT)
    .where(IS_RUNNING, _IS_OPEN)
)
_TAUGHT_IN_ORDER = _TAUGHT.order_by(_classes.c.title, _classes.c.id)


def _titles(value: Value) -> Select[Any]:
    of_person: dict[str, Any] = {name: value(name) for name in ("organisation_id", "person_id")}
    titles = _TAUGHT.with_only_columns(_classes.c.id, _classes.c.title)
    return titles.where(where_equal(_enrolments, **of_person))


STAFF_CLASSES = SelectPrefetch("staff_classes", ("id", "title"), (_enrolments, _classes, _deployments), _titles)
"""The classes of `staff_classes`, for `titles_from_row`."""


def titles_from_row(row: Row) -> Sequence[tuple[str, str]]:
    """The classes that a person is staff of as (id, title), in the order of their titles."""
    return _titles_of_stored(row[STAFF_CLASSES.name])


@lru_cache(maxsize=1000)
def _titles_of_stored(text: str) -> Sequence[tuple[str, str]]:
    titles = STAFF_CLASSES.read({STAFF_CLASSES.name: text})
    return tuple((id_, title) for title, id_ in sorted((one["title"], one["id"]) for one in titles))


def staff_classes(db: Connection, organisation_id: str, person_id: str) -> list[tuple[ClassInfo, Role]]:
    """The classes that a person is staff of, each with the role there, in the order of their titles. One statement.

    By the latest launch or the platform's list; a class that has ended, or whose deployment is switched off, is none.
    The sessions of a person who is blocked, or whose platform is switched off, are over anyway.
    """
    return [(info, role) for info, role, _row in staff_classes_with((), db, organisation_id, person_id)]


def staff_classes_with(
    prefetches: tuple[Prefetch, ...], db: Connection, organisation_id: str, person_id: str, only: str = ""
) -> list[tuple[ClassInfo, Role, Row]]:
    """As `staff_classes`, each with a row that has the class's prefetches; of all, or the one with the id `only`."""
    key = {"organisation_id": organisation_id, "person_id": person_id} | ({"class_id": only} if only else {})
    rows = run(db, _with_prefetches(prefetches, tuple(key)), key)
    return [(class_from_row(row), Role(row["role"]), row) for row in rows]


@lru_cache(maxsize=8)
def _with_prefetches(prefetches: tuple[Prefetch, ...], key: tuple[str, ...]) -> Select[Any]:
    of_class = {"organisation_id": _classes.c.organisation_id, "class_id": _classes.c.id}
    columns = [prefetch.column(of_class.__getitem__) for prefetch in prefetches]
    return _TAUGHT_IN_ORDER.add_columns(*columns).where(*[_enrolments.c[name] == bindparam(name) for name in key])
