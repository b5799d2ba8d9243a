"""What the pages of the bench cost, in counts: a count that rises fails here and is named. Never times.

Whoever makes a page cheaper lowers its line. As in `make bench`: somebody who comes back, a card not answered yet, an
answer, a class of 25, a desk, an open class page that asks whether anything has changed.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
import time_machine
from httpx2 import Response

from careered.clock import now
from careered.packs.store import PackStore
from careered.web.app_state import AppState
from careered.web.permissions import Role
from tests.lessons.factories import BAY_PACK, HarbourSchool, Visitor, harbour_school
from tests.support.counters import hops_counted, statements_of, templates_drawn
from tests.support.databases import fresh
from tests.support.pages import Page
from tests.support.people import Browser
from tests.support.school import activities_of, pupils_of, school

PUPILS = 25
PARTIAL = {"hx-request": "true", "hx-request-type": "partial"}
STEPS = "/lessons/xb-1/steps"
CARDS = {"routes": "", "before": "none", "claim": "may_apply", "doors": "", "now": "know"}
"""The lesson's cards with what is answered."""
SORTED = {"item-exam": "upper", "item-workplace": "vocational", "item-apply": "both"}
"""The right answer to the first card of xb-3, which no requirement counts: it begins and finishes none."""


@dataclass(frozen=True)
class Most:
    """The most that an exchange may take. hops: waits for a database thread; kilobytes: of the answer, by 1,024."""

    statements: int
    templates: int
    hops: int
    kilobytes: float


PUPILS_PAGES = {
    "empty exchange": Most(0, 0, 0, 0.1),
    "first page": Most(1, 0, 0, 8),
    "card": Most(1, 0, 0, 6.5),
    "answer": Most(3, 0, 1, 0),
    "answer that begins a requirement": Most(3, 0, 1, 0),
    "answer that ends the lesson": Most(3, 0, 1, 0),
}
STAFF_PAGES = {
    "class page drawn anew": Most(1, 0, 0, 51),
    "class page": Most(1, 0, 0, 51),
    "unchanged poll": Most(1, 0, 0, 0),
    "desk": Most(2, 0, 0, 10),
}
LIVE_PAGES = {
    "page of a running lesson": Most(1, 9, 0, 11),
    "its unchanged poll": Most(1, 0, 0, 0),
    "the wall's unchanged poll": Most(1, 0, 0, 0),
    "a pupil's unchanged poll": Most(1, 0, 0, 0),
}
LOGIN, LAUNCH = Most(1, 0, 1, 0), Most(4, 0, 2, 0)


@pytest.fixture(scope="module")
def bay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HarbourSchool]:
    """A school with lessons of cards."""
    folder = tmp_path_factory.mktemp("bay")
    with fresh("sqlite", folder) as url, harbour_school(url, BAY_PACK) as here:
        keep_packs_known(here.app.state.careered)
        yield here


def keep_packs_known(app_state: AppState) -> None:
    """Which packs are current is asked again every few seconds: by two statements that no page is to blame for."""
    vars(app_state.get(PackStore))["_clock"] = lambda: 0.0


@pytest.fixture(scope="module")
def pupils(bay: HarbourSchool) -> list[Visitor]:
    """A class of 25; each has begun a lesson."""
    everybody = [bay.visitor(f"pupil-{number}", name=f"Aino {number}") for number in range(PUPILS)]
    for one in everybody:
        one.post("/lessons/xb-1/start")
    return everybody


@pytest.fixture(scope="module")
def teacher(bay: HarbourSchool, pupils: list[Visitor]) -> Visitor:
    """The class's teacher."""
    return bay.visitor("teacher", name="Opo Lehto", role=Role.TEACHER)


def hands_in(pupil: Visitor, card: str) -> Response:
    """A card is answered, or left behind."""
    return pupil.post(f"{STEPS}/{card}", {"choice": CARDS[card]} if CARDS[card] else {})


def before(name: str, pupil: Visitor) -> None:
    """What has happened when the exchange begins."""
    done = {"answer that begins a requirement": ["routes"], "answer that ends the lesson": list(CARDS)[:-1]}
    for card in done.get(name, []):
        hands_in(pupil, card)


def exchange(name: str, visitor: Visitor) -> Response:
    """An exchange of the tables above."""
    class_page = f"/teacher/class/{visitor.viewer.class_id}"
    paths = {"empty exchange": "/healthz", "first page": "/lessons", "card": "/lessons/xb-1/routes", "desk": "/desk"}
    if name == "answer":
        return visitor.post("/lessons/xb-3/steps/schools", SORTED)
    if name.startswith("answer"):
        return hands_in(visitor, "now" if "ends" in name else "before")
    return visitor.client.get(paths.get(name, class_page))


