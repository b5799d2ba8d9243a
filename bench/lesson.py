"""`python -m bench.lesson`: a class of 30 works, the wall asks every second: how old is what the room sees?

A server on loopback with SQLite; 30 browsers load pages and hand in without a pause, the wall asks as its page does.
For each pupil who begins: the wait from the answer to the pupil until an answer to the wall has the pupil counted.
"""

import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated

import httpx2
import typer
import uvicorn
from sqlalchemy import Connection

from bench.server import ROOT, free_port
from bench.sessions import opened
from careered.app import create_app
from careered.clock import now
from careered.db.engine import Database
from careered.db.migrate import upgrade
from careered.lessons.kinds import registry
from careered.live import live_lesson
from careered.packs import version_store
from careered.packs.load import read_pack
from careered.roster.enrol import EnrolmentResult, LaunchIdentity, enrol_from_launch
from careered.roster.keys import ClassKey, PersonKey
from careered.settings import Settings
from careered.web.permissions import Role
from careered.web.viewer import Viewer

LESSON, EVERY_SECONDS = "fi-2", 1.0
SECRET = "for the bench only: forty characters or more"  # noqa: S105 - of a server that lives for a minute


def bench(
    pupils: Annotated[int, typer.Option(help="Browsers of pupils.", min=1)] = 30,
    seconds: Annotated[float, typer.Option(help="How long they work.", min=5)] = 30,
) -> None:
    """Seconds of wall clock; the page's own promise is two."""
    with TemporaryDirectory(prefix="careered-bench-") as folder, running(folder) as (settings, database):
        everybody, teacher = class_of(database, pupils)
        waits, visits = lesson(settings, everybody, teacher, seconds)
    late = sorted(waits)[int(len(waits) * 0.95)]
    typer.echo(f"{len(waits)} of {pupils} who began were seen on the wall")
    typer.echo(f"waits in seconds: median {median(waits):.2f}, 95 % {late:.2f}, worst {max(waits):.2f}")
    typer.echo(f"meanwhile {visits / seconds:.0f} requests a second by {pupils} pupils")


@contextmanager
def running(folder: str) -> Iterator[tuple[Settings, Database]]:
    """The tool on a free port, with the Finnish pack."""
    port = free_port()
    settings = Settings(
        base_url=f"http://localhost:{port}",
        secret_key=SECRET,
        database_url=f"sqlite:///{folder}/careered.sqlite3",
        allow_loopback=True,
    )
    database = Database(settings.sqlalchemy_url)
    upgrade(database)
    loaded = read_pack(ROOT / "content" / "finland", registry())
    assert loaded.pack
    with database.transaction() as db:
        version_store.save_pack(db, loaded.files, loaded.pack)
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield settings, database
    server.should_exit = True
    thread.join()


def class_of(database: Database, pupils: int) -> tuple[list[str], Viewer]:
    """The secrets of the pupils' visits, and the teacher with the lesson begun."""
    with database.transaction() as db:
        tokens = [visits(db, comes(db, f"p{number}", "pupil"), Role.PUPIL).token for number in range(pupils)]
        arrived = comes(db, "t", "teacher")
        live_lesson.start(db, "town", arrived.class_id, LESSON, now() + timedelta(minutes=45))
        return tokens, visits(db, arrived, Role.TEACHER)


def visits(db: Connection, arrived: EnrolmentResult, role: Role) -> Viewer:
    return opened(db, ("town", "m"), arrived.person_id, role, arrived.class_id, languages=("fi",))


def comes(db: Connection, sub: str, role: str) -> EnrolmentResult:
    place = "town", "m", "1"
    keys = ClassKey(*place, "c"), PersonKey(*place, sub)
    return enrol_from_launch(
        db,
        LaunchIdentity(*keys, "Moodle", name=sub, role=role, class_title="8B", pack_id="fi-basic-7-9", grade=8),
    )


def lesson(settings: Settings, pupils: list[str], teacher: Viewer, seconds: float) -> tuple[list[float], int]:
    """Everybody works for a while. One pupil after another begins; the wall's counts tell when each was seen."""
    begun: list[float] = []
    seen: list[float] = []
    end = time.monotonic() + seconds
    gap = seconds * 0.8 / len(pupils)
    with ThreadPoolExecutor(len(pupils) + 1) as room:
        wall = room.submit(watch, settings, teacher, end, seen)
        counts = [room.submit(work, settings, token, number * gap, end, begun) for number, token in enumerate(pupils)]
        visits = sum(one.result() for one in counts)
        wall.result()
    waits = [at - start for start, at in zip(sorted(begun), seen, strict=False)]
    return waits, visits


def work(settings: Settings, token: str, wait: float, end: float, begun: list[float]) -> int:
    """A pupil looks around, begins after a while, and goes on looking; how many requests."""
    starts, visits, started = time.monotonic() + wait, 0, False
    with httpx2.Client(base_url=settings.base_url, headers={"x-careered-session": token}) as browser:
        while time.monotonic() < end:
            if not started and time.monotonic() >= starts:
                begins = browser.post(f"/lessons/{LESSON}/start", data={"session": token})
                assert begins.status_code in {303, 307}  # 307 where a browser keeps no cookie: the form travels on
                begun.append(time.monotonic())
                started = True
            for path in ("/lessons", f"/lessons/{LESSON}"):
                assert browser.get(path, follow_redirects=True).status_code == 200  # a lesson leads on to its card
                visits += 1
            time.sleep(0.2)
    return visits


def watch(settings: Settings, teacher: Viewer, end: float, seen: list[float]) -> None:
    """The wall: asks every second with what it has seen; notes when a count was new."""
    path, version = f"/teacher/class/{teacher.class_id}/live-lesson", ""
    headers = {"x-careered-session": teacher.token, "hx-request": "true", "hx-request-type": "partial"}
    with httpx2.Client(base_url=settings.base_url, headers=headers) as browser:
        while time.monotonic() < end + 2:
            answer = browser.get(f"{path}?seen={version}")
            if answer.status_code == 200:
                found, told = re.search(r"seen=(\w+)", answer.text), re.search(r"<dd>(\d+) /", answer.text)
                version = found[1] if found else ""
                seen.extend([time.monotonic()] * (int(told[1]) - len(seen) if told else 0))
            time.sleep(EVERY_SECONDS)


if __name__ == "__main__":
    typer.run(bench)
