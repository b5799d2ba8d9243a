"""A school with two classes of invented pupils, and staff and pupils who look at pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient

from careered.app import all_routes
from careered.db.engine import Database
from careered.lessons.evidence_reader import evidence_of
from careered.lessons.kinds import registry
from careered.live.class_head import class_head
from careered.packs import store, version_store
from careered.packs.load import read_pack
from careered.progress import events
from careered.progress.events import StepDone
from careered.progress.evidence import EvidenceReader
from careered.roster.enrol import enrol_from_launch
from careered.roster.members import list_pupils
from careered.roster.roster_sync import RosterMember, store_roster
from careered.roster.scope import PupilScope, load_class_scope
from careered.settings import Settings
from careered.web.app_state import AppState
from careered.web.permissions import Role
from careered.web.request import HeadReader
from careered.web.session_cookies import COOKIE
from careered.web.sessions import open_session
from careered.web.threads import Threads
from careered.web.viewer import Viewer
from tests.support.enrolment import DEPLOYMENT, launch_identity

VALLEY_PACK = Path(__file__).parent / "valley"
TOOL = "https://careered.test"
SECRET = "for tests only: forty characters or more"


@dataclass
class Classroom:
    """One class: its people by name, and what they do."""

    app_state: AppState
    title: str
    context_id: str
    grade: int | None = 9
    id: str = ""
    people: dict[str, str] = field(default_factory=dict)

    def launches(self, name: str, role: Role = Role.PUPIL, *, shares_name: bool = True, sub: str = "") -> str:
        """Somebody opens careered from the platform. sub: of somebody who is in other classes, too."""
        arrival = launch_identity(
            "moodle",
            sub or f"{self.context_id}-{name}",
            self.context_id,
            name=name if shares_name else "",
            role=role.value,
            title=self.title,
            pack="valley-7-9",
            grade=self.grade,
        )
        with self.app_state.database.transaction() as db:
            enrolment = enrol_from_launch(db, arrival)
        self.id, self.people[name] = enrolment.class_id, enrolment.person_id
        return enrolment.person_id

    def receives_roster(self, *names: str) -> None:
        """The platform's list: exactly these pupils are in the course."""
        members = [RosterMember(f"{self.context_id}-{name}", name, "pupil", is_active=True) for name in names]
        with self.app_state.database.transaction() as db:
            store_roster(db, "town", self.id, "moodle", DEPLOYMENT, members, is_complete=True)

    def scope(self, name: str) -> PupilScope:
        """A pupil's place in the progress tables."""
        with self.app_state.database.reading() as db:
            class_scope = load_class_scope(db, self.app_state.get(store.PackStore), "town", self.id)
        assert class_scope is not None
        return class_scope.pupil(self.people[name])

    def completes(self, name: str, *steps: tuple[str, str, str], last: bool = False, **values: str) -> None:
        """A pupil hands in steps of (lesson, step, kind); `last`: the lesson is done with the last of them."""
        scope = self.scope(name)
        with self.app_state.database.transaction() as db:
            for lesson, step, kind in steps:
                events.record_lesson_start(db, scope, lesson)
                events.store_answer(db, scope, lesson, step, values, revision=1)
                events.record_step_done(
                    db, scope, StepDone(lesson, step, kind), completes_lesson=last and step == steps[-1][1]
                )

    def asks_for_help(self, name: str, why: str, lesson: str = "xv-1", step: str = "xv-1-visit") -> None:
        """A pupil ticks a box that tells staff."""
        with self.app_state.database.transaction() as db:
            events.store_answer(db, self.scope(name), lesson, step, {}, revision=1, help_reason=why)

    def finishes_paths(self, name: str, **values: str) -> None:
        """A pupil goes through the whole lesson on Paths."""
        self.completes(name, ("xv-1", "xv-1-visit", "visit"), ("xv-1", "xv-1-reflect", "reflect"), last=True, **values)

    def session_of(self, name: str, role: Role = Role.TEACHER, *, lang: str = "en", cookies: bool = True) -> str:
        """A session of somebody of this class: its token."""
        viewer = Viewer(
            token="",
            keeps_cookies=cookies,
            organisation_id="town",
            platform_id="moodle",
            platform_name="Moodle",
            person_id=self.people[name],
            class_id=self.id,
            role=role,
            persists=True,
            name=name,
            lang=lang,
            lesson_id="",
            origins=("https://moodle.example.org",),
            languages=("fi", "sv", "en"),
        )
        with self.app_state.database.transaction() as db:
            return open_session(db, viewer).token

    def browser_of(self, name: str, role: Role = Role.TEACHER, *, lang: str = "en", cookies: bool = True) -> TestClient:
        """A browser in which somebody of this class has a session."""
        token = self.session_of(name, role, lang=lang, cookies=cookies)
        cookie_header = {"cookie": f"{COOKIE}={token}"} if cookies else {}
        app = Starlette(routes=all_routes())
        app.state.careered = self.app_state
        headers = {"x-careered-session": token, **cookie_header}
        return TestClient(app, base_url=TOOL, headers=headers, follow_redirects=False)


@contextmanager
def valley_app_state(database_url: str) -> Iterator[AppState]:
    """A house with the Valley's pack in a fresh database."""
    settings = Settings(base_url=TOOL, secret_key=SECRET, database_url=database_url)
    database, loaded = Database(settings.sqlalchemy_url), read_pack(VALLEY_PACK, registry())
    assert loaded.pack is not None
    with database.transaction() as db:
        version_store.save_pack(db, loaded.files, loaded.pack)
    app_state = AppState(settings, database, Threads(1, "dashboard"))
    app_state.singletons = {
        store.PackStore: store.PackStore(registry()),
        EvidenceReader: EvidenceReader(evidence_of),
        HeadReader: HeadReader(class_head),
    }
    yield app_state
    app_state.threads.shutdown()
    app_state.heavy.shutdown()
    database.engine.dispose()


def class_8b(app_state: AppState) -> Classroom:
    """8B: a teacher, Aino who has finished a lesson, Väinö who has begun one, and Siiri who never came."""
    classroom = Classroom(app_state, "8B", "course-8b")
    classroom.launches("Opo Lehto", Role.TEACHER)
    classroom.launches("Aino Mäkelä")
    classroom.launches("Väinö Öhman")
    classroom.receives_roster("Aino Mäkelä", "Väinö Öhman", "Siiri Åkerblom")
    classroom.people["Siiri Åkerblom"] = _person_id(classroom, "Siiri Åkerblom")
    classroom.finishes_paths("Aino Mäkelä", task_a="Lentokonemekaanikko", text="Salainen unelma on ihan muu")
    classroom.completes("Väinö Öhman", ("xv-1", "xv-1-visit", "visit"), task_a="Lukio")
    return classroom


def _person_id(classroom: Classroom, name: str) -> str:
    with classroom.app_state.database.reading() as db:
        return next(pupil.id for pupil in list_pupils(db, "town", classroom.id) if pupil.name == name)
