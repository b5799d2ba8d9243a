"""The server is killed with -9 while pupils hand in steps: nothing acknowledged is lost, the gradebook is right."""

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import or_, select, update

from careered.clock import now
from careered.db.engine import Database
from careered.db.faults import StorageBusy
from careered.grade_sync.queue import LEASE_DURATION
from careered.lessons.kinds import registry
from careered.packs.load import read_pack
from careered.packs.models import Pack
from careered.progress.tables import Event, LineItem, ScoreDelivery
from careered.settings import Settings
from demo_platform.people import Role, make_person
from tests.crash.failpoints import POINTS
from tests.crash.processes import ROOT, Tool, connected, free_port, running_lms
from tests.support.databases import kill_postgresql
from tests.support.pages import Page
from tests.support.people import Browser, answers_for, step_at
from tests.support.school import activities_of, pupils_of

PUPILS, KILLS = int(os.environ.get("CRASH_PUPILS", "6")), int(os.environ.get("CRASH_KILLS", "5"))
"""`make crash` asks for more of both."""
IS_LONG = KILLS > 20
FRESH = 3
PATIENCE = 3_600 if IS_LONG else 240
"""Seconds until everybody has finished after the last kill: nothing here is about speed."""
LESSONS = tuple(f"fi-{number}" for number in (range(1, 11) if IS_LONG else range(2, 5)))
DATABASE = "database"  # on SQLite it is killed with the tool
WAYS = ("outside", "answer_written", "after_commit", "score_sent", DATABASE, *POINTS)
MORE = 10 * PUPILS  # what may be acknowledged until a point is met
_events, _deliveries, _line_items = Event.__table__, ScoreDelivery.__table__, LineItem.__table__


@dataclass
class Ledger:
    """What the server has acknowledged, and how many requests are under way.

    seats: for PUPILS at a time; who comes later takes the seat of one who has finished. over: nobody begins a lesson.
    """

    acknowledged: set[tuple[str, str, str]] = field(default_factory=set)
    under_way: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    seats: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(PUPILS))
    over: threading.Event = field(default_factory=threading.Event)


def persistent_browser(lms: str, tool: str) -> Browser:
    """A browser on plain loopback that keeps Secure cookies, as real ones do there."""

    def client(base: str) -> httpx2.Client:
        policy = DefaultCookiePolicy(secure_protocols=("https", "wss", "http"))
        hooks = {"response": [come_again]}
        return httpx2.Client(base_url=base, cookies=CookieJar(policy), timeout=10, event_hooks=hooks)

    return Browser(school=None, lms=client(lms), tool=client(tool), platform_address=lms)  # type: ignore[arg-type]


def come_again(answer: httpx2.Response) -> None:
    """What is under way is begun anew where somebody is told to come again: also in the middle of a launch."""
    if answer.status_code in {502, 503}:
        raise httpx2.HTTPStatusError("come again", request=answer.request, response=answer)


