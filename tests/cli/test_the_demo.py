"""A newcomer runs `make demo`: the teacher finds a class in the middle of its year, and the administrator a door."""

from collections.abc import Iterator

import pytest

from careered.cli.demo import fill_begun_classes
from demo_platform.begun_courses import BEGUN_COURSES, BegunCourse
from tests.support.databases import fresh
from tests.support.pages import Page
from tests.support.people import Browser
from tests.support.school import LMS, School, read_real, school

CLASSES = [begun for begun in BEGUN_COURSES if begun.course.note]
STATES = ("not_started", "in_progress", "done", "confirmed", "exempt", "talk")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    with fresh("sqlite", tmp_path_factory.mktemp("demo")) as url, school(url, read=read_real) as here:
        fill_begun_classes(here.tool.state.careered, here.platform)
        yield here


def class_page(demo: School, begun: BegunCourse, query: str = "") -> Page:
    """The teacher goes from the desk, where the launch ends, to the class."""
    browser = Browser.new(demo)
    desk = browser.open(begun.teacher[0], begun.activity_id)
    assert desk.path == "/desk", desk.path
    other = next(one for one in BEGUN_COURSES if one.teacher == begun.teacher and one is not begun)
    for one in (begun, other):
        assert one.course.title.split()[0] in desk.main_text, "the desk calls a course by its class: 9A, 9.B"
    ways = [
        str(link.attrs["href"]) for link in desk.all("main a[href*='/desk/class/'], main a[href*='/teacher/class/']")
    ]
    pages = [browser.get(way) for way in ways]
    page = next(page for page in pages if begun.course.title in page.only(".head .place").to_text())
    return browser.get(page.path + query) if query else page


@pytest.mark.parametrize("begun", CLASSES, ids=["Finnish", "Danish"])
def test_the_teacher_finds_24_pupils_in_every_state_and_one_who_has_left(demo: School, begun: BegunCourse) -> None:
    page = class_page(demo, begun)
    rows = page.all("table.grid tbody tr")
    assert len([row for row in rows if "gone" not in row.attrs.get("class", "")]) == 24
    assert len(class_page(demo, begun, "?show=left").all("table.grid tbody tr.gone")) == 1
    assert [state for state in STATES if not page.all(f"table.grid .tile.{state}")] == []
    assert page.all(".count")  # questions and posts that wait


@pytest.mark.parametrize("begun", CLASSES, ids=["Finnish", "Danish"])
def test_the_list_is_the_platforms_and_marks_are_on_their_way(demo: School, begun: BegunCourse) -> None:
    class_page(demo, begun)
    assert demo.run_worker() == 0
    column = demo.platform.gradebook[begun.activity_id]
    assert len(column) > 12
    assert begun.leaver_id not in demo.platform.people or not demo.platform.people[begun.leaver_id].roles
    assert len(class_page(demo, begun).all("table.grid tbody tr:not(.gone)")) == 24


@pytest.mark.parametrize("begun", CLASSES, ids=["Finnish", "Danish"])
def test_a_pupil_goes_on_where_they_were(demo: School, begun: BegunCourse) -> None:
    browser = Browser.new(demo)
    page = browser.open(str(begun.first_id), begun.activity_id)
    assert page.path == "/lessons"
    for way in {str(link.attrs["href"]) for link in page.all("main a[href^='/lessons/']")}:
        assert browser.get(way).response.status_code == 200, way


@pytest.mark.parametrize("begun", CLASSES, ids=["Finnish", "Danish"])
def test_who_wants_to_talk_shows_the_counsellor_a_route_and_a_plan(demo: School, begun: BegunCourse) -> None:
    browser = Browser.new(demo)
    desk = browser.open(begun.teacher[0], begun.activity_id)
    ways = [str(link.attrs["href"]) for link in desk.all(".item.talk [data-prepare] a")]
    pages = [browser.get(way) for way in ways]
    assert [page for page in pages if page.all(".route .goal") and page.all(".plans li")]


@pytest.mark.parametrize(
    ("begun", "sources"), [(CLASSES[0], "FI-R4"), (CLASSES[1], "DK-R8")], ids=["Finnish", "Danish"]
)
def test_a_done_cell_of_judging_sources_says_what_was_found_in_them(
    demo: School, begun: BegunCourse, sources: str
) -> None:
    browser, page = Browser.new(demo), class_page(demo, begun)
    browser.open(begun.teacher[0], begun.activity_id)
    browser.get(page.path)
    cells = [str(tile.attrs["href"]) for tile in page.all("table.grid a.tile.done")]
    drawer = browser.get(next(cell for cell in cells if f"/cell/{sources}" in cell)).only("[data-panel]")
    assert drawer.query(".found .quote")


def test_the_classes_that_have_not_begun_are_empty(demo: School) -> None:
    page = Browser.new(demo).open("10", "1")
    assert page.path.startswith("/teacher/class/")
    assert not page.all("table.grid .tile.done")


def test_the_first_page_has_the_administrators_door_and_it_opens_each_time(demo: School) -> None:
    browser = Browser.new(demo)
    start = browser.lms.get("/")
    assert 'href="/office"' in start.text
    for _ in range(2):
        entered = browser.press_next(Page(browser.follow(browser.lms.get(f"{LMS}/office"))))
        assert entered.path == "/admin"
