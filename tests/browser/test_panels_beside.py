"""Drawer and panels beside the grid in a platform's column of 900 by 600: what they are about is not under them."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect
from starlette.applications import Starlette

from careered.app import all_routes
from careered.web.permissions import Role
from tests.browser.looks import fits
from tests.browser.served import Served
from tests.browser.test_the_whole_way import OpenPage
from tests.dashboard.factories import Classroom, valley_app_state
from tests.support.databases import fresh

COLUMN: ViewportSize = {"width": 900, "height": 600}
WIDE_COLUMN: ViewportSize = {"width": 960, "height": 600}
PUPILS = [f"Oppilas {number:02}" for number in range(24)]
READY = 3
"""Pupils, the first ones, whose requirement on paths is ready to be confirmed."""
UNDER = """([column, panel]) => {
  const [a, b] = [column, panel].map((each) => each.getBoundingClientRect());
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}"""


@pytest.fixture
def grid(opened: OpenPage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The class page of 24 pupils, with its script."""
    with fresh("sqlite", tmp_path_factory.mktemp("beside")) as url, valley_app_state(url) as state:
        classroom = Classroom(state, "9B", "course-9b")
        classroom.launches("Tiina Rautio", Role.TEACHER)
        for name in PUPILS:
            classroom.launches(name)
        for name in PUPILS[:READY]:
            classroom.finishes_paths(name)
        app = Starlette(routes=all_routes())
        app.state.careered = state
        with Served(app) as served:
            page = opened(viewport=COLUMN)
            served.knows(page, classroom.session_of("Tiina Rautio", lang="fi"))
            page.goto(f"{served.url}/teacher/class/{classroom.id}")
            yield page


def is_under(page: Page, column: Locator) -> bool:
    """Whether a cell lies under the panel."""
    return bool(page.evaluate(UNDER, [column.element_handle(), page.locator("[data-panel]").element_handle()]))


def head(page: Page, number: int) -> Locator:
    return page.locator("table.grid thead th").nth(number)


@pytest.mark.parametrize("size", [COLUMN, WIDE_COLUMN], ids=["900", "960"])
def test_a_visit_of_the_whole_class_shows_its_day_and_the_column_that_it_marks(grid: Page, size: ViewportSize) -> None:
    grid.set_viewport_size(size)
    grid.locator("#all").check()
    grid.locator(".bar-act button[value=offline]").click()
    expect(grid.locator("[data-panel] #day")).to_be_in_viewport(ratio=1)
    expect(grid.locator("#what-1")).to_be_in_viewport(ratio=1)
    grid.locator("#what-1").check()
    marked = grid.locator("table.grid .tile.will")
    expect(marked).to_have_count(len(PUPILS))
    assert not is_under(grid, marked.first)
    assert fits(grid)


@pytest.mark.parametrize("kind", ["confirmed", "offline"])
def test_a_panel_stays_where_it_opened_whatever_is_chosen_in_it(grid: Page, kind: str) -> None:
    grid.set_viewport_size(WIDE_COLUMN)
    grid.locator("#all").check()
    grid.locator(f".bar-act button[value={kind}]").click()
    panel = grid.locator("[data-panel]")
    opened_at = panel.bounding_box()
    for choice in panel.locator("[name=what]").all():
        choice.check()
        assert panel.bounding_box() == opened_at


def test_the_panel_of_a_column_lies_neither_over_it_nor_over_the_foot_of_the_page(grid: Page) -> None:
    feet = grid.locator("table.grid tfoot a")
    for number in (0, feet.count() - 1):
        feet.nth(number).click()
        grid.wait_for_selector("[data-panel]")
        assert not is_under(grid, head(grid, number + 1))
        last = grid.locator("footer :is(a, button):visible")
        last.first.scroll_into_view_if_needed()
        assert [is_under(grid, each) for each in last.all()] == [False] * last.count()
        grid.locator("[data-close] a").click()
        expect(grid.locator("[data-panel]")).to_have_count(0)