class Pupil(threading.Thread):
    """Does all lessons; whenever the server is gone, sends the same again until it is acknowledged."""

    def __init__(self, number: str, browser: Browser, activity: str, pack: Pack, ledger: Ledger) -> None:
        super().__init__(name=f"pupil-{number}")
        self.number, self.browser, self.activity, self.pack, self.ledger = number, browser, activity, pack, ledger
        self.fault: BaseException | None = None

    def run(self) -> None:
        """The pupil's afternoon."""
        try:
            with self.ledger.seats:
                self._works()
        except BaseException as fault:
            self.fault = fault

    def _works(self) -> None:
        if not self.ledger.over.is_set():
            self._stubbornly(lambda: self.browser.open(self.number, self.activity))
        for lesson in LESSONS:
            if not self.ledger.over.is_set():
                self._lesson(lesson)

    def _lesson(self, lesson: str) -> None:
        page = self._stubbornly(lambda: self.browser.get(f"/lessons/{lesson}"))
        while page.path != f"/lessons/{lesson}/done":
            page = self._stubbornly(lambda page=page: self._press(lesson, page))

    def _press(self, lesson: str, page: Page) -> Page:
        step = step_at(self.pack, page.path)
        form = page.next_form if page.next_control.name != "a" else None
        filled = answers_for(step, form) if step and form else {}
        next_page = self.browser.press_next(page, **filled)
        if "/steps/" in (form.action if form else "") and step and next_page.response.status_code == 200:
            with self.ledger.lock:
                self.ledger.acknowledged.add((self.number, lesson, step.id))
        return next_page

    def _stubbornly(self, attempt: Any) -> Page:
        for _ in range(4_000):
            with self.ledger.lock:
                self.ledger.under_way += 1
            try:
                page: Page = attempt()
                if page.response.status_code == 200:
                    return page
                assert page.response.status_code in {401, 502, 503}, (page.path, page.code, page.main_text)
            except httpx2.HTTPError:
                pass
            finally:
                with self.ledger.lock:
                    self.ledger.under_way -= 1
            time.sleep(0.3)
        raise AssertionError("the server never came back")


@contextmanager
def database_at(url: str) -> Iterator[Database]:
    """The server's database, looked at from beside it."""
    database = Database(Settings(base_url="https://x.test", database_url=url).sqlalchemy_url)
    yield database
    database.engine.dispose()


@pytest.fixture
def tool(database_url: str, tmp_path: Path) -> Iterator[Tool]:
    port = free_port()
    environment = os.environ | {
        "CAREERED_DATABASE_URL": database_url,
        "CAREERED_DATA_DIR": str(tmp_path),
        "CAREERED_BASE_URL": f"http://localhost:{port}",
        "CAREERED_ALLOW_LOOPBACK": "1",
    }
    server = Tool(port, environment)
    yield server
    server.close()


@pytest.mark.timeout(900 + 90 * KILLS)  # what it waits for itself may add up to more than the suite's limit
def test_killed_again_and_again_while_pupils_work_nothing_acknowledged_is_lost(tool: Tool, database_url: str) -> None:
    pack = read_pack(ROOT / "content" / "finland", registry()).pack
    assert pack is not None
    with running_lms(tool.base) as (lms, app):
        connected(tool, lms)
        tool.start()
        platform, ledger = app.state.platform, Ledger()
        activity = activities_of(platform, "fi-8b")[0]
        numbers = [*pupils_of(platform, "fi-8b"), *newcomers(platform)][: 3 * PUPILS]
        pupils = [Pupil(number, persistent_browser(lms, tool.base), activity, pack, ledger) for number in numbers]
        for pupil in pupils:
            pupil.start()
        with database_at(database_url) as database:
            kill_while_they_work(tool, database, pupils, ledger)
        ledger.over.set()
        for pupil in pupils:
            pupil.join(timeout=PATIENCE)
            pupil.browser.close()
            assert pupil.fault is None, pupil.fault
        tool.kill()
        with database_at(database_url) as database:
            minutes_pass(database, since=now())
        tool.start()  # the platform asks for our keys before it accepts scores
        drained(tool)
        assert tool.kills.total() >= KILLS
        assert len(tool.kills) > 2  # in a short run, which points are met is a matter of what the pupils do just then
        assert not IS_LONG or set(tool.kills) >= set(ways_of(tool))
        print(f"kills: {dict(tool.kills)}; acknowledged steps: {len(ledger.acknowledged)}")
        check_nothing_lost(database_url, ledger)
        check_gradebook(tool.report("2"), app.state.platform, len({number for number, *_ in ledger.acknowledged}))