def polls(teacher: Visitor) -> Callable[[], Response]:
    """What an open class page asks every few seconds."""
    page = teacher.client.get(f"/teacher/class/{teacher.viewer.class_id}").text
    address = re.search(r'id="live"[^>]* hx-get="([^"]*)"', page)
    assert address
    return lambda: teacher.client.get(unescape(address[1]), headers=PARTIAL)


def assert_no_more(app_state: AppState, do: Callable[[], Response], most: Most) -> None:
    """An exchange takes no more than it may; else its statements and templates are named."""
    with ExitStack() as stack:
        statements = stack.enter_context(statements_of(app_state.database))
        drawn, hops = stack.enter_context(templates_drawn()), stack.enter_context(hops_counted())
        answer = do()
    assert answer.status_code in {200, 204, 302, 303}
    found = Most(len(statements), len(drawn), len(hops), round(len(answer.content) / 1024, 1))
    more = [name for name, value in vars(found).items() if value > vars(most)[name]]
    assert more == [], "\n".join([str(found), *statements, *drawn])


@pytest.mark.parametrize("name", PUPILS_PAGES)
def test_a_pupils_exchange_takes_no_more_than_it_may(bay: HarbourSchool, pupils: list[Visitor], name: str) -> None:
    for pupil in pupils[:2]:
        before(name, pupil)
    exchange(name, pupils[0])  # as on any day after the first
    assert_no_more(bay.app.state.careered, lambda: exchange(name, pupils[1]), PUPILS_PAGES[name])


def test_the_last_answer_ends_the_lesson(bay: HarbourSchool) -> None:
    pupil = bay.visitor("last", name="Last One")
    for card in CARDS:
        hands_in(pupil, card)
    assert bay.events("lesson_done", person_id=pupil.viewer.person_id) == 1


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_a_teachers_page_takes_no_more_than_it_may(
    bay: HarbourSchool, pupils: list[Visitor], teacher: Visitor, name: str
) -> None:
    exchange(name, teacher)
    if name == "class page drawn anew":
        pupils[2].post("/lessons/xb-2/start")
    do = polls(teacher) if name == "unchanged poll" else lambda: exchange(name, teacher)
    assert_no_more(bay.app.state.careered, do, STAFF_PAGES[name])


@pytest.fixture
def live_lesson(teacher: Visitor, pupils: list[Visitor]) -> Iterator[str]:
    """The address of a lesson that the class does together, as long as the test runs. Two pupils have asked.

    No minute passes meanwhile: the page says how many are left.
    """
    path = f"/teacher/class/{teacher.viewer.class_id}/live-lesson"
    with time_machine.travel(now(), tick=False):
        teacher.post(f"{path}/start", {"lesson": "xb-1", "minutes": "45"})
        for pupil in pupils[3:5]:
            pupil.post("/questions/create", {"text": "Where?", "way": "named"})
        yield path
        teacher.post(f"{path}/end")


def polls_of_live(name: str, page: Visitor, path: str) -> Callable[[], Response]:
    """What an open page of a live lesson asks every second or few."""
    address = re.search(r'hx-get="([^"]*seen=[^"]*)"', page.client.get(path).text)
    assert address, name
    return lambda: page.client.get(unescape(address[1]), headers=PARTIAL)


@pytest.mark.parametrize("name", LIVE_PAGES)
def test_a_live_lesson_takes_no_more_than_it_may(
    bay: HarbourSchool, pupils: list[Visitor], teacher: Visitor, live_lesson: str, name: str
) -> None:
    whose = pupils[1] if "pupil" in name else teacher
    path = "/live-lesson" if whose is not teacher else live_lesson + "/wall" * ("wall" in name)
    do = polls_of_live(name, whose, path) if "poll" in name else lambda: teacher.client.get(path)
    do()
    assert_no_more(bay.app.state.careered, do, LIVE_PAGES[name])


def test_login_and_launch_of_somebody_who_comes_back_take_no_more_than_they_may(tmp_path: Path) -> None:
    with fresh("sqlite", tmp_path) as url, school(url) as here:
        keep_packs_known(here.tool.state.careered)
        number, activity = pupils_of(here.platform, "fi-8b")[0], activities_of(here.platform, "fi-8b")[0]
        browser = Browser.new(here)
        browser.open(number, activity)
        begun = Page(browser.lms.get(f"/launch/{activity}?as={number}")).form("form")
        assert_no_more(here.tool.state.careered, lambda: browser.send(begun), LOGIN)
        form = Page(browser.follow(browser.send(begun))).form("form")
        assert_no_more(here.tool.state.careered, lambda: browser.send(form), LAUNCH)
