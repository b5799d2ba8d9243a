"""A counsellor of twelve classes, and the usual jobs of a week on a screen of 1280 by 800: the presses of each and the
pixels that it scrolls, counted and printed beside what the design allows. The other jobs: test_a_first_day.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from sqlalchemy import insert
from starlette.applications import Starlette

from careered.app import all_routes
from careered.clock import now
from careered.progress.tables import RequirementStatus
from careered.questions import store
from careered.web.app_state import AppState
from careered.web.permissions import Role
from tests.browser.looks import Axe, fits
from tests.browser.presses import PressCounter
from tests.browser.served import Served
from tests.dashboard.factories import Classroom, valley_app_state
from tests.support.databases import fresh

SCREEN: ViewportSize = {"width": 1280, "height": 800}
GRADES = {"7": 7, "8": 8, "9": 9}
IN_ORDER = [f"{grade}{letter}" for grade in GRADES for letter in "ABCD"]
COUNSELLOR = "Tiina Rautio"
ASKED = "Voinko hakea samaan aikaan lukioon ja amikseen?"


@dataclass
class Year(Served):
    """Twelve classes in November. In 9B 18 of 24 have finished a lesson and one
    wants to talk; in 8D 14 of 16 have not begun. Nine questions wait."""

    state: AppState

    def __post_init__(self) -> None:
        app = Starlette(routes=all_routes())
        app.state.careered = self.state
        super().__init__(app)
        self.classes = {title: self._class(title) for title in IN_ORDER}
        self._has_done(self.classes["9B"], 18)
        self._has_done(self.classes["8D"], 2)
        self.classes["9B"].asks_for_help("Oppilas 04", "tell_teacher")

    def _class(self, title: str) -> Classroom:
        classroom = Classroom(self.state, title, f"course-{title}", GRADES[title[0]])
        classroom.launches(COUNSELLOR, Role.TEACHER, sub="opo")
        for number in range({"9B": 24, "8D": 16}.get(title, 2)):
            classroom.launches(f"Oppilas {number:02}")
        if title in IN_ORDER[:9]:
            with self.state.database.transaction() as db:
                store.create(db, "town", classroom.id, classroom.people["Oppilas 00"], ASKED)
        return classroom

    def _has_done(self, classroom: Classroom, pupils: int) -> None:
        done = {"requirement_id": "XV-R1", "state": "done", "method": "lesson", "evidence": [], "since_at": now()}
        rows = [
            {**classroom.scope(f"Oppilas {number:02}").key, **done, "pack_version": "1.2.0"} for number in range(pupils)
        ]
        with self.state.database.transaction() as db:
            db.execute(insert(RequirementStatus.__table__).values(rows))


@pytest.fixture
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    with fresh("sqlite", tmp_path_factory.mktemp("year")) as url, valley_app_state(url) as state, Year(state) as year:
        yield year


@dataclass
class Work:
    """The counsellor's page, and the presses on it."""

    year: Year
    page: Page
    counter: PressCounter

    def begins(self, job: str, path: str = "/desk") -> None:
        self.page.goto(self.year.url + path)
        self.counter.start_task(job)

    def presses(self, selector: str) -> None:
        self.counter.follow(self.page, selector)

    def of_class(self, title: str) -> str:
        return f"/desk/class/{self.year.classes[title].id}"

    def says(self, words: str) -> None:
        """The message after the act, in view."""
        expect(self.page.locator(".toast")).to_contain_text(words)
        self.counter.looks_at(self.page.locator(".toast"))


def finds_who_needs_them(work: Work) -> None:
    work.begins("finds in twelve classes who needs them")
    assert work.page.evaluate("document.querySelector('header').offsetHeight") == 40
    assert work.page.locator(".strip").count() == len(IN_ORDER)
    assert work.page.locator(".queue .item").count() == 14
    work.counter.looks_at(work.page.locator(".strip").last)
    work.counter.looks_at(work.page.locator(".queue .item").last)


def goes_through_the_rows_by_keys(work: Work) -> None:
    work.begins("puts the second row off by keys")
    second = work.page.locator(".queue .item .class").nth(1)
    before = second.inner_text()
    for key in ("j", "j", "j", "k"):
        work.page.keyboard.press(key)
    work.counter.follow_key(work.page, "s")
    expect(second).not_to_have_text(before)
    expect(work.page.locator(".toast")).to_be_visible()