def test_a_cell_at_the_end_of_the_class_is_in_view_beside_its_drawer(grid: Page) -> None:
    grid.locator("table.grid tbody tr").last.locator(".tile").last.click()
    at = grid.locator("table.grid .tile.at")
    expect(at).to_be_in_viewport(ratio=1)
    assert not is_under(grid, at)
    assert not grid.evaluate(UNDER, [at.element_handle(), grid.locator("table.grid tfoot tr").element_handle()])
    assert grid.evaluate("scrollY") > 0
    top = (grid.locator("[data-panel]").bounding_box() or pytest.fail("not shown"))["y"]
    heads = grid.locator("table.grid thead th:visible").all()
    assert {round((each.bounding_box() or {"y": 0})["y"]) for each in heads} == {round(top)}


@pytest.mark.parametrize("width", [900, 1280, 1500])
def test_beside_a_drawer_words_of_the_grid_end_before_it_or_are_not_shown(grid: Page, width: int) -> None:
    """Seen in a class of few requirements: “Haluaa näyttää se”, cut through by the drawer."""
    grid.set_viewport_size({"width": width, "height": 800})
    grid.locator("table.grid tbody .tile").first.click()
    grid.evaluate(
        "document.querySelector('td.words').innerHTML = '<span class=why>Wants to show it in another way</span>'"
    )
    words, panel = grid.locator("td.words").first, grid.locator("[data-panel]")
    reaches = words.evaluate(
        """cell => cell.getBoundingClientRect().right - parseFloat(getComputedStyle(cell).paddingInlineEnd)"""
    )
    hidden = words.locator("span").evaluate("span => getComputedStyle(span).visibility") == "hidden"
    start = (panel.bounding_box() or pytest.fail("not shown"))["x"]
    head = grid.locator("th.words")  # seen: "Right n"
    end = head.locator("span").bounding_box() or pytest.fail("none")
    is_hidden = head.locator("span").evaluate("span => getComputedStyle(span).visibility") == "hidden"
    assert is_hidden or end["x"] + end["width"] <= start
    assert hidden or min(reaches, words.evaluate("cell => cell.getBoundingClientRect().right")) <= start


def test_no_name_of_a_panel_is_cut_in_half(grid: Page) -> None:
    grid.locator("#all").check()
    grid.locator(".bar-act button[value=offline]").click()
    names = grid.locator("[data-panel] .names")
    end = names.evaluate("(list) => list.getBoundingClientRect().top + list.clientHeight")
    chips = [box for chip in names.locator("li").all() if (box := chip.bounding_box())]
    assert [box for box in chips if box["y"] < end - 1 < box["y"] + box["height"] - 1] == []
    assert sum(box["y"] < end for box in chips) > 4


def test_with_nobody_ticked_the_button_of_a_day_looks_idle_and_pressing_it_says_whom_to_choose(grid: Page) -> None:
    grid.locator("table.grid tfoot a").last.click()
    button, first = grid.locator("[data-panel] button.primary"), grid.locator("[data-panel] .tick-first")
    pupil = grid.locator("[data-panel] [name=pupil]").first
    expect(first).to_be_visible()
    pupil.check()
    expect(first).to_be_hidden()
    ready = button.evaluate("(one) => getComputedStyle(one).backgroundColor")
    pupil.uncheck()
    expect(button).not_to_have_css("background-color", ready)
    button.click()
    expect(grid.locator("main")).to_contain_text("Valitse vähintään yksi oppilas.")
    assert grid.locator("[name=what]").input_value()


def test_a_column_says_what_it_confirms_of_whom_and_when_and_the_numbers_follow_the_ticks(grid: Page) -> None:
    grid.set_viewport_size({"width": 1280, "height": 800})
    grid.locator("table.grid tfoot a").first.click()
    button, said = grid.locator("[data-panel] button.primary"), grid.locator(".will-do")
    expect(button).to_have_text(f"Vahvista {READY} oppilaalle Ctrl ↵")
    expect(said).to_have_text(re.compile(rf"^Vahvistat: .+, {READY} oppilasta, \d+\.\d+\.\d{{4}}\.$"))
    grid.locator("[data-panel] [name=pupil]").first.uncheck()
    expect(button).to_contain_text(f"Vahvista {READY - 1} oppilaalle")
    expect(said).to_contain_text(f", {READY - 1} oppilasta, ")
    expect(grid.locator("table.grid .tile.will")).to_have_count(READY - 1)
    button.click()
    who = grid.locator("table.grid tbody tr", has=grid.locator(".tile.confirmed")).locator("th").all_inner_texts()
    assert who == PUPILS[1:READY]


