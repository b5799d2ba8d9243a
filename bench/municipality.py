"""`python -m bench.municipality`: figures of 40 schools with 300 pupils each, and the dry run of a new pack version."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from sqlalchemy import Connection, insert, select

from careered.clock import now
from careered.db import migrate
from careered.db.engine import Database
from careered.lessons.kinds import registry
from careered.packs import store, version_store
from careered.packs.load import read_pack_bytes
from careered.packs.models import Pack
from careered.packs.tables import PackVersion
from careered.progress.tables import Event, RequirementStatus
from careered.roster.school_matching import SchoolRow
from careered.roster.schools import save_schools
from careered.roster.tables import Enrolment, SchoolClass
from careered.statistics.figures import compute_figures
from careered.statistics.pack_impact import pack_impact
from tests.support.school import School, school

SCHOOLS, CLASSES, PUPILS = 40, 10, 30
_packs = PackVersion.__table__
TOWN = {"organisation_id": "town"}


def bench(
    url: Annotated[str, typer.Option(help="Another database than an SQLite file.")] = "", rounds: int = 7
) -> None:
    """Milliseconds of wall clock, the middle of some rounds, and how many times the plain page they are."""
    with TemporaryDirectory() as folder:
        address = url or f"sqlite:///{Path(folder) / 'town.sqlite3'}"
        migrate.upgrade(Database(address))
        measure(address, rounds)


def measure(address: str, rounds: int) -> None:
    """Fill a database that has tables and nothing else, and measure."""
    with school(address) as here:
        with here.database.transaction() as db:
            fill(db, here.packs["FI"])
            save_schools(db, "town", [SchoolRow(f"{n:04}", f"School {n}", (f"School {n} *",)) for n in range(SCHOOLS)])
        with here.database.reading() as db:
            show(db, here, rounds)


def fill(db: Connection, pack: Pack) -> None:
    """400 classes; each pupil has done three lessons of four, half of them all, and reached none to five paragraphs."""
    at = now()
    names = [(f"c{s}-{c}", f"School {s} 8{c}") for s in range(SCHOOLS) for c in range(CLASSES)]
    people = [(class_id, f"{class_id}-{number}", number) for class_id, _ in names for number in range(PUPILS)]
    _fill_classes(db, pack, names, at)
    attempt = {"role": "pupil", "role_source": "launch", "status": "active", "updated_at": at}
    db.execute(insert(Enrolment.__table__), [{**TOWN, **attempt, "class_id": c, "person_id": p} for c, p, _ in people])
    for class_id, person_id, number in people:
        _fill_progress(db, pack, {**TOWN, "class_id": class_id, "person_id": person_id}, number, at)


def _fill_classes(db: Connection, pack: Pack, names: Sequence[tuple[str, str]], at: datetime) -> None:
    same = {"platform_id": "p", "platform_name": "M", "label": "", "school_code": "", "school_id": "", "grade": 8}
    state = {"pack_id": pack.id, "roster_state": "fresh", "roster_error": "", "created_at": at}
    rows = [{**TOWN, **same, **state, "id": id_, "context_id": id_, "title": title} for id_, title in names]
    db.execute(insert(SchoolClass.__table__), rows)


def _fill_progress(db: Connection, pack: Pack, key: Mapping[str, str], number: int, at: datetime) -> None:
    """What one pupil has done: as much as the number of the pupil in the class says."""
    steps = [(lesson.id, step) for lesson in pack.lessons[:4] for step in lesson.steps]
    fact = {"kind": "step_done", "correct": 0, "total": 0, "pack_id": pack.id, "pack_version": pack.version}
    events = [
        {
            **{**key, **fact, "id": f"{key['person_id']}-{lesson_id}-{step.id}", "occurred_at": at},
            **{"lesson_id": lesson_id, "step_id": step.id, "step_kind": step.kind},
        }
        for lesson_id, step in steps[: 12 + number % 12]
    ]
    db.execute(insert(Event.__table__), events)
    done = {"state": "done", "method": "lesson", "evidence": [], "pack_version": pack.version, "since_at": at}
    if reached := pack.requirements_for(8)[: number % 6]:
        statuses = [{**key, **done, "requirement_id": requirement.id} for requirement in reached]
        db.execute(insert(RequirementStatus.__table__), statuses)


def show(db: Connection, here: School, rounds: int) -> None:
    """The figures, a line each."""
    pack_store, pack = store.PackStore(registry()), here.packs["FI"]
    stricter = changed(db, pack)
    plain = taken(lambda: version_store.loaded_versions(db), rounds)
    for name, work in (
        ("figures of 40 schools", lambda: compute_figures(db, pack_store, "town")),
        ("dry run of a new version, nothing else completes", lambda: pack_impact(db, pack, pack)),
        ("dry run of a new version, a requirement is stricter", lambda: pack_impact(db, pack, stricter)),
    ):
        ms = taken(work, rounds)
        typer.echo(f"{name}: {ms:.1f} ms, {ms / plain:.0f} times the list of versions ({plain:.2f} ms)")


def changed(db: Connection, pack: Pack) -> Pack:
    """The same pack with a stricter requirement."""
    files = db.execute(select(_packs.c.files).where(_packs.c.pack_id == pack.id)).scalar()
    texts = {
        name: text.replace("all: [fi-2], min_check: 0.6", "all: [fi-2, fi-3]") for name, text in (files or {}).items()
    }
    found = read_pack_bytes({name: text.encode() for name, text in texts.items()}, registry()).pack
    assert found
    return found


def taken(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds of the middle round, after one to warm up."""
    work()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return median(times)


if __name__ == "__main__":
    typer.run(bench)
