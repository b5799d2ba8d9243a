"""Random schools with invented pupils: their exact figures, and everything that is published about them."""

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert

from careered.clock import now
from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.progress.tables import RequirementStatus
from careered.reports.spreadsheets import as_csv
from careered.roster.tables import Enrolment, School, SchoolClass
from careered.statistics.figures import compute_figures
from careered.statistics.report_tables import organisation_table, school_table
from careered.statistics.snapshots import current_statistics
from careered.web.app_state import AppState

GroupKey = tuple[str, int | None]
STATES = [("not_started", ""), ("in_progress", "lesson"), ("done", "lesson"), ("done", "offline")]
STATES += [("confirmed", "teacher"), ("exempt", "teacher")]
TABLES = (RequirementStatus.__table__, Enrolment.__table__, SchoolClass.__table__, School.__table__)


def cell_part(state: str, method: str) -> str:
    """The part of a cell that a pupil in this state belongs to."""
    if state == "exempt":
        return "exempt"
    return method if state in {"done", "confirmed"} else "rest"


@dataclass
class Pupil:
    """A pupil in a group. states: (state, method) by requirement id."""

    id: str
    group: GroupKey
    states: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class World:
    """Three schools with up to four groups each."""

    pack: Pack
    pupils: list[Pupil]

    def cell(self, group: GroupKey, requirement: str) -> Counter[str]:
        """Number of pupils in each part of a cell."""
        members = (pupil for pupil in self.pupils if pupil.group == group)
        return Counter(cell_part(*pupil.states.get(requirement, ("not_started", ""))) for pupil in members)

    def size(self, group: GroupKey) -> int:
        """Number of pupils in a group."""
        return sum(pupil.group == group for pupil in self.pupils)

    @property
    def groups(self) -> list[GroupKey]:
        """The groups that have pupils."""
        return sorted({pupil.group for pupil in self.pupils}, key=str)

    def requirement_ids(self, group: GroupKey) -> list[str]:
        """Ids of the requirements in scope for a group."""
        return [requirement.id for requirement in self.pack.requirements_for(group[1])]


def random_world(pack: Pack, rng: random.Random) -> World:
    """A world in which many cells are small."""
    sizes = {
        (f"s{school}", grade): rng.choice([0, 2, 3, 5, 6, 9, 14]) for school in range(3) for grade in (7, 8, 9, None)
    }
    pupils = [Pupil(f"{group}-{number}", group) for group, size in sizes.items() for number in range(size)]
    world = World(pack, pupils)
    for group in world.groups:
        for requirement in world.requirement_ids(group):
            common_states = rng.choices(STATES, k=2) + [rng.choice(STATES)] * 3
            for pupil in (pupil for pupil in pupils if pupil.group == group):
                pupil.states[requirement] = rng.choice(common_states)
    return world


def store(app_state: AppState, world: World) -> None:
    """Replace the database's content with a world."""
    with app_state.database.transaction() as db:
        for table in TABLES:
            db.execute(delete(table))
        for number in range(3):
            row = {"id": f"s{number}", "code": f"c{number}", "name": f"School {number}", "created_at": now()}
            db.execute(insert(School.__table__).values(organisation_id="town", **row))
        for group in world.groups:
            db.execute(insert(SchoolClass.__table__).values(**_class(group, world.pack)))
        db.execute(insert(Enrolment.__table__), [_enrolment(pupil) for pupil in world.pupils])
        rows = [row for pupil in world.pupils for row in _statuses(pupil)]
        if rows:
            db.execute(insert(RequirementStatus.__table__), rows)


def _class(group: GroupKey, pack: Pack) -> dict[str, Any]:
    school, grade = group
    row = {"organisation_id": "town", "id": f"{school}-{grade}", "platform_id": "m", "platform_name": "Moodle"}
    row |= {"context_id": f"{group}", "title": "", "label": "", "school_code": "", "roster_state": "fresh"}
    return {**row, "school_id": school, "grade": grade, "pack_id": pack.id, "roster_error": "", "created_at": now()}


def _keys(pupil: Pupil) -> dict[str, str]:
    return {"organisation_id": "town", "class_id": f"{pupil.group[0]}-{pupil.group[1]}", "person_id": pupil.id}


def _enrolment(pupil: Pupil) -> dict[str, Any]:
    return {**_keys(pupil), "role": "pupil", "role_source": "launch", "status": "active", "updated_at": now()}


def _statuses(pupil: Pupil) -> list[dict[str, Any]]:
    defaults = {"evidence": [], "pack_version": "1", "since_at": now()}
    return [
        {**_keys(pupil), "requirement_id": key, "state": state, "method": method, **defaults}
        for key, (state, method) in pupil.states.items()
        if state != "not_started"
    ]


def published(app_state: AppState, pack: Pack) -> dict[str, Any]:
    """Everything that is published: the statistics, and every table as CSV."""
    with app_state.database.reading() as db:
        statistics = current_statistics(compute_figures(db, app_state.get(PackStore), "town"), "town", "Town")
    files = [as_csv(school_table(report, [pack], "en")).decode() for report in statistics["schools"]]
    files.append(as_csv(organisation_table(statistics["organisation"], "en")).decode())
    return {"statistics": json.loads(json.dumps(statistics)), "files": files}