def prepares_a_talk(work: Work) -> None:
    work.begins("prepares a talk")
    work.presses(".item.talk .acts [data-prepare] a")
    work.counter.looks_at(work.page.locator("#talked"))
    work.begins("prepares a talk and records it")
    work.presses(".item.talk .acts [data-prepare] a")
    goes_to_the_next_pupil_and_back(work)
    work.counter.follow_key(work.page, "t")
    expect(work.page.locator(".toast")).to_be_visible()


def goes_to_the_next_pupil_and_back(work: Work) -> None:
    """By J and K, which count for no job."""
    for key, number in (("j", "6/24"), ("k", "5/24")):
        work.page.keyboard.press(key)
        expect(work.page.locator(".talk .place .of")).to_have_text(number)


def answers(work: Work) -> None:
    work.begins("answers a question")
    work.presses(".item.question .acts a")
    expect(work.page.locator("#answer")).to_be_focused()  # one can type at once
    work.page.locator("#answer").fill("Voit.")
    work.counter.follow_key(work.page, "Control+Enter")
    work.says("")


def reminds_fourteen(work: Work) -> None:
    work.begins("reminds fourteen pupils")
    work.presses(".item.remind:has-text('14') .acts a")
    work.counter.looks_at(work.page.locator("[data-do]"))
    has_it_at_the_thumb(work.page, "[data-do]")
    has_the_text_one_tap_away(work.page)
    work.counter.follow_key(work.page, "Control+Enter")
    work.says("14")


def has_it_at_the_thumb(page: Page, button: str) -> None:
    """On a phone the page's button is in view without scrolling, and when the list is at its end."""
    page.set_viewport_size({"width": 390, "height": 844})
    for height in ("0", "document.body.scrollHeight"):
        page.evaluate(f"scrollTo(0, {height})")
        expect(page.locator(button)).to_be_in_viewport(ratio=1)
    page.locator("footer :is(a, button):visible").last.click(trial=True)  # it does not lie under the bar
    page.evaluate("scrollTo(0, 0)")
    page.set_viewport_size(SCREEN)


def has_the_text_one_tap_away(page: Page) -> None:
    """Seen on a phone: the words to edit stood below all pupils, nine screens further down."""
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("#text")).not_to_be_in_viewport()
    page.click(".to-text")
    expect(page.locator("#text")).to_be_in_viewport(ratio=1)
    page.set_viewport_size(SCREEN)
    expect(page.locator(".to-text")).to_be_hidden()
    page.evaluate("scrollTo(0, 0)")


def confirms_the_class(work: Work) -> None:
    work.begins("confirms the whole class", work.of_class("9B"))
    work.presses("table.grid tfoot a")
    work.presses("[data-panel] .panel-foot .primary")
    work.says("18")


def marks_the_scattered(work: Work) -> None:
    work.begins("marks seven scattered pupils for a visit", work.of_class("9B"))
    for place in (0, 2, 5, 9, 13, 17, 23):
        work.counter.tick(work.page.locator("table.grid tbody input[type=checkbox]").nth(place))
    work.presses(".bar-act button[value=offline]")
    work.counter.tick(work.page.locator("#what-1"))
    work.presses("[data-panel] .panel-foot .primary")
    work.says("7")


def goes_from_the_desk_to_the_wall(work: Work) -> None:
    work.begins("starts a lesson with the class")
    work.presses(".strip:has-text('9B') .begin a")
    work.presses("#start-lesson button.primary")
    work.page.set_viewport_size({"width": 768, "height": 1024})  # a tablet upright
    assert work.page.locator(".head .tabs").evaluate("tabs => tabs.scrollWidth <= tabs.clientWidth")
    work.page.set_viewport_size(SCREEN)
    work.counter.follow_key(work.page, "f")
    assert work.page.locator(".wall .city li").count()


JOBS = [
    finds_who_needs_them,
    prepares_a_talk,
    answers,
    reminds_fourteen,
    confirms_the_class,
    marks_the_scattered,
    goes_from_the_desk_to_the_wall,
    goes_through_the_rows_by_keys,
]


def test_the_usual_jobs_take_no_more_presses_than_the_design_and_no_scrolling(
    opened: Callable[..., Page], year: Year, axe: Axe, record_property: Callable[[str, object], None]
) -> None:
    page = opened(viewport=SCREEN, reduced_motion="reduce")
    work = Work(year, page, PressCounter())
    year.knows(page, year.classes["9B"].session_of(COUNSELLOR, lang="fi"))
    for job in JOBS:
        job(work)
        assert axe(page) == [], (job.__name__, page.url)
        assert fits(page), (job.__name__, page.url)
    for line in work.counter.lines():
        record_property("presses", line)
    assert work.counter.above_the_design() == []
