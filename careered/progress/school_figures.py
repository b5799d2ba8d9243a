"""How far the schools of an organisation are. Few pupils are never counted out: a number would be a name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from careered.db.upsert import same
from careered.packs.store import Shelf
from careered.progress.tables import ClassCounter
from careered.roster.schools import class_sizes, schools_of

FEWEST = 5
_counters = ClassCounter.__table__


@dataclass(frozen=True)
class SchoolFigures:
    """A school. pupils, share (percent of what the curriculum asks for that is done): None where too few.

    code and name are "" for courses without a school.
    """

    code: str
    name: str
    courses: int
    pupils: int | None
    share: int | None


def figures(db: Connection, shelf: Shelf, organisation_id: str) -> Sequence[SchoolFigures]:
    """Every school by name; last, where there are any, the courses without one."""
    done = done_by_class(db, organisation_id)
    courses: Counter[str] = Counter()
    pupils: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    for one in class_sizes(db, organisation_id):
        pack = shelf.local(db, organisation_id, one.pack_id)
        scope = [requirement.id for requirement in pack.requirements_for(one.grade)] if pack else []
        courses[one.school_id] += 1
        pupils[one.school_id] += one.pupils
        asked[one.school_id] += one.pupils * len(scope)
        reached[one.school_id] += sum(done[one.class_id, key] for key in scope)
    named = {**{school.id: school for school in schools_of(db, organisation_id)}}
    order = [*named, *([""] if courses[""] else [])]
    return [
        SchoolFigures(
            code=named[key].code if key else "",
            name=named[key].name if key else "",
            courses=courses[key],
            pupils=pupils[key] if pupils[key] >= FEWEST else None,
            share=_percent(reached[key], asked[key]) if pupils[key] >= FEWEST else None,
        )
        for key in order
    ]


def _percent(done: int, of: int) -> int:
    return min(100, round(100 * done / of)) if of else 0


def done_by_class(db: Connection, organisation_id: str) -> Counter[tuple[str, str]]:
    """How many pupils have reached a requirement, by (class, requirement)."""
    columns = (_counters.c.class_id, _counters.c.requirement, _counters.c.done)
    rows = db.execute(select(*columns).where(same(_counters, organisation_id=organisation_id)))
    return Counter({(row[0], row[1]): row[2] for row in rows})
