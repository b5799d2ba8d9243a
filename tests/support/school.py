"""A school in one process: the tool and the demo platform, talking to each other without a socket."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import insert
from starlette.applications import Starlette
from starlette.testclient import TestClient

from careered.app import create_app
from careered.cli.demo import national_pack_folders
from careered.clock import now
from careered.db.engine import Database
from careered.lessons.kinds import registry
from careered.lti import platform_store
from careered.lti.platform import Registration
from careered.lti.registration.safe_http import Fetcher
from careered.packs import store, version_store
from careered.packs.load import PackReadResult, read_pack
from careered.packs.models import Pack
from careered.reports.class_report import build_class_report, resolve_class
from careered.roster.scope import with_pack
from careered.roster.tables import Organisation
from careered.settings import Settings
from careered.worker import Worker
from demo_platform.app import create_demo_platform
from demo_platform.people import Role
from demo_platform.platform import DemoPlatform as Platform
from demo_platform.registration import registration as demo_registration
from tests.support.short_lessons import short_pack

TOOL, LMS = "https://careered.test", "https://school.test"
SECRET = "for tests only: forty characters or more"
ReadPack = Callable[[Path], PackReadResult]


@dataclass
class School:
    """The tool, the platform, and what a test wants to look into."""

    tool: Starlette
    lms: Starlette
    settings: Settings
    database: Database
    packs: dict[str, Pack]
    service_client: httpx2.Client

    @property
    def platform(self) -> Platform:
        """The demo platform's inside."""
        platform: Platform = self.lms.state.platform
        return platform

    def tool_client(self, **headers: str) -> TestClient:
        """A browser's connection to the tool, with cookies of its own."""
        return TestClient(self.tool, base_url=TOOL, headers=headers, follow_redirects=False)

    def lms_client(self) -> TestClient:
        """A browser's connection to the platform."""
        return TestClient(self.lms, base_url=LMS, follow_redirects=False)

    def run_worker(self) -> int:
        """Let the worker deliver and fetch all that is due; how many scores are still on their way."""
        return Worker(self.settings, self.database, self.service_client).drain()

    def run_worker_once(self) -> None:
        """Let the worker do what is asked for seldom too, such as checking a connection."""
        Worker(self.settings, self.database, self.service_client).run_once()

    def report(self, context_id: str, lang: str = "en") -> dict[str, Any]:
        """The class report, as the command prints it."""
        with self.database.reading() as db:
            class_info = resolve_class(db, context_id)
            scope = with_pack(db, store.PackStore(registry()), class_info) if class_info else None
            assert scope is not None
            return build_class_report(db, scope, lang, self.settings.secret)


async def public_names(_host: str) -> list[str]:
    """Every name of the tests leads to one public address; nobody's name server is asked."""
    return ["93.184.215.14"]


def pupils_of(platform: Platform, course_id: str) -> list[str]:
    """The numbers of the pupils of a course."""
    return [person.id for person in platform.members(course_id) if person.roles[course_id] is Role.LEARNER]


def activities_of(platform: Platform, course_id: str) -> list[str]:
    """The activities of a course: the whole programme first, then the one bound to a lesson."""
    return [activity.id for activity in platform.activities.values() if activity.course_id == course_id]


@contextmanager
def school(
    database_url: str, *, profile: str = "moodle", worker: bool = False, read: ReadPack | None = None
) -> Iterator[School]:
    """A school with both packs loaded, and the demo platform connected.

    read: how a pack is read from its folder; by default its lessons are short ones, see short_lessons.
    """
    settings = Settings(base_url=TOOL, database_url=database_url, secret_key=SECRET)
    database = Database(settings.sqlalchemy_url)
    packs = _load_packs(database, read or _read_short)
    lms = create_demo_platform(LMS, TOOL, profile=profile)
    _connect(database)
    keys = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=lms), base_url=LMS)
    tool = create_app(settings, http=keys, worker=worker)
    tool.state.careered.singletons[Fetcher] = Fetcher(keys, allow_loopback=False, resolver=public_names)
    services = TestClient(lms, base_url=LMS)
    with TestClient(tool, base_url=TOOL) as tool_client:
        lms.state.platform.http = tool_client
        yield School(tool, lms, settings, database, packs, services)
    database.engine.dispose()


def _load_packs(database: Database, read: ReadPack) -> dict[str, Pack]:
    packs = {}
    for folder in national_pack_folders():
        result = read(folder)
        assert result.pack, [str(problem) for problem in result.problems]
        with database.transaction() as db:
            version_store.save_pack(db, result.files, result.pack)
        packs[result.pack.country] = result.pack
    return packs


@cache
def read_real(folder: Path) -> PackReadResult:
    """A national pack as schools are given it."""
    return read_pack(folder, registry())


@cache
def _read_short(folder: Path) -> PackReadResult:
    return short_pack(folder)


def _connect(database: Database) -> None:
    demo_platform = demo_registration(LMS)
    with database.transaction() as db:
        db.execute(insert(Organisation.__table__).values(organisation_id="town", name="Town", created_at=now()))
        registration = Registration(
            organisation_id="town",
            platform_id="",
            name="Moodle",
            issuer=demo_platform.issuer,
            client_id=demo_platform.client_id,
            auth_url=demo_platform.auth_url,
            token_url=demo_platform.token_url,
            jwks_url=demo_platform.jwks_url,
            family="moodle",
            country="fi",
        )
        platform_store.save(db, registration, [demo_platform.deployment_id])
