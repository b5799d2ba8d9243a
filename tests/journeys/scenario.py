"""A town: the tool, its school platforms, a worker, and a clock that only the test moves."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import time_machine
from sqlalchemy import func, select
from starlette.applications import Starlette

from careered.clock import now
from careered.lti import platform_store
from careered.lti.platform_jwks import PlatformKeys
from careered.packs.models import Pack
from careered.progress.tables import ScoreDelivery
from careered.roster.tables import Person, SchoolClass
from careered.worker import Worker
from demo_platform.app import create_demo_platform
from demo_platform.courses import LineItem, Result
from demo_platform.people import Role
from demo_platform.platform import DemoPlatform as Platform
from demo_platform.registration import registration as demo_registration
from tests.journeys.browser import FrameBrowser
from tests.journeys.network import KeyTransport, Network
from tests.support.pages import Page
from tests.support.people import finish_lesson
from tests.support.school import LMS, TOOL, ReadPack, School, school

MONDAY = datetime(2026, 11, 23, 8, 0, 0, 250_000, tzinfo=UTC)
FINLAND, DENMARK = "fi-8b", "dk-9a"
CONTEXT = {FINLAND: "2", DENMARK: "3"}
WHOLE_PROGRAMME, SINGLE_LESSON = {FINLAND: "1", DENMARK: "3"}, {FINLAND: "2", DENMARK: "4"}
FIRST_LESSON = {FINLAND: "fi-2", DENMARK: "dk-2"}
LMS_HOST = httpx2.URL(LMS).host
DONE_OF_TOTAL = re.compile(r"(\d+) (?:/|af|av|of) (\d+)")


@dataclass
class Scenario:
    """One school at first; `connect` brings a second platform."""

    school: School
    clock: time_machine.Traveller
    network: Network
    worker: Worker
    apps: dict[str, Starlette] = field(default_factory=dict)

    @property
    def platform(self) -> Platform:
        """The state of the school's own platform."""
        return self.school.platform

    def pack(self, course: str) -> Pack:
        """The pack of a course."""
        return self.school.packs[course[:2].upper()]

    def people(self, course: str, role: Role = Role.LEARNER) -> list[str]:
        """The numbers of the people with a role in a course."""
        return [person.id for person in self.platform.members(course) if person.roles[course] is role]

    # Pupils and teachers

    def opens(self, person: str, activity: str, *, browser: FrameBrowser | None = None) -> tuple[FrameBrowser, Page]:
        """Somebody opens an activity, by default in a new browser."""
        visitor = browser or FrameBrowser.new_frame(self.school)
        return visitor, visitor.open(person, activity)

    def finishes(self, person: str, course: str, lesson: str = "", *, activity: str = "") -> Page:
        """A pupil opens the course's whole programme and goes through a lesson to its last page."""
        browser, _ = self.opens(person, activity or WHOLE_PROGRAMME[course])
        return self.goes_through(browser, course, lesson)

    def goes_through(self, browser: FrameBrowser, course: str, lesson: str = "") -> Page:
        """Whoever sits at the browser goes through a lesson."""
        pack_lesson = self.pack(course).lesson(lesson or FIRST_LESSON[course])
        assert pack_lesson is not None
        return finish_lesson(browser, self.pack(course), browser.get(f"/lessons/{pack_lesson.id}"), pack_lesson)

    def teacher(self, course: str) -> tuple[FrameBrowser, Page]:
        """The class page as the course's teacher opens it."""
        return self.opens(self.people(course, Role.TEACHER)[0], WHOLE_PROGRAMME[course])

    # Time and the worker

    def advance(self, **duration: float) -> None:
        """Time passes."""
        self.clock.shift(timedelta(**duration))

    def run_worker(self) -> int:
        """Run the worker once; returns the number of undelivered scores."""
        return self.worker.run_once()

    def run_worker_until_idle(self, within: timedelta = timedelta(hours=2)) -> int:
        """Run the worker from one due time to the next; returns the number of scores then undelivered."""
        deadline = now() + within
        undelivered = self.run_worker()
        while undelivered and (due := self._next_due()) is not None and due <= deadline:
            self.clock.move_to(max(due, now()) + timedelta(milliseconds=1))
            undelivered = self.run_worker()
        return undelivered

    def _next_due(self) -> datetime | None:
        with self.school.database.reading() as db:
            due: datetime | None = db.execute(select(func.min(ScoreDelivery.__table__.c.next_attempt_at))).scalar()
        return due

    # What can be seen

    def gradebook_cell(self, person: str, activity: str) -> Result | None:
        """The platform's result for a person in an activity's line item."""
        return self.platform.gradebook[self.platform.activities[activity].line_item_id].get(person)

    def gradebook_points(self, person: str, course: str) -> tuple[int, int]:
        """The gradebook's score as done and total. The platform's own scale is 100."""
        total = len(self.pack(course).requirements_for(int(self.platform.courses[course].grade)))
        cell = self.gradebook_cell(person, WHOLE_PROGRAMME[course])
        return round((cell.score or 0) * total / 100) if cell else 0, total

    def record(self, person: str, course: str) -> dict[str, Any]:
        """A pupil in the class report."""
        return next(entry for entry in self.report(course)["pupils"] if entry["user_id"] == person)

    def report(self, course: str) -> dict[str, Any]:
        """The class report of a course of the first platform."""
        return self.school.report(CONTEXT[course])

    def delivery(self, person: str, course: str) -> dict[str, Any]:
        """The only score delivery of a pupil."""
        (delivery,) = self.record(person, course)["deliveries"]
        return dict(delivery)

    def person_id(self, sub: str) -> str:
        """Our id of a person of the first platform."""
        with self.school.database.reading() as db:
            people = Person.__table__.c
            return str(db.execute(select(people.id).where(people.sub == sub)).scalar_one())

    def request_count(self, *services: str) -> int:
        """How many requests for a service the platform has had."""
        return sum(entry.what in services for entry in self.platform.request_log)

    def class_rows(self) -> list[dict[str, Any]]:
        """The rows of all classes."""
        with self.school.database.reading() as db:
            return [dict(row) for row in db.execute(select(SchoolClass.__table__)).mappings()]

    def browser_at(self, address: str) -> FrameBrowser:
        """A new browser at the platform of an address (see connect_platform)."""
        browser = FrameBrowser.new_frame(self.school)
        browser.lms, browser.platform_address = self.network.hosts[httpx2.URL(address).host], address
        return browser

    def connect_platform(self, address: str, name: str) -> Platform:
        """A second platform of the same town, with the same people and numbers as the first."""
        app = create_demo_platform(address, TOOL)
        self.apps[httpx2.URL(address).host] = app
        self.network.connect(address, app)
        self.refresh_platform_keys()
        registration, platform = demo_registration(address), app.state.platform
        platform.http = self.school.tool_client()
        with self.school.database.transaction() as db:
            first = platform_store.all_platforms(db)[0]
            second = replace(
                first,
                platform_id="",
                name=name,
                issuer=registration.issuer,
                auth_url=registration.auth_url,
                token_url=registration.token_url,
                jwks_url=registration.jwks_url,
            )
            platform_store.save(db, second, [registration.deployment_id])
        connected: Platform = platform
        return connected

    def refresh_platform_keys(self) -> None:
        """Let launches fetch the keys of every platform that there is now."""
        client = httpx2.AsyncClient(transport=KeyTransport(self.apps))
        self.school.tool.state.careered.singletons[PlatformKeys] = PlatformKeys(client, now)


