"""Schools of invented pupils, made at random: what is true of them, and all that is ever published about them."""

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert

from careered.clock import now
from careered.packs.models import Pack
from careered.packs.store import Shelf
from careered.progress.tables import Status
from careered.reports.figure_sheets import organisation_sheet, school_sheet
from careered.reports.sheet import as_csv
from careered.reports.snapshots import figures_now
from careered.roster.tables import Enrolment, School, SchoolClass
from careered.web.edge import House

Place = tuple[str, int | None]
STATES = [("not_started", ""), ("in_progress", "lesson"), ("done", "lesson"), ("done", "offline")]
STATES += [("confirmed", "teacher"), ("exempt", "teacher")]
TABLES = (Status.__table__, Enrolment.__table__, SchoolClass.__table__, School.__table__)


def part_of(state: str, how: str) -> str:
    """The part of a cell that somebody is in."""
    if state == "exempt":
        return "exempt"
    return how if state in {"done", "confirmed"} else "rest"


@dataclass
class Pupil:
    """Somebody in a group. states: (state, how) by requirement."""

    id: str
    place: Place
    states: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class World:
    """Three schools with up to four groups each."""

    pack: Pack
    pupils: list[Pupil]

    def cell(self, place: Place, requirement: str) -> Counter[str]:
        """How many are in each part of a cell."""
        here = (one for one in self.pupils if one.place == place)
        return Counter(part_of(*one.states.get(requirement, ("not_started", ""))) for one in here)

    def size(self, place: Place) -> int:
        """How many pupils a group has."""
        return sum(one.place == place for one in self.pupils)

    @property
    def places(self) -> list[Place]:
        """The groups there are."""
        return sorted({one.place for one in self.pupils}, key=str)

    def asked(self, place: Place) -> list[str]:
        """What is asked for in a group."""
        return [one.id for one in self.pack.requirements_for(place[1])]


def world(pack: Pack, dice: random.Random) -> World:
    """A world in which many cells are small."""
    sizes = {
        (f"s{school}", grade): dice.choice([0, 2, 3, 5, 6, 9, 14]) for school in range(3) for grade in (7, 8, 9, None)
    }
    pupils = [Pupil(f"{place}-{number}", place) for place, size in sizes.items() for number in range(size)]
    made = World(pack, pupils)
    for place in made.places:
        for requirement in made.asked(place):
            often = dice.choices(STATES, k=2) + [dice.choice(STATES)] * 3
            for one in (one for one in pupils if one.place == place):
                one.states[requirement] = dice.choice(often)
    return made


def settle(house: House, made: World) -> None:
    """Put a world into the database instead of the one before."""
    with house.database.write() as db:
        for table in TABLES:
            db.execute(delete(table))
        for number in range(3):
            row = {"id": f"s{number}", "code": f"c{number}", "name": f"School {number}", "created_at": now()}
            db.execute(insert(School.__table__).values(organisation_id="town", **row))
        for place in made.places:
            db.execute(insert(SchoolClass.__table__).values(**_class(place, made.pack)))
        db.execute(insert(Enrolment.__table__), [_enrolment(one) for one in made.pupils])
        rows = [row for one in made.pupils for row in _statuses(one)]
        if rows:
            db.execute(insert(Status.__table__), rows)


def _class(place: Place, pack: Pack) -> dict[str, Any]:
    school, grade = place
    row = {"organisation_id": "town", "id": f"{school}-{grade}", "platform_id": "m", "platform_name": "Moodle"}
    row |= {"context_id": f"{place}", "title": "", "label": "", "school_code": "", "roster_state": "fresh"}
    return {**row, "school_id": school, "grade": grade, "pack_id": pack.id, "roster_problem": "", "created_at": now()}


def _keys(one: Pupil) -> dict[str, str]:
    return {"organisation_id": "town", "class_id": f"{one.place[0]}-{one.place[1]}", "person_id": one.id}


def _enrolment(one: Pupil) -> dict[str, Any]:
    return {**_keys(one), "role": "pupil", "role_from": "launch", "status": "active", "updated_at": now()}


def _statuses(one: Pupil) -> list[dict[str, Any]]:
    rest = {"evidence": [], "pack_version": "1", "since": now()}
    return [
        {**_keys(one), "requirement": key, "state": state, "how": how, **rest}
        for key, (state, how) in one.states.items()
        if state != "not_started"
    ]


def published(house: House, pack: Pack) -> dict[str, Any]:
    """Everything that anybody gets to see: the reports, and every table as a file."""
    with house.database.read() as db:
        told = figures_now(db, house.get(Shelf), "town", "Town")
    files = [as_csv(school_sheet(one, pack, "en")).decode() for one in told["schools"]]
    files.append(as_csv(organisation_sheet(told["organisation"], "en")).decode())
    return {"told": json.loads(json.dumps(told)), "files": files}
