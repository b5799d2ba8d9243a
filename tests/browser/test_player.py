"""A lesson of cards in the browser: one screen a card, the button always in view, the answer first."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.looks import Axe, fits, in_both_schemes
from tests.browser.served import Served
from tests.lessons.factories import BAY_PACK, HarbourSchool, harbour_school
from tests.support.databases import fresh

OpenPage = Callable[..., Page]
FRAME: ViewportSize = {"width": 360, "height": 600}
LOW = 22 * 16
"""Pixels: below this height the bar follows the card."""
ANSWERS = {"before": "none", "claim": "may_apply", "now": "know"}
IN_VIEW = """(control, windowHeight) => {
  const { left, top, bottom, width, height } = control.getBoundingClientRect();
  const isOnTop = control.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  return height > 0 && top >= 0 && bottom <= windowHeight && isOnTop;
}"""
CARDS = ["routes", "before", "claim", "doors", "now"]


class Bay(Served):
    """The school by the bay, served on a port."""

    def __init__(self, school: HarbourSchool) -> None:
        super().__init__(school.app)
        self.school, self.pupils = school, 0

    def pupil(self, page: Page, path: str = "/lessons/xb-1") -> Page:
        """The page at the lesson's cover, or at another path, in the visit of another pupil each time."""
        self.pupils += 1
        viewer = self.school.visitor(f"p{self.pupils}", lang="fi").viewer
        self.knows(page, viewer.token)
        page.goto(f"{self.url}{path}")
        return page


@pytest.fixture(scope="module")
def bay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bay]:
    with (
        fresh("sqlite", tmp_path_factory.mktemp("bay")) as url,
        harbour_school(url, BAY_PACK) as school,
        Bay(school) as bay,
    ):
        yield bay


def card(page: Page) -> str:
    return page.locator("main").get_attribute("data-card") or ""


def in_first_view(page: Page, control: Locator) -> bool:
    """Whether all of it can be seen and nothing lies over it, without scrolling."""
    assert page.viewport_size
    return bool(control.evaluate(IN_VIEW, page.viewport_size["height"]))


def presses_on(page: Page) -> None:
    with page.expect_navigation():
        page.locator("[data-next]").click()


def answers(page: Page, choice: str) -> None:
    page.locator(f"input[value={choice}]").check()
    presses_on(page)


def plays(page: Page, look: Callable[[], None]) -> None:
    """Play the lesson to its end and look at every screen."""
    look()
    presses_on(page)
    for name in CARDS:
        assert card(page) == name
        look()
        if name in ANSWERS:
            answers(page, ANSWERS[name])
            look()
        presses_on(page)
    assert page.url.split("?")[0].endswith("/lessons/xb-1/done")


@pytest.mark.parametrize(
    ("widths", "height", "has_scripts"),
    [([320, 960, 360], 600, True), ([360], 600, False), ([360], 300, True), ([640], 260, True)],
)
def test_the_way_on_is_in_view_on_every_screen(
    widths: list[int], height: int, has_scripts: bool, opened: OpenPage, bay: Bay
) -> None:
    page = opened(viewport={"width": widths[-1], "height": height}, reduced_motion="reduce")
    if not has_scripts:
        page.route("**/*.js", lambda route: route.abort())
    bay.pupil(page)
    is_low = height < LOW

    def look() -> None:
        for width in widths:
            page.set_viewport_size({"width": width, "height": height})
            assert fits(page), (page.url, width)
            if not is_low or page.locator("#answer").count():  # where the bar follows the card, its answer is met first
                assert in_first_view(page, page.locator("[data-next]")), (page.url, width)

    plays(page, look)


def test_at_large_text_nothing_is_covered_and_the_answer_is_met_first(opened: OpenPage, bay: Bay) -> None:
    page = bay.pupil(opened(viewport=FRAME, reduced_motion="reduce"))

    def look() -> None:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert fits(page), page.url
        assert page.locator(".bar").evaluate("bar => getComputedStyle(bar).position") == "static"
        for place in page.locator(".option, h1").all():
            place.scroll_into_view_if_needed()
            assert place.evaluate("element => element.scrollWidth <= element.clientWidth")

    plays(page, look)


def test_a_frame_that_grows_with_its_page_stops_growing(opened: OpenPage, bay: Bay) -> None:
    page, heights = bay.pupil(opened(viewport=FRAME)), [600]
    for _ in range(4):
        heights.append(int(page.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")))
        page.set_viewport_size({"width": 360, "height": heights[-1]})
    assert heights[-1] == heights[-2] <= 864
    page.set_viewport_size({"width": 360, "height": 3000})
    assert page.evaluate("document.body.getBoundingClientRect().height") <= 864


def test_by_keyboard_alone_with_enter_for_what_leads_on(opened: OpenPage, bay: Bay) -> None:
    page = bay.pupil(opened(viewport=FRAME))

    def enter() -> None:
        with page.expect_navigation():
            page.keyboard.press("Enter")

    enter()
    assert (card(page), focus(page)) == ("routes", "question")
    enter()
    assert (card(page), focus(page)) == ("before", "question")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    enter()
    assert (card(page), focus(page)) == ("before", "answer")
    assert page.locator("input:checked").get_attribute("value") == "ideas"
    enter()
    assert card(page) == "claim"
    page.go_back()
    expect(page.locator("main")).to_have_attribute("data-card", "before")
    expect(page.locator("main")).to_have_attribute("data-verdict", "kept")


def focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_a_reader_hears_the_result_before_the_way_on(opened: OpenPage, bay: Bay) -> None:
    page = bay.pupil(opened(viewport=FRAME))
    presses_on(page)
    presses_on(page)
    answers(page, "ideas")
    heard = page.locator("main").aria_snapshot()
    assert 0 < heard.index("heading") < heard.index("radio") < heard.index("status") < heard.index('link "Jatka"')
    presses_on(page)
    heard = page.locator("main").aria_snapshot()
    assert "status" not in heard
    assert heard.index("heading") < heard.index("radio") < heard.index('button "Vastaa"')
    answers(page, "only_upper")
    heard = page.locator("main").aria_snapshot()
    assert "ei tämä" in heard
    assert heard.index("status") < heard.index('button "Vastaa uudelleen"')


def test_nobody_is_kept_out(opened: OpenPage, bay: Bay, axe: Axe) -> None:
    page, troubles = opened(viewport=FRAME, reduced_motion="reduce"), []
    page.on("console", lambda message: troubles.append(message.text) if message.type in {"error", "warning"} else None)
    bay.pupil(page)
    plays(page, lambda: troubles.extend(in_both_schemes(page, axe)))
    assert troubles == []