@contextmanager
def open_scenario(database_url: str, profile: str = "moodle", *, read: ReadPack | None = None) -> Iterator[Scenario]:
    """A town on a Monday morning; with the short lessons of the tests, or the packs as `read` reads them."""
    # The zone's rules are read before the clock is taken away: reading files needs none of it, but is slow.
    ZoneInfo("Europe/Helsinki")
    opened = school(database_url, profile=profile, read=read)
    with time_machine.travel(MONDAY, tick=False) as clock, opened as first_school:
        network = Network(clock)
        network.connect(LMS, first_school.lms)
        worker = Worker(first_school.settings, first_school.database, httpx2.Client(transport=network))
        scenario = Scenario(first_school, clock, network, worker, {httpx2.URL(LMS).host: first_school.lms})
        scenario.refresh_platform_keys()
        yield scenario


def done_of_total(page: Page) -> tuple[int, int]:
    """The first "done / of" on a page."""
    match = DONE_OF_TOTAL.search(page.main_text)
    assert match, page.main_text
    return int(match[1]), int(match[2])


def grid_cells(page: Page) -> dict[str, list[str]]:
    """The class page's grid: by name a pupil's requirements in words, then how many are done."""
    return {
        row.query("th bdi")[0].to_text(): [
            " ".join(cell.to_text().split()) for cell in (*row.query("td.t:not(.extra)"), *row.query("td.num")[:1])
        ]
        for row in page.all("table.grid tbody tr")
    }


def pupil_link(page: Page, name: str) -> str:
    """Where the name of a pupil leads on the class page."""
    rows = [row for row in page.all("table.grid tbody tr") if row.query("th bdi")[0].to_text() == name]
    (row,) = rows
    link: Any = row.query("th a")[0]
    return str(link.attrs["href"])


def add_line_item(platform: Platform, course: str, activity: str, number: str = "77") -> LineItem:
    """A teacher gives an activity a line item (again)."""
    title = platform.activities[activity].title
    item = platform.add_line_item(LineItem(number, course, title, 100.0, resource_link_id=activity))
    platform.activities[activity].line_item_id = number
    return item