def test_a_panel_says_whom_its_choice_changes_while_pupils_are_ticked_and_unticked(grid: Page) -> None:
    for name in PUPILS[:READY]:
        grid.get_by_role("checkbox", name=name).check()
    grid.locator(".bar-act button[value=confirmed]").click()
    panel = grid.locator("[data-panel]")
    said, button = panel.locator(".will-do"), panel.locator(".primary")
    expect(said).to_be_hidden()
    grid.locator("#what-2").check()
    grid.set_viewport_size({"width": 900, "height": 440})
    grid.locator("[name=what]").last.check()
    expect(panel.locator(".changes:visible")).to_be_in_viewport(ratio=1)
    grid.set_viewport_size(COLUMN)
    grid.locator("#what-2").check()
    expect(said).to_contain_text(f", {READY} oppilasta, ")
    expect(panel.locator(".changes:visible")).to_have_text("Koskee 3 oppilasta. Heistä 3 ei ole vielä valmiina. ")
    panel.locator("[name=pupil]").first.uncheck()
    panel.locator("[name=pupil]").nth(1).uncheck()
    expect(said).to_contain_text(", 1 oppilas, ")
    expect(button).to_contain_text("Vahvista 1")
    expect(panel.locator(".changes:visible")).to_contain_text("Koskee 1 oppilasta.")


def test_while_nothing_is_chosen_the_button_looks_idle_and_says_what_comes_first(grid: Page) -> None:
    """Seen in a panel: “Vapauta 5” in full green, and nothing chosen yet."""
    grid.locator("#all").check()
    grid.locator(".bar-act button[value=exempt]").click()
    button, foot = grid.locator("[data-panel] button.primary"), grid.locator(".panel-foot p:visible")
    idle = button.evaluate("(one) => getComputedStyle(one).backgroundColor")
    expect(foot).to_have_text("Valitse, mistä vapautat.")
    button.click()
    expect(grid.locator("[data-panel]")).to_be_visible()
    grid.locator("#what-1").check()
    expect(foot).to_have_text("Valitse syy.")
    expect(button).to_have_css("background-color", idle)
    grid.locator("#reason-1").check()
    expect(foot).to_have_count(0)
    expect(button).not_to_have_css("background-color", idle)


def test_what_a_panel_asks_is_as_high_as_a_finger_needs_and_its_page_as_wide_as_the_phone(grid: Page) -> None:
    """Seen on a phone: names and dates of 26 px to tap, and a form indented by 42 px at both sides."""
    grid.context.new_cdp_session(grid).send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    path = f"{grid.url.partition('?')[0]}/attestations?do=visit"
    grid.locator("#all").check()
    grid.locator(".bar-act button[value=offline]").click()
    grid.set_viewport_size({"width": 390, "height": 844})
    asked = grid.locator("[data-panel] :is(.names label, .choice label, #day, #last_day)").all()
    assert min((one.bounding_box() or pytest.fail("not shown"))["height"] for one in asked) >= 44
    grid.goto(path)
    assert (grid.locator("#panel").bounding_box() or pytest.fail("not shown"))["width"] == 390 - 2 * 16


CONTROLS = "main :is(a, button, select, input):visible, [data-panel] :is(a, button, input):visible"


@pytest.mark.parametrize("size", [(390, 844), (900, 600), (1280, 800)], ids=["390", "900", "1280"])
def test_the_message_after_an_act_covers_nothing_that_can_be_pressed_and_goes(
    grid: Page, size: tuple[int, int]
) -> None:
    grid.set_viewport_size({"width": size[0], "height": size[1]})
    grid.goto(f"{grid.url}&column=XV-R1" if "?" in grid.url else f"{grid.url}?column=XV-R1")
    grid.locator("[data-panel] button.primary").click()
    toast = grid.locator("body > .toast")
    expect(toast).to_be_visible()
    grid.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert [
        each.inner_text() for each in grid.locator(CONTROLS).all() if grid.evaluate(UNDER, _both(each, toast))
    ] == []
    toast.evaluate("(message) => message.getAnimations()[0].finish()")
    expect(toast).to_have_count(0)
    assert fits(grid)


def _both(one: Locator, other: Locator) -> list[object]:
    return [one.element_handle(), other.element_handle()]
