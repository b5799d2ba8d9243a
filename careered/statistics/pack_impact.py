"""Impact of another version of a pack on pupils: a dry run that writes nothing.

Reached requirements stay reached (decision 5 of the design), so nobody loses progress. Counted are pupils who keep a
requirement, gain one, have other work to do for one, have one that is no longer required, or are in a changed lesson.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, bindparam, func, select

from careered.packs.models import Pack, Requirement
from careered.progress.completion import NOT_STARTED, REACHED_STATES, Facts, evaluate
from careered.progress.event_kinds import LESSON_DONE, LESSON_STARTED
from careered.progress.projection import facts_from_rows
from careered.progress.tables import Event, RequirementStatus
from careered.roster.tables import SchoolClass

_events, _statuses, _classes = Event.__table__, RequirementStatus.__table__, SchoolClass.__table__
_PUPIL_KEY = ("organisation_id", "class_id", "person_id")
_EVENT_COLUMNS = ("kind", "lesson_id", "step_id", "step_kind", "correct", "total")
_CLASSES_AT_ONCE = 100
"""Classes whose events are read at a time: a city has some hundred thousand events."""


@dataclass(frozen=True)
class Impact:
    """Number of pupils with one kind of impact.

    code: "keep", "gain", "ahead" or "history" of a requirement, "mid_lesson" of a lesson. id: of that.
    """

    code: str
    id: str
    pupils: int


def pack_impact(db: Connection, old_pack: Pack, new_pack: Pack) -> list[Impact]:
    """Impact per requirement and lesson on the pupils of all classes with the pack, without zeros."""
    reached_counts = _count_reached(db, old_pack.id)
    still_required = [
        Impact("keep", requirement.id, reached_counts[requirement.id]) for requirement in new_pack.requirements
    ]
    dropped = [
        Impact("history", requirement.id, reached_counts[requirement.id])
        for requirement in old_pack.requirements
        if not new_pack.requirement(requirement.id)
    ]
    impacts = [
        *still_required,
        *_changed_requirements(db, old_pack, new_pack),
        *dropped,
        *_mid_lesson(db, old_pack, new_pack),
    ]
    return [impact for impact in impacts if impact.pupils]


def _join_classes(table: FromClause, pack_id: str) -> tuple[FromClause, ColumnElement[bool]]:
    """The FROM and WHERE for a table's rows in classes with the pack."""
    same_class = and_(table.c.organisation_id == _classes.c.organisation_id, table.c.class_id == _classes.c.id)
    return table.join(_classes, same_class), _classes.c.pack_id == pack_id


def _select_reached(pack_id: str, *columns: ColumnElement[Any]) -> Select[Any]:
    from_clause, of_pack = _join_classes(_statuses, pack_id)
    reached = _statuses.c.state.in_([state.value for state in REACHED_STATES])
    return select(*columns).select_from(from_clause).where(of_pack & reached)


def _count_reached(db: Connection, pack_id: str) -> Counter[str]:
    """Number of pupils who have reached each requirement."""
    column = _statuses.c.requirement_id
    return _fetch_counts(db, _select_reached(pack_id, column, func.count()).group_by(column))


def _fetch_counts(db: Connection, statement: Select[Any]) -> Counter[str]:
    return Counter({row[0]: row[1] for row in db.execute(statement)})


def _changed_requirements(db: Connection, old_pack: Pack, new_pack: Pack) -> list[Impact]:
    """Requirements with another completion rule: pupils who meet it already, and pupils who have started."""
    changed_requirements = [
        requirement
        for requirement in new_pack.requirements
        if _completion(old_pack, requirement.id) != requirement.completion
    ]
    counts: Counter[tuple[str, str]] = Counter()
    for reached, facts in _facts_by_pupil(db, old_pack.id) if changed_requirements else ():
        for requirement in (requirement for requirement in changed_requirements if requirement.id not in reached):
            result = evaluate(requirement, facts)
            previous = old_pack.requirement(requirement.id)
            has_started = previous is not None and evaluate(previous, facts) is not NOT_STARTED
            code = "gain" if result.state in REACHED_STATES else "ahead" if has_started else ""
            counts[code, requirement.id] += 1
    return [
        Impact(code, requirement.id, counts[code, requirement.id])
        for requirement in changed_requirements
        for code in ("gain", "ahead")
    ]


def _completion(pack: Pack, key: str) -> object:
    requirement: Requirement | None = pack.requirement(key)
    return requirement.completion if requirement else None


def _facts_by_pupil(db: Connection, pack_id: str) -> Iterator[tuple[set[str], Facts]]:
    """Reached requirement ids and facts of each pupil, some classes at a time."""
    reached_ids = _reached_by_pupil(db, pack_id)
    class_ids = db.execute(select(_classes.c.id).where(_classes.c.pack_id == pack_id).order_by(_classes.c.id)).scalars()
    for some_ids in _batches(class_ids.all()):
        rows = db.execute(_events_of_classes(pack_id), {"class_ids": some_ids}).mappings()
        for pupil_key, events in groupby(rows, key=itemgetter(*_PUPIL_KEY)):
            yield reached_ids.get(pupil_key, set()), facts_from_rows(list(events))


def _batches(class_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(class_ids), _CLASSES_AT_ONCE):
        yield class_ids[first : first + _CLASSES_AT_ONCE]


def _events_of_classes(pack_id: str) -> Select[Any]:
    from_clause, of_pack = _join_classes(_events, pack_id)
    key_columns = [_events.c[name] for name in _PUPIL_KEY]
    return (
        select(*key_columns, *(_events.c[name] for name in _EVENT_COLUMNS))
        .select_from(from_clause)
        .where(of_pack & _events.c.class_id.in_(bindparam("class_ids", expanding=True)))
        .order_by(*key_columns)
    )


def _reached_by_pupil(db: Connection, pack_id: str) -> dict[tuple[str, ...], set[str]]:
    reached_ids: dict[tuple[str, ...], set[str]] = {}
    columns = (*_PUPIL_KEY, "requirement_id")
    for row in db.execute(_select_reached(pack_id, *(_statuses.c[name] for name in columns))):
        reached_ids.setdefault(tuple(row[:-1]), set()).add(row[-1])
    return reached_ids


def _mid_lesson(db: Connection, old_pack: Pack, new_pack: Pack) -> list[Impact]:
    """Pupils in a lesson that the new version changes or removes: they finish the version they started."""
    changed_ids = [lesson.id for lesson in old_pack.playable_lessons() if new_pack.lesson(lesson.id) != lesson]
    from_clause, of_pack = _join_classes(_events, old_pack.id)
    done = _events.alias("done")
    same_lesson = and_(
        *(done.c[name] == _events.c[name] for name in (*_PUPIL_KEY, "lesson_id")), done.c.kind == LESSON_DONE
    )
    column = _events.c.lesson_id
    unfinished = of_pack & (_events.c.kind == LESSON_STARTED) & done.c.id.is_(None) & column.in_(changed_ids)
    statement = select(column, func.count()).select_from(from_clause.outerjoin(done, same_lesson)).where(unfinished)
    counts = _fetch_counts(db, statement.group_by(column))
    return [Impact("mid_lesson", lesson_id, counts[lesson_id]) for lesson_id in changed_ids]
