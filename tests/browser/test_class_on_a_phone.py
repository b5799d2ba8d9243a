"""The class page where there is little room: its main action, what narrows it, and days that fit their tiles."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import insert, update

from careered.clock import now
from careered.progress.tables import RequirementStatus, StaffAct
from careered.roster.tables import Enrolment, SchoolClass
from careered.web.static import assets
from tests.browser.looks import fits
from tests.browser.test_the_whole_way import OpenPage
from tests.dashboard.conftest import app_state, classroom
from tests.dashboard.factories import Classroom

__all__ = ["app_state", "classroom"]
SHEETS = ("app.css", "workplace.css", "acts.css", "grid.css", "panel.css", "remind.css")


@pytest.fixture
def page(opened: OpenPage, classroom: Classroom) -> Page:
    """The class in the order of what was done last, with a day in a tile, and its style sheets in it."""
    with classroom.app_state.database.transaction() as db:
        act = {**classroom.scope("Väinö Öhman").key, "act_id": "a", "kind": "offline", "target_id": "xv-visit"}
        rest = {"activity_date": "2026-11-22", "author_person_id": "t", "created_at": now(), "previous_statuses": {}}
        db.execute(insert(StaffAct.__table__).values(**act, **rest))
    for number in range(5):  # so that the grid has a foot
        classroom.launches(f"Oppilas {number}")
    query = urlencode({"open": "XV-R1", "sort": "-seen"})
    browser = classroom.browser_of("Opo Lehto", lang="fi")
    html = browser.get(f"/teacher/class/{classroom.id}?{query}").text
    return with_sheets(opened, html)


def with_sheets(opened: OpenPage, html: str) -> Page:
    """A page on a phone, with its style sheets in it."""
    style = "".join(assets()[name].plain.decode() for name in SHEETS)
    page = opened(viewport={"width": 390, "height": 844})
    page.set_content(html.replace("</head>", f"<style>{style}</style></head>"))
    return page


@pytest.mark.parametrize("width", [360, 390, 900, 1280])
def test_the_main_action_is_in_the_head_at_every_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 600})
    assert fits(page)
    box = page.get_by_role("link", name="Aloita tunti").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 40


@pytest.mark.parametrize(("width", "in_lists"), [(390, False), (900, False), (1280, True)])
def test_what_narrows_the_grid_is_seen_at_every_width(page: Page, width: int, in_lists: bool) -> None:
    page.set_viewport_size({"width": width, "height": 600})
    assert page.locator("#still-open").is_visible() == in_lists
    links = page.locator(".in-force a")
    assert [link.is_visible() for link in links.all()] == [not in_lists] * 2


@pytest.mark.parametrize("width", [390, 900])
def test_where_the_lists_find_no_room_a_button_opens_them(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 600})
    page.get_by_role("button", name="Rajaa ja järjestä").click()
    lists = page.locator("#narrow select")
    assert [one.is_visible() for one in lists.all()] == [True] * lists.count()
    assert page.locator("#narrowing").get_by_role("button", name="Näytä").is_visible()
    assert fits(page)


@pytest.mark.parametrize("width", [360, 390, 900])
def test_the_lists_open_beside_the_button_that_opens_them_and_not_over_it(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    button = page.get_by_role("button", name="Rajaa ja järjestä")
    button.click()
    opened, pressed = page.locator("#narrowing").bounding_box(), button.bounding_box()
    assert opened
    assert pressed
    assert opened["y"] >= pressed["y"] + pressed["height"]
    assert opened["y"] + opened["height"] <= 640


@pytest.mark.parametrize(("right", "down"), [(-9, 0), (9, 0), (0, -15), (0, 15), (15, 15)])
def test_a_finger_beside_a_pupils_box_ticks_it_and_opens_nobody(page: Page, right: int, down: int) -> None:
    """The box is 20 pixels, and 8 pixels from it begins a name that leads to another page."""
    page.set_viewport_size({"width": 360, "height": 640})
    tick = page.locator("table.grid tbody input[type=checkbox]").nth(1)
    box = tick.bounding_box() or pytest.fail("not shown")
    page.mouse.click(box["x"] + box["width"] / 2 + right, box["y"] + box["height"] / 2 + down)
    expect(tick).to_be_checked()


def test_what_has_the_focus_is_not_under_the_bar_of_the_ticked(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    ticks = page.locator("table.grid tbody input[type=checkbox]")
    ticks.first.check()
    top = (page.locator(".bar-act").bounding_box() or pytest.fail("not shown"))["y"]
    for tick in ticks.all():
        tick.focus()
        box = tick.bounding_box() or pytest.fail("not shown")
        assert box["y"] + box["height"] <= top


@pytest.mark.parametrize(("width", "in_line"), [(900, False), (1280, True)])
def test_what_the_symbols_mean_is_said_whole_or_led_to(page: Page, width: int, in_line: bool) -> None:
    page.set_viewport_size({"width": width, "height": 600})
    assert page.locator(".signs .legend").is_visible() == in_line
    assert page.locator(".signs button").is_visible() != in_line


@pytest.mark.parametrize("width", [360, 900, 1280])
def test_the_language_can_be_changed_at_every_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 600})
    switches = page.locator("form.languages")
    assert [one.is_visible() for one in switches.all()].count(True) == 1
    assert fits(page)


def test_a_day_fits_into_its_tile_on_a_phone(page: Page) -> None:
    days = page.locator("td.away .tile b")
    assert days.count() == 1
    room = "day => day.parentElement.clientWidth - day.getBoundingClientRect().width"
    assert days.first.evaluate(room) >= 4


LAST_WORDS = """(button) => {
  const { firstChild: text } = button.querySelector("span"), at = (end) => {
    const range = document.createRange();
    range.setStart(text, end - 1);
    range.setEnd(text, end);
    return range.getBoundingClientRect().top;
  };
  return [at(text.length - 2), at(text.length)];
}"""


@pytest.mark.parametrize("width", [360, 390])
def test_no_button_of_the_ticked_ends_on_a_line_of_three_dots(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.locator("table.grid tbody input").first.check()
    asking = page.locator(".bar-act button:visible", has_text="…").all()
    assert len(asking) == 5
    for button in asking:
        word, dots = button.evaluate(LAST_WORDS)
        assert word == dots, button.inner_text()


def test_a_name_of_four_parts_is_read_whole_on_a_phone_and_where_columns_leave_room(page: Page) -> None:
    name = page.locator("table.grid tbody .n :is(a, button)").first
    name.evaluate("(place) => (place.querySelector('bdi') ?? place).textContent = 'Ahmed-Abdulrahman Hassan Abdi'")
    for width in (360, 390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert fits(page)
        assert name.evaluate("(place) => place.scrollWidth <= place.clientWidth"), width
        assert (name.bounding_box() or pytest.fail("not shown"))["height"] >= (44 if width < 400 else 20)


def test_on_a_phone_the_head_calls_a_course_by_its_class(opened: OpenPage, classroom: Classroom) -> None:
    with classroom.app_state.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(title="8B Oppilaanohjaus 2026"))
    page = with_sheets(opened, classroom.browser_of("Opo Lehto", lang="fi").get(f"/teacher/class/{classroom.id}").text)
    name = page.locator(".head .place h1 bdi")
    assert name.inner_text() == "8B"
    page.set_viewport_size({"width": 1280, "height": 600})
    assert name.inner_text() == "8B Oppilaanohjaus 2026"


MIDDLES = """labels => labels.map(label => {
    const box = label.querySelector("input").getBoundingClientRect(), words = label.querySelector("span");
    const line = document.createRange();
    line.selectNodeContents(words);
    const first = line.getClientRects()[0];
    return Math.abs(box.top + box.height / 2 - first.top - first.height / 2);
})"""


@pytest.mark.parametrize("path", ["groups", "attestations", "attestations?do=exempt"])
def test_what_is_ticked_stands_beside_the_middle_of_its_words(
    opened: OpenPage, classroom: Classroom, path: str
) -> None:
    html = classroom.browser_of("Opo Lehto", lang="fi").get(f"/teacher/class/{classroom.id}/{path}").text
    page = with_sheets(opened, html)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        middles = page.locator(".choice label").evaluate_all(MIDDLES)
        assert middles
        assert max(middles) <= 1.5, width


def test_every_head_of_a_preview_of_joined_accounts_is_read_on_a_phone(opened: OpenPage, classroom: Classroom) -> None:
    """Seen: “Merkintä (Koivuran”."""
    pair = urlencode({"earlier": classroom.people["Väinö Öhman"], "pupil": classroom.people["Aino Mäkelä"]})
    html = classroom.browser_of("Opo Lehto", lang="fi").get(f"/teacher/class/{classroom.id}/accounts?{pair}").text
    page = with_sheets(opened, html)
    page.set_viewport_size({"width": 360, "height": 844})
    assert page.locator(".then-now").evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")


def test_when_a_pupil_was_last_here_is_said_in_one_line_of_a_phone(opened: OpenPage, classroom: Classroom) -> None:
    """Seen in Danish: the day alone below its words."""
    html = classroom.browser_of("Opo Lehto", lang="da").get(f"/teacher/class/{classroom.id}/remind").text
    page = with_sheets(opened, html.replace("i\u00a0dag", "19.11."))
    page.set_viewport_size({"width": 360, "height": 740})
    days = page.locator(".people small", has_text="Sidst aktiv")
    expect(days.first).to_contain_text("19.11.")
    assert {box["height"] < 24 for day in days.all() if (box := day.bounding_box())} == {True}


@pytest.mark.parametrize("width", [900, 1280])
def test_six_filters_find_room_beside_the_search(opened: OpenPage, classroom: Classroom, width: int) -> None:
    """Seen with one who has done the autumn's share: a page wider than its window, lists cut to “Kaikki ryhm”."""
    classroom.asks_for_help("Väinö Öhman", "page_closed")
    done = {"state": "done", "method": "lessons", "evidence": [], "pack_version": "1.2.0", "since_at": now()}
    left, finished = classroom.scope("Aino Mäkelä").key, classroom.scope("Siiri Åkerblom").key
    with classroom.app_state.database.transaction() as db:
        for number in range(1, 10):
            row = {**finished, "requirement_id": f"XV-R{number}", **done}
            db.execute(insert(RequirementStatus.__table__).values(**row))
        members = Enrolment.__table__
        is_left = members.c.person_id == left["person_id"]
        db.execute(update(members).where(is_left).values(status="left"))
    classroom.launches("Oppilas 1")
    page = with_sheets(opened, classroom.browser_of("Opo Lehto", lang="fi").get(f"/teacher/class/{classroom.id}").text)
    page.set_viewport_size({"width": width, "height": 800})
    assert page.locator("nav .chips li").count() == 6
    assert fits(page)
    assert page.locator("nav .chips").evaluate("chips => chips.scrollWidth <= chips.parentElement.clientWidth")