def minutes_pass(database: Database, *, since: datetime) -> None:
    """Minutes have passed since the last worker was killed, as far as undelivered scores can tell.

    What it had leased, and what waits for more answers, is due; what the living one has in hand is left to it. Without
    this its leases alone would outlive the next process: no score would be met on its way.
    """
    with suppress(StorageBusy), database.transaction() as db:
        for table in (_deliveries, _line_items):
            is_free = or_(table.c.leased_until.is_(None), table.c.leased_until <= since + LEASE_DURATION)
            db.execute(update(table).where(is_free).values(leased_until=None))
        undelivered = _deliveries.c.next_attempt_at.is_not(None) & _deliveries.c.leased_until.is_(None)
        db.execute(update(_deliveries).where(undelivered).values(next_attempt_at=now()))


def ways_of(tool: Tool) -> list[str]:
    """How it is killed, in turn."""
    return [way for way in dict.fromkeys(WAYS) if way != DATABASE or tool.is_on_postgresql]


def newcomers(platform: Any) -> list[str]:
    """More pupils than the demo school has in one class."""
    for number in range(100, 200):
        platform.people[str(number)] = make_person(str(number), f"Oppilas {number}", "fi", {"fi-8b": Role.LEARNER})
    return [str(number) for number in range(100, 200)]


def drained(tool: Tool) -> None:
    """All scores have arrived. What the server's own worker has in hand meanwhile is not this command's."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if tool.run("worker", "--drain").returncode == 0:
            return
        time.sleep(1)
    tool.command("worker", "--drain")


def kill_while_they_work(tool: Tool, database: Database, pupils: list[Pupil], ledger: Ledger) -> None:
    """A kill counts only when something was acknowledged since the last one and requests are under way."""
    ways, killed_at = ways_of(tool), now()
    for number in range(KILLS):
        way, following = ways[number % len(ways)], ways[(number + 1) % len(ways)]
        seen = len(ledger.acknowledged)
        while len(ledger.acknowledged) < seen + FRESH or not ledger.under_way:
            assert any(pupil.is_alive() for pupil in pupils), f"all is done after {number} kills"
            time.sleep(0.005)
        if way == DATABASE:  # the tool lives on without it
            kill_postgresql()
            tool.kills[way] += 1
        else:
            enough = len(ledger.acknowledged) + MORE
            later = partial(minutes_pass, database, since=killed_at)
            met = way not in POINTS or tool.crash(lambda: len(ledger.acknowledged) >= enough, later)  # noqa: B023
            tool.kill(way if met else "outside")
            killed_at = now()
            tool.start(following if following in POINTS else "")


def check_nothing_lost(database_url: str, ledger: Ledger) -> None:
    """Each acknowledged step is there exactly once."""
    with database_at(database_url) as database, database.reading() as db:
        columns = _events.c.person_id, _events.c.lesson_id, _events.c.step_id
        rows = db.execute(select(*columns).where(_events.c.kind == "step_done")).all()
    acknowledged, stored = (Counter(tuple(step) for _, *step in steps) for steps in (ledger.acknowledged, set(rows)))
    print(f"lost: {(acknowledged - stored).total()}; doubled: {len(rows) - len(set(rows))}")
    assert len(rows) == len(set(rows))
    assert len(ledger.acknowledged) >= KILLS * FRESH
    assert stored == acknowledged


def check_gradebook(report: dict[str, Any], school: Any, people: int) -> None:
    """Every pupil's score on the platform equals the report's, and the report's what was done."""
    reached = [pupil for pupil in report["pupils"] if pupil["deliveries"]]
    assert len(reached) == people
    for pupil in reached:
        done = sum(requirement["state"] in {"done", "confirmed"} for requirement in pupil["requirements"])
        for delivery in pupil["deliveries"]:
            assert delivery["wanted"] == delivery["sent"] == done, pupil
            assert scores_of(school, pupil["user_id"]) == [round(done / delivery["maximum"], 3)]
    print(f"gradebook: the scores of {people} pupils are equal")


def scores_of(school: Any, number: str) -> list[float]:
    """The pupil's scores on the platform, as shares of the maximum."""
    results = [(line_item, cells[number]) for line_item, cells in school.gradebook.items() if number in cells]
    return [round(result.score / school.line_items[line_item].maximum, 3) for line_item, result in results]
