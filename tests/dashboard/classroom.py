"""A school with two classes of invented pupils, and staff and pupils who look at pages."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient

from careered.app import all_routes
from careered.db.engine import Database
from careered.lessons.evidence import evidence_of
from careered.lessons.kinds import registry
from careered.packs import store
from careered.packs.load import read_pack
from careered.progress import record
from careered.progress.evidence import EvidenceReader
from careered.progress.record import StepDone
from careered.roster.arrive import Arrival, arrive
from careered.roster.read import pupils
from careered.roster.scope import Where, course_of
from careered.roster.sync import Listed, take_over
from careered.settings import Settings
from careered.web.edge import House
from careered.web.permissions import Role
from careered.web.sessions import COOKIE, open_session
from careered.web.viewer import Viewer

VALLEY = Path(__file__).parent / "valley"
TOOL = "https://careered.test"
SECRET = "for tests only: forty characters or more"


@dataclass
class Classroom:
    """One class: its people by name, and what they do."""

    house: House
    title: str
    context_id: str
    grade: int | None = 9
    id: str = ""
    people: dict[str, str] = field(default_factory=dict)

    def comes(self, name: str, role: Role = Role.PUPIL, *, shares_name: bool = True) -> str:
        """Somebody opens careered from the platform for the first time."""
        arrival = Arrival(
            organisation_id="town",
            platform_id="moodle",
            platform_name="Moodle",
            sub=f"{self.context_id}-{name}",
            name=name if shares_name else "",
            role=role.value,
            context_id=self.context_id,
            class_title=self.title,
            pack_id="valley-7-9",
            grade=self.grade,
        )
        with self.house.database.write() as db:
            arrived = arrive(db, arrival)
        self.id, self.people[name] = arrived.class_id, arrived.person_id
        return arrived.person_id

    def list_arrives(self, *names: str) -> None:
        """The platform's list: exactly these pupils are in the course."""
        listed = [Listed(f"{self.context_id}-{name}", name, "pupil", active=True) for name in names]
        with self.house.database.write() as db:
            take_over(db, "town", self.id, "moodle", listed)

    def where(self, name: str) -> Where:
        """A pupil's place in the progress tables."""
        with self.house.database.read() as db:
            course = course_of(db, self.house.get(store.Shelf), "town", self.id)
        assert course is not None
        return course.where(self.people[name])

    def does(self, name: str, *steps: tuple[str, str, str], last: bool = False, **values: str) -> None:
        """A pupil hands in steps of (lesson, step, kind); `last`: the lesson is done with the last of them."""
        where = self.where(name)
        with self.house.database.write() as db:
            for lesson, step, kind in steps:
                record.lesson_started(db, where, lesson)
                record.save_answer(db, where, lesson, step, values, revision=1)
                record.step_done(db, where, StepDone(lesson, step, kind), last=last and step == steps[-1][1])

    def asks_for_help(self, name: str, why: str, lesson: str = "xv-1", step: str = "xv-1-visit") -> None:
        """A pupil ticks a box that tells staff."""
        with self.house.database.write() as db:
            record.save_answer(db, self.where(name), lesson, step, {}, revision=1, help_wanted=why)

    def finishes_paths(self, name: str, **values: str) -> None:
        """A pupil goes through the whole lesson on Paths."""
        self.does(name, ("xv-1", "xv-1-visit", "visit"), ("xv-1", "xv-1-reflect", "reflect"), last=True, **values)

    def looks(self, name: str, role: Role = Role.TEACHER, *, lang: str = "en", cookies: bool = True) -> TestClient:
        """A browser in which somebody of this class has a session."""
        viewer = Viewer(
            token="",
            cookies=cookies,
            organisation_id="town",
            platform_id="moodle",
            platform_name="Moodle",
            person_id=self.people[name],
            class_id=self.id,
            role=role,
            saves=True,
            name=name,
            lang=lang,
            lesson_id="",
            origins=("https://moodle.example.org",),
            languages=("fi", "sv", "en"),
        )
        with self.house.database.write() as db:
            token = open_session(db, viewer).token
        secret = {"cookie": f"{COOKIE}={token}"} if cookies else {}
        app = Starlette(routes=all_routes())
        app.state.house = self.house
        headers = {"x-careered-session": token, **secret}
        return TestClient(app, base_url=TOOL, headers=headers, follow_redirects=False)


@contextmanager
def valley(database_url: str) -> Iterator[House]:
    """A house with the Valley's pack in a fresh database."""
    settings = Settings(base_url=TOOL, secret_key=SECRET, database_url=database_url)
    database, read = Database(settings.database), read_pack(VALLEY, registry())
    assert read.pack is not None
    with database.write() as db:
        store.load(db, read.files, read.pack)
    house = House(settings, database, ThreadPoolExecutor(1))
    house.parts = {store.Shelf: store.Shelf(registry()), EvidenceReader: EvidenceReader(evidence_of)}
    yield house
    house.threads.shutdown()
    database.engine.dispose()


def class_8b(house: House) -> Classroom:
    """8B: a teacher, Aino who has finished a lesson, Väinö who has begun one, and Siiri who never came."""
    room = Classroom(house, "8B", "course-8b")
    room.comes("Opo Lehto", Role.TEACHER)
    room.comes("Aino Mäkelä")
    room.comes("Väinö Öhman")
    room.list_arrives("Aino Mäkelä", "Väinö Öhman", "Siiri Åkerblom")
    room.people["Siiri Åkerblom"] = _person(room, "Siiri Åkerblom")
    room.finishes_paths("Aino Mäkelä", task_a="Lentokonemekaanikko", text="Salainen unelma on ihan muu")
    room.does("Väinö Öhman", ("xv-1", "xv-1-visit", "visit"), task_a="Lukio")
    return room


def _person(room: Classroom, name: str) -> str:
    with room.house.database.read() as db:
        return next(one.id for one in pupils(db, "town", room.id) if one.name == name)
