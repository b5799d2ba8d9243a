"""What another version of a pack would do to pupils: a dry run, nothing is written.

What is reached stays reached (decision 5 of the design), so nobody loses anything and nobody must do a thing again.
The question is who keeps, who gains, who has something else ahead, what becomes history, and who is in the middle.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, select

from careered.packs.models import Pack, Requirement
from careered.progress.completion import NOTHING, REACHED, Facts, standing
from careered.progress.project import facts_from
from careered.progress.tables import Event, Status
from careered.roster.tables import SchoolClass

_events, _statuses, _classes = Event.__table__, Status.__table__, SchoolClass.__table__
_WHO = ("organisation_id", "class_id", "person_id")
_FACTS = ("kind", "lesson_id", "step_id", "step_kind", "right", "of")
_AT_ONCE = 2000
"""Rows in memory at a time: a city has some hundred thousand events."""


@dataclass(frozen=True)
class Effect:
    """How many pupils something happens to.

    code: of a requirement "keep", "gain", "ahead" or "history"; of a lesson "mid_lesson". id: of that.
    """

    code: str
    id: str
    pupils: int


def effects(db: Connection, old: Pack, new: Pack) -> list[Effect]:
    """For the pupils of all classes that use the pack: per requirement and lesson, without zeros."""
    reached = _reached(db, old.id)
    kept = [Effect("keep", one.id, reached[one.id]) for one in new.requirements]
    gone = [Effect("history", one.id, reached[one.id]) for one in old.requirements if not new.requirement(one.id)]
    found = [*kept, *_moved(db, old, new), *gone, *_mid_lesson(db, old, new)]
    return [one for one in found if one.pupils]


def _in_classes(table: FromClause, pack_id: str) -> tuple[FromClause, ColumnElement[bool]]:
    """A table's rows of classes with the pack."""
    here = and_(table.c.organisation_id == _classes.c.organisation_id, table.c.class_id == _classes.c.id)
    return table.join(_classes, here), _classes.c.pack_id == pack_id


def _reached_rows(pack_id: str, *columns: ColumnElement[Any]) -> Select[Any]:
    joined, where = _in_classes(_statuses, pack_id)
    reached = _statuses.c.state.in_([state.value for state in REACHED])
    return select(*columns).select_from(joined).where(where & reached)


def _reached(db: Connection, pack_id: str) -> Counter[str]:
    """How many pupils have reached each requirement."""
    column = _statuses.c.requirement
    return _numbers(db, _reached_rows(pack_id, column, func.count()).group_by(column))


def _numbers(db: Connection, statement: Select[Any]) -> Counter[str]:
    return Counter({row[0]: row[1] for row in db.execute(statement)})


def _moved(db: Connection, old: Pack, new: Pack) -> list[Effect]:
    """Where something else completes a requirement now: who has done enough, and who has begun and has other work."""
    changed = [one for one in new.requirements if _completion(old, one.id) != one.completion]
    counts: Counter[tuple[str, str]] = Counter()
    for reached, facts in _pupils(db, old.id) if changed else ():
        for one in (one for one in changed if one.id not in reached):
            state = standing(one, facts)
            before = old.requirement(one.id)
            begun = before is not None and standing(before, facts) is not NOTHING
            code = "gain" if state.state in REACHED else "ahead" if begun else ""
            counts[code, one.id] += 1
    return [Effect(code, one.id, counts[code, one.id]) for one in changed for code in ("gain", "ahead")]


def _completion(pack: Pack, key: str) -> object:
    found: Requirement | None = pack.requirement(key)
    return found.completion if found else None


def _pupils(db: Connection, pack_id: str) -> Iterator[tuple[set[str], Facts]]:
    """Each pupil's reached requirements and facts, one pupil after the other."""
    reached = _reached_by_pupil(db, pack_id)
    joined, where = _in_classes(_events, pack_id)
    who = [_events.c[name] for name in _WHO]
    statement = select(*who, *(_events.c[name] for name in _FACTS)).select_from(joined).where(where).order_by(*who)
    rows = db.execute(statement, execution_options={"yield_per": _AT_ONCE}).mappings()
    for pupil, events in groupby(rows, key=itemgetter(*_WHO)):
        yield reached.get(pupil, set()), facts_from(list(events))


def _reached_by_pupil(db: Connection, pack_id: str) -> dict[tuple[str, ...], set[str]]:
    found: dict[tuple[str, ...], set[str]] = {}
    names = (*_WHO, "requirement")
    for row in db.execute(_reached_rows(pack_id, *(_statuses.c[name] for name in names))):
        found.setdefault(tuple(row[:-1]), set()).add(row[-1])
    return found


def _mid_lesson(db: Connection, old: Pack, new: Pack) -> list[Effect]:
    """Who has begun a lesson that is another one, or gone, in the new version: they finish the one they began."""
    changed = [one.id for one in old.playable_lessons() if new.lesson(one.id) != one]
    joined, where = _in_classes(_events, old.id)
    done = _events.alias("done")
    finished = and_(*(done.c[name] == _events.c[name] for name in (*_WHO, "lesson_id")), done.c.kind == "lesson_done")
    column = _events.c.lesson_id
    begun = where & (_events.c.kind == "lesson_started") & done.c.id.is_(None) & column.in_(changed)
    statement = select(column, func.count()).select_from(joined.outerjoin(done, finished)).where(begun)
    numbers = _numbers(db, statement.group_by(column))
    return [Effect("mid_lesson", key, numbers[key]) for key in changed]
