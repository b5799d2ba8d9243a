"""The people of the pages' rows: a counsellor with 12 classes of 290 pupils, and their sessions, put into the store.

The first class has 25 pupils with something to see: each has done some of the lessons. All others have begun one; so
many of them as `enders` have one card of it left.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from bench.server import ROOT
from bench.sessions import opened
from careered.db.engine import Database
from careered.lessons.kinds import registry
from careered.packs.load import read_pack
from careered.packs.models import Lesson, Pack
from careered.packs.store import PackStore
from careered.progress import events
from careered.progress.events import StepDone
from careered.roster.enrol import EnrolmentResult, LaunchIdentity, enrol_from_launch
from careered.roster.keys import ClassKey, PersonKey
from careered.roster.scope import PupilScope, load_class_scope
from careered.settings import Settings
from careered.web.permissions import Role

SIZES = (25, 25, *[24] * 10)
LESSON, CHOICE = "fi-8", "few"
CHOICES = {LESSON: CHOICE, "fi-4": "ten"}
"""An option of the first card, of the lessons that begin with a choice; the others begin with a card to read."""
TOWN, PLATFORM, DEPLOYMENT = "town", "m", "1"


@dataclass(frozen=True)
class Visitor:
    """Somebody with a session: the secret in it."""

    token: str
    class_id: str


@dataclass(frozen=True)
class Beginning:
    """A pupil of the first class begins a lesson, which is new in the grid. choice: "" of a card to read."""

    pupil: Visitor
    lesson: str
    card: str
    choice: str


@dataclass(frozen=True)
class School:
    """Who is there. fresh: have begun a lesson. enders: have one card left of it."""

    teacher: Visitor
    beginnings: list[Beginning]
    fresh: list[Visitor]
    enders: list[Visitor]


def fill(environment: Mapping[str, str], enders: int, organisation_id: str = TOWN) -> School:
    """Put everybody into the store of these settings (careered's, as environment variables)."""
    settings = Settings(
        base_url=environment["CAREERED_BASE_URL"],
        data_dir=Path(environment["CAREERED_DATA_DIR"]),
        database_url=environment.get("CAREERED_DATABASE_URL", ""),
        secret_key=environment["CAREERED_SECRET_KEY"],
        allow_loopback=True,
    )
    pack = read_pack(ROOT / "content" / "finland", registry()).pack
    assert pack
    database = Database(settings.sqlalchemy_url)
    with database.transaction() as db:
        found = _Filling(db, pack, organisation_id).school(enders)
    database.engine.dispose()
    return found


class _Filling:
    def __init__(self, db: Connection, pack: Pack, organisation_id: str) -> None:
        self._db, self._pack, self._packs = db, pack, PackStore(registry())
        self._place = (organisation_id, PLATFORM, DEPLOYMENT)

    def school(self, enders: int) -> School:
        """Everybody."""
        classes = [self._class(number, size) for number, size in enumerate(SIZES)]
        teachers = [self._arrives(f"c{number}", "teacher", Role.TEACHER) for number in range(len(SIZES))]
        for number, pupil in enumerate(classes[0]):
            for lesson in self._pack.lessons[: number % 9]:
                self._does(pupil, lesson, len(lesson.steps))
        rest = [pupil for members in classes[1:] for pupil in members]
        begun = self._pack.lesson(LESSON)
        assert begun
        for number, pupil in enumerate(rest):
            self._does(pupil, begun, len(begun.steps) - 1 if number < enders else 0)
        return School(
            self._visits(teachers[0], Role.TEACHER),
            [one for number, pupil in enumerate(classes[0]) for one in self._beginnings(pupil, number % 9)],
            [self._visits(pupil, Role.PUPIL) for pupil in rest[enders:]],
            [self._visits(pupil, Role.PUPIL) for pupil in rest[:enders]],
        )

    def _beginnings(self, pupil: EnrolmentResult, done: int) -> Iterator[Beginning]:
        visitor, lessons = self._visits(pupil, Role.PUPIL), self._pack.lessons
        seen = {requirement for lesson in lessons[:done] for requirement in lesson.requirements}
        for lesson in lessons[done:]:
            if not seen.issuperset(lesson.requirements):
                yield Beginning(visitor, lesson.id, lesson.steps[0].id, CHOICES.get(lesson.id, ""))
            seen.update(lesson.requirements)

    def _class(self, number: int, size: int) -> list[EnrolmentResult]:
        return [self._arrives(f"c{number}", f"{number}-{pupil}", Role.PUPIL) for pupil in range(size)]

    def _arrives(self, course: str, sub: str, role: Role) -> EnrolmentResult:
        keys = ClassKey(*self._place, course), PersonKey(*self._place, sub)
        identity = LaunchIdentity(
            *keys, "Koulu", name=f"Aava {sub}", role=role.value, class_title=course, pack_id=self._pack.id, grade=None
        )
        return enrol_from_launch(self._db, identity)

    def _does(self, pupil: EnrolmentResult, lesson: Lesson, steps: int) -> None:
        scope = self._scope(pupil)
        events.record_lesson_start(self._db, scope, lesson.id)
        for step in lesson.steps[:steps]:
            done = StepDone(lesson.id, step.id, step.kind)
            events.record_step_done(self._db, scope, done, completes_lesson=step is lesson.steps[-1])

    def _scope(self, pupil: EnrolmentResult) -> PupilScope:
        scope = load_class_scope(self._db, self._packs, self._place[0], pupil.class_id)
        assert scope
        return scope.pupil(pupil.person_id)

    def _visits(self, arrived: EnrolmentResult, role: Role) -> Visitor:
        session = opened(self._db, self._place[:2], arrived.person_id, role, arrived.class_id, self._pack.languages)
        return Visitor(session.token, arrived.class_id)
