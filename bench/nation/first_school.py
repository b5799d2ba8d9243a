"""The school that the nation is copied from, stored by careered's own functions: every row is as it makes it."""

from typing import Any

from sqlalchemy import Connection, delete, insert, update

from bench.nation.size import GRADES, Size
from careered.boards import posts
from careered.boards import store as boards
from careered.clock import now
from careered.packs.models import Lesson, Pack
from careered.packs.store import PackStore
from careered.progress import events
from careered.progress.events import StepDone
from careered.progress.outbox.line_items import REQUIREMENTS_METRIC, add_line_item
from careered.progress.tables import ScoreDelivery
from careered.questions import store as questions
from careered.roster.enrol import LaunchIdentity, enrol_from_launch
from careered.roster.keys import ClassKey, PersonKey
from careered.roster.scope import PupilScope, load_class_scope
from careered.roster.tables import School, SchoolClass
from careered.statistics import class_counts
from careered.statistics.tables import StaleClass

PLATFORM, SCHOOL, ANSWERED_EVERY = "m0", "s0", 3
WRITTEN = {"text": "Haluan nähdä, millaista työ on päivästä toiseen, ja kysyä siltä, joka tekee sitä jo."}
_classes, _deliveries, _stale = SchoolClass.__table__, ScoreDelivery.__table__, StaleClass.__table__


class FirstSchool:
    """Fills a database that has the pack and its platform."""

    def __init__(self, db: Connection, pack: Pack, packs: PackStore, organisation_id: str) -> None:
        self._db, self._pack, self._packs = db, pack, packs
        self._place = (organisation_id, PLATFORM, "1")

    def store(self, size: Size) -> None:
        """A class of each grade with what their pupils have done and sent; the counts of each kept."""
        school = {"organisation_id": self._place[0], "id": SCHOOL, "code": "00000", "name": "Koulu"}
        self._db.execute(insert(School.__table__).values(**school, created_at=now()))
        for grade in GRADES:
            self._class(f"{grade}A", grade, size.pupils)
        self._db.execute(update(_classes).where(_classes.c.platform_id == PLATFORM).values(school_id=SCHOOL))
        sent = {"state": "delivered", "next_attempt_at": None, "delivered_at": now()}
        sent |= {"delivered_score": _deliveries.c.desired_score, "delivered_maximum": _deliveries.c.score_maximum}
        self._db.execute(update(_deliveries).values(**sent))
        while class_counts.keep_stale_counts(self._db):
            pass
        self._db.execute(delete(_stale))

    def _class(self, title: str, grade: int, size: int) -> None:
        class_id = self._arrives(title, f"{title}-t", "teacher", grade)[0]
        key = {"resource_link_id": "31", "metric": REQUIREMENTS_METRIC, "label": "Ammatit ja opinnot"}
        add_line_item(self._db, self._place[0], class_id, **key, line_item_url=f"https://lms.example/items/{title}")
        scope = load_class_scope(self._db, self._packs, self._place[0], class_id)
        assert scope
        pupils = [self._arrives(title, f"{title}-{number}", "pupil", grade)[1] for number in range(size)]
        for number, person_id in enumerate(pupils):
            self._works(scope.pupil(person_id), number)
        self._writes_on_a_board(class_id, pupils)

    def _arrives(self, title: str, sub: str, role: str, grade: int) -> tuple[str, str]:
        keys = ClassKey(*self._place, title), PersonKey(*self._place, sub)
        words: dict[str, Any] = {"name": f"Aava {sub}", "role": role, "class_title": title, "grade": grade}
        arrived = enrol_from_launch(self._db, LaunchIdentity(*keys, "Koulu", **words, pack_id=self._pack.id))
        return arrived.class_id, arrived.person_id

    def _works(self, scope: PupilScope, number: int) -> None:
        """None to three lessons, and as many steps of the next one."""
        whole = number % 4
        for lesson in self._pack.lessons[:whole]:
            self._does(scope, lesson, len(lesson.steps))
        self._does(scope, self._pack.lessons[whole], number % 3)

    def _does(self, scope: PupilScope, lesson: Lesson, steps: int) -> None:
        for place, step in enumerate(lesson.steps[:steps]):
            done = StepDone(lesson.id, step.id, step.kind, correct=1, total=1)
            ends = step is lesson.steps[-1]
            if place % ANSWERED_EVERY:
                events.record_step_done(self._db, scope, done, starts_lesson=True, completes_lesson=ends)
            else:
                events.submit_step(self._db, scope, done, WRITTEN, help_reason="", completes_lesson=ends)

    def _writes_on_a_board(self, class_id: str, pupils: list[str]) -> None:
        """A board with a post of each second pupil, a vote and a report; and a question."""
        of_class = self._place[0], class_id
        board_id = boards.create(self._db, *of_class, "findings", "Mitä löysit?", moderated=False)
        board = boards.find_board(self._db, *of_class, board_id)
        assert board
        for person_id in pupils[::2]:
            posts.create(self._db, board, person_id, "Lähihoitajia tarvitaan joka kunnassa.")
        first = boards.list_posts(self._db, board)[0]
        for kind in (boards.VOTE, boards.REPORT):
            posts.react(self._db, board, pupils[-1], first.id, kind)
        questions.create(self._db, *of_class, pupils[0], "Voiko lukiosta vaihtaa ammattikouluun?")
