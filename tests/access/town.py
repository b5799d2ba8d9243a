"""The town of the matrix: three pupils with traces in one class; other classes, deployments and organisations."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select

from careered.boards import store as boards
from careered.roster.tables import ClassGroup
from careered.web import sessions
from careered.web.app_state import AppState
from tests.access.neighbours import add_neighbours, add_what_waits_for_administrators
from tests.access.rehearsal import Rehearsal
from tests.access.traces import CONFIRMED, LESSON, OPEN_STEP, WORDS, Victim, found, leave_traces, post, token_of
from tests.access.visitors import Visitor, come_in
from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import FINLAND, Scenario, open_scenario

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """Where a visitor is: person, class, and a board of that class; "" for who is in none."""

    person_id: str = ""
    class_id: str = ""
    board_id: str = ""


@dataclass(frozen=True)
class Town:
    """The town, and everything with an id in it. here: the three pupils' class. platform_ids: by organisation."""

    scenario: Scenario
    rehearsal: Rehearsal
    victims: Sequence[Victim]
    here: Place
    group_id: str
    platform_ids: Mapping[str, str]
    browsers: Mapping[Visitor, FrameBrowser]
    places: Mapping[Visitor, Place]

    def token(self, visitor: Visitor) -> str:
        """The token of a visitor's session; "" without one."""
        return token_of(self.browsers[visitor])


@contextmanager
def open_town(database_url: str) -> Iterator[Town]:
    """The town, in which everybody has arrived and nothing changes any more: what is asked is undone."""
    with open_scenario(database_url) as scenario:
        platform_ids = add_neighbours(scenario)
        teacher = come_in(scenario, Visitor.TEACHER)
        here = _place(scenario, teacher, {})
        victims = _victims(scenario, here.board_id)
        group_id = _attend(scenario, teacher, here.class_id, victims)
        scenario.run_worker()
        victims = [found(scenario, victim) for victim in victims]
        browsers = {visitor: come_in(scenario, visitor) for visitor in Visitor}
        known = {here.class_id: here.board_id}
        places = {visitor: _place(scenario, browser, known) for visitor, browser in browsers.items()}
        add_what_waits_for_administrators(scenario, platform_ids, here.person_id)
        rehearsal = Rehearsal(scenario.school.database)
        app_state: AppState = scenario.school.tool.state.careered
        replaced = app_state.database
        app_state.database, app_state._in_database_thread = rehearsal, _at_once  # type: ignore[method-assign]
        yield Town(scenario, rehearsal, victims, here, group_id, platform_ids, browsers, places)
        replaced.engine.dispose()  # the application closes what it has at its end: the stand-in


async def _at_once(work: Callable[[], T]) -> T:
    """In the place of a database thread: one request at a time needs no other thread, and is quicker."""
    return work()


def _place(scenario: Scenario, browser: FrameBrowser, known: dict[str, str]) -> Place:
    """Where a browser's session is; `known` boards by class, where a missing one is added."""
    with scenario.school.database.transaction() as db:
        viewer = sessions.find_viewer(db, token_of(browser), keeps_cookies=True)
        if viewer is None or not viewer.class_id:
            return Place(viewer.person_id if viewer else "")
        if viewer.class_id not in known:
            key = viewer.organisation_id, viewer.class_id
            known[viewer.class_id] = boards.create(db, *key, "findings", "A board", moderated=False)
        return Place(viewer.person_id, viewer.class_id, known[viewer.class_id])


def _victims(scenario: Scenario, board_id: str) -> list[Victim]:
    """Three pupils, one after the other: each leaves traces in a minute of the own."""
    numbers = scenario.people(FINLAND)
    victims = [Victim(number, word, minute) for number, (word, minute) in zip(numbers, WORDS.items(), strict=False)]
    scenario.advance(minutes=1)
    for victim in victims:
        scenario.advance(minutes=6)
        leave_traces(scenario, victim, board_id)
    scenario.advance(minutes=6)  # what the worker and those who look do now has another minute
    return victims


def _attend(scenario: Scenario, teacher: FrameBrowser, class_id: str, victims: Sequence[Victim]) -> str:
    """The teacher groups the three, confirms and comments what they did, and begins a lesson; the group's id."""
    people, here = [scenario.person_id(victim.number) for victim in victims], f"/teacher/class/{class_id}"
    post(teacher, f"{here}/groups/save", name="Aamuryhmä", pupil=people)
    post(teacher, f"{here}/attestations/create", what=CONFIRMED, pupil=people)
    post(teacher, f"{here}/live-lesson/start", lesson=LESSON, minutes="45")
    post(teacher, f"{here}/live-lesson/exit-ticket", question="found")
    for victim, person_id in zip(victims, people, strict=True):
        comment = {"lesson": LESSON, "step": OPEN_STEP, "text": victim.text("open")}
        post(teacher, f"/teacher/pupil/{person_id}/comment", **comment)
        post(teacher, f"/teacher/pupil/{person_id}/talked", agreed=victim.text("agreed"))
    with scenario.school.database.reading() as db:
        return str(db.execute(select(ClassGroup.__table__.c.id)).scalar_one())
