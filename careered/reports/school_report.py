"""Figures of a school and of an organisation: sums only, and none that is about fewer than five pupils.

A figure of one to four pupils is not told, nor one that would tell it by taking it from the whole. Figures of two days
can still be compared with each other: whoever publishes those of small schools publishes them seldom.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, select

from careered.db.upsert import same
from careered.packs.models import Pack
from careered.packs.store import Shelf
from careered.progress.completion import State
from careered.progress.school_figures import FEWEST, done_by_class, figures
from careered.progress.tables import Status
from careered.roster.schools import ClassSize, class_sizes, schools_of

Report = dict[str, Any]
_statuses = Status.__table__


def school_report(db: Connection, shelf: Shelf, organisation_id: str, code: str) -> tuple[Report, Pack] | None:
    """The report of the school with this code, and the pack it is measured by; None where there is no such school.

    pupils, exempt, reached: null where too few. A school whose courses have different packs is measured by the one of
    most pupils.
    """
    school = next((one for one in schools_of(db, organisation_id) if one.code == code), None)
    if school is None:
        return None
    sizes = [one for one in class_sizes(db, organisation_id) if one.school_id == school.id]
    pack = _pack(db, shelf, organisation_id, sizes)
    if pack is None:
        return None
    here, pupils = [one for one in sizes if one.pack_id == pack.id], sum(one.pupils for one in sizes)
    report = {
        "school": {"code": school.code, "name": school.name},
        "pack": {"id": pack.id, "version": pack.version},
        "courses": len(sizes),
        "pupils": told(pupils, pupils),
        "requirements": list(_requirements(db, organisation_id, here, pack)),
    }
    return report, pack


def _pack(db: Connection, shelf: Shelf, organisation_id: str, sizes: Iterable[ClassSize]) -> Pack | None:
    pupils: Counter[str] = Counter()
    for one in sizes:
        pupils[one.pack_id] += one.pupils
    most = max(sorted(pupils), key=lambda key: pupils[key], default="")
    return shelf.local(db, organisation_id, most)


def _requirements(db: Connection, organisation_id: str, sizes: list[ClassSize], pack: Pack) -> Iterable[Report]:
    done, exempt = done_by_class(db, organisation_id), _exempt(db, organisation_id)
    for requirement in pack.requirements:
        scope = [one for one in sizes if requirement in pack.requirements_for(one.grade)]
        pupils = sum(one.pupils for one in scope)
        spared = sum(exempt[one.class_id, requirement.id] for one in scope)
        reached = min(sum(done[one.class_id, requirement.id] for one in scope), pupils - spared)
        yield {
            "key": requirement.id,
            "codes": list(requirement.items),
            "pupils": told(pupils, pupils),
            "exempt": told(spared, pupils),
            "reached": told(reached, pupils - spared) if told(spared, pupils) is not None else None,
        }


def told(number: int, of: int) -> int | None:
    """A figure that may be told: not one of fewer than five pupils, nor one that leaves fewer than five over."""
    if of < FEWEST or 0 < number < FEWEST or 0 < of - number < FEWEST:
        return None
    return number


def _exempt(db: Connection, organisation_id: str) -> Counter[tuple[str, str]]:
    columns = (_statuses.c.class_id, _statuses.c.requirement)
    where = same(_statuses, organisation_id=organisation_id, state=State.EXEMPT.value)
    rows = db.execute(select(*columns, func.count()).where(where).group_by(*columns))
    return Counter({(row[0], row[1]): row[2] for row in rows})


def organisation_report(db: Connection, shelf: Shelf, organisation_id: str, name: str) -> Report:
    """Every school with its courses, pupils and share done; null where fewer than five pupils."""
    return {
        "organisation": {"id": organisation_id, "name": name},
        "schools": [
            {"code": one.code, "name": one.name, "courses": one.courses, "pupils": one.pupils, "share": one.share}
            for one in figures(db, shelf, organisation_id)
        ],
    }
