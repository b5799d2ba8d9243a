"""Small things that people met on the pages of steps, each seen in the browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.test_player import Bay, OpenPage
from tests.lessons.factories import harbour_school
from tests.support.databases import fresh

PHONE: ViewportSize = {"width": 360, "height": 600}
COLOURS = "place => { const { color, borderColor } = getComputedStyle(place); return [color, borderColor] }"
NO_ANSWER_COMES = """(submitter) =>
  submitter.form.dispatchEvent(new SubmitEvent("submit", { submitter, bubbles: true, cancelable: true }))"""
DANGLING = """() => {
  const items = [...document.querySelectorAll(".steps li")];
  const begin = items.filter((item, index) => !index || item.offsetTop > items[index - 1].offsetTop);
  const lines = begin.filter((item) => {
    const { left, top, height } = item.getBoundingClientRect();
    return document.elementFromPoint(left - 4, top + height / 2) === item;
  });
  return [begin.length, lines.length];
}"""


@pytest.fixture(scope="module")
def sea(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bay]:
    with fresh("sqlite", tmp_path_factory.mktemp("sea")) as url, harbour_school(url) as school, Bay(school) as sea:
        yield sea


def test_at_large_text_no_row_of_the_steps_begins_with_a_line(opened: OpenPage, sea: Bay) -> None:
    page = sea.pupil(opened(viewport=PHONE), "/lessons/xh-1/xh-1-read")
    assert page.evaluate(DANGLING) == [1, 0]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    rows, lines = page.evaluate(DANGLING)
    assert rows > 1
    assert lines == 0


def test_an_answer_that_is_not_there_yet_is_not_red(opened: OpenPage, sea: Bay) -> None:
    page = sea.pupil(opened(viewport=PHONE), "/lessons/xh-1/xh-1-read")
    presses_on(page)
    presses_on(page)
    assert "xh-1-visit" in page.url
    stop, sun = (colour_of(page, f"var(--{name})") for name in ("stop", "sun"))
    assert stop != sun
    for place in (".errors h2", ".error", "[aria-invalid]"):
        colours = page.locator(place).first.evaluate(COLOURS)
        assert stop not in colours, place
        assert sun in colours, place


def colour_of(page: Page, name: str) -> str:
    """A colour of the page, as the browser says it."""
    script = (
        "name => { document.body.style.color = name; const { color } = getComputedStyle(document.body); return color }"
    )
    return str(page.evaluate(script, name))


def presses_on(page: Page) -> None:
    with page.expect_navigation():
        page.locator("[data-next] button, a[data-next]").click()


def test_a_slow_line_has_a_word_on_the_button_and_for_readers(opened: OpenPage, sea: Bay) -> None:
    page = sea.pupil(opened(viewport=PHONE), "/lessons/xh-1")
    button = page.locator("form[data-next] button")
    button.evaluate(NO_ANSWER_COMES)
    expect(button).to_have_text("Hetki vain …")
    expect(page.locator("#status")).to_have_text("Hetki vain …")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(button).to_have_text("Aloita")


def comes_to_a_field(page: Page, sea: Bay) -> Locator:
    """A pupil before a step in which one writes; where to write."""
    presses_on(sea.pupil(page, "/lessons/xh-1/xh-1-read"))
    return page.locator("form[data-next] textarea, form[data-next] input[type=text]").first


def test_text_typed_while_the_line_is_down_is_there_after_a_reload(opened: OpenPage, sea: Bay) -> None:
    page = opened(viewport=PHONE)
    field = comes_to_a_field(page, sea)
    page.context.set_offline(True)
    field.fill("kirjoitettu tunnelissa")
    page.wait_for_timeout(1500)
    page.context.set_offline(False)
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile(r"\d\.\d\d"))
    page.reload()
    expect(field).to_have_value("kirjoitettu tunnelissa")


def test_a_slow_finger_presses_the_button_once_right_after_typing(opened: OpenPage, sea: Bay) -> None:
    """Leaving the field saves a draft while the finger is still down: the button must not move away under it."""
    page = opened(viewport=PHONE)
    comes_to_a_field(page, sea).fill("kiireessä")
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/draft" not in answer.url):
        page.locator("form[data-next] button").last.click(delay=700)


def test_what_is_not_saved_is_said_once(opened: OpenPage, sea: Bay) -> None:
    page = sea.pupil(opened(viewport=PHONE), "/lessons/xh-1/xh-1-read")
    presses_on(page)
    page.route("**/draft", lambda route: route.abort())
    page.locator("textarea, input[type=text]").first.fill("merimies")
    place = page.locator("[data-draft-state]")
    expect(place).to_have_attribute("data-state", "unsaved")
    expect(place).to_have_attribute("aria-live", "polite")
    assert page.locator("body").inner_text().count(place.inner_text()) == 1
    assert page.locator("body").aria_snapshot().count(place.inner_text()) == 1
