"""Pupils whose figure would be lower by another pack or another version of it. See docs/decisions/0020."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, select

from careered.db.queries import where_equal
from careered.packs.models import Pack
from careered.packs.overlaid import Overlaid
from careered.progress.carried import Successors, carried_states
from careered.progress.completion import REACHED_STATES, RequirementState
from careered.progress.lowered import reached_of_required
from careered.progress.outbox.held import is_lower
from careered.progress.tables import RequirementStatus
from careered.roster.tables import SchoolClass
from careered.statistics.due_scores import asks_the_same

PupilKey = tuple[str, str, str]
"""Organisation, class and person id."""
_statuses, _classes = RequirementStatus.__table__, SchoolClass.__table__
STATUS_KEY = ("organisation_id", "class_id", "person_id", "requirement_id")
_OF_CLASS = (_classes.c.grade, _classes.c.ended_at, _classes.c.kept_version)
SAME_CLASS = and_(_statuses.c.organisation_id == _classes.c.organisation_id, _statuses.c.class_id == _classes.c.id)
pupil_key = attrgetter("organisation_id", "class_id", "person_id")


def lowered_pupils(
    db: Connection,
    old: Pack,
    new: Pack,
    successors: Successors,
    overlaid: Overlaid,
    organisation_id: str = "",
) -> list[PupilKey]:
    """The pupils of running classes of all organisations, or one, who would have a smaller share done than before.

    By the packs as each organisation uses them.
    """
    if not successors and all(asks_the_same(*pair) for pair in ((old, new), *overlaid.values())):
        return []  # most versions change words: then nobody's statuses are read, while others wait
    is_lowered = _asked_once(overlaid, old, new, successors)
    pupils = [(key, list(rows)) for key, rows in groupby(status_rows(db, old.id, organisation_id), key=pupil_key)]
    return [key for key, rows in pupils if rows[0].ended_at is None and is_lowered(rows)]


def status_rows(
    db: Connection,
    pack_id: str,
    organisation_id: str = "",
    *,
    columns: Sequence[str] = (*STATUS_KEY, "state"),
    requirement_ids: Collection[str] = (),
) -> Iterator[Row[Any]]:
    """The statuses of all classes with a pack, and the class's grade, end and kept version, pupil by pupil.

    columns: of the status; its JSON is dear to read for all. requirement_ids: only these, by default all.
    """
    where = {"pack_id": pack_id} | ({"organisation_id": organisation_id} if organisation_id else {})
    statement: Select[Any] = select(*[_statuses.c[name] for name in columns], *_OF_CLASS).join(_classes, SAME_CLASS)
    if requirement_ids:
        statement = statement.where(_statuses.c.requirement_id.in_(requirement_ids))
    ordered = statement.where(where_equal(_classes, **where)).order_by(*[_statuses.c[name] for name in STATUS_KEY])
    yield from db.execute(ordered)


def reached_requirements(db: Connection, pack_id: str, requirement_ids: Collection[str]) -> set[str]:
    """Those of the requirements that a pupil of a class with the pack has reached."""
    is_reached = _statuses.c.state.in_([state.value for state in REACHED_STATES])
    of_pack = where_equal(_classes, pack_id=pack_id) & _statuses.c.requirement_id.in_(requirement_ids) & is_reached
    return set(
        db.execute(select(_statuses.c.requirement_id).distinct().join(_classes, SAME_CLASS).where(of_pack)).scalars()
    )


def _asked_once(
    overlaid: Overlaid, old: Pack, new: Pack, successors: Successors
) -> Callable[[Sequence[Row[Any]]], bool]:
    """Whether a pupil with these statuses is lowered. Thousands have reached the same: each such set is judged once."""

    @cache
    def judge(organisation_id: str, grade: int | None, states: frozenset[tuple[str, str]]) -> bool:
        before = {requirement_id: RequirementState(state) for requirement_id, state in states}
        mine, next_ = overlaid.get(organisation_id, (old, new))
        carried = carried_states(before, successors)
        return is_lower(reached_of_required(carried, (next_, grade)), reached_of_required(before, (mine, grade)))

    def ask(rows: Sequence[Row[Any]]) -> bool:
        states = frozenset((row.requirement_id, row.state) for row in rows)
        return judge(rows[0].organisation_id, rows[0].grade, states)

    return ask
