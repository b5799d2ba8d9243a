"""The route that a pupil shows, at the sizes at which a counsellor looks: its words are never smaller than 12 px."""

import pytest
from markupsafe import Markup

from careered.lessons.own_way import OwnWay
from careered.talks.route_drawing import draw_route
from careered.web import rendering
from careered.web.standalone_html import standalone_page
from careered.web.static import assets
from tests.browser.looks import fits
from tests.browser.test_the_whole_way import OpenPage
from tests.lessons.test_map_drawing import national_map

LONGEST = {"finland": ("sv", "vocational apprenticeship work"), "denmark": ("da", "grade-10 hhx college academy job")}
WIDTHS = {1280: 696, 900: 508, 390: 328}
"""Of the screen and of the picture's place on it."""
SIZES = """() => [...document.querySelectorAll(".route b, .route small")].filter((word) => word.checkVisibility())
  .map((word) => parseFloat(getComputedStyle(word).fontSize))"""
WHOLE = """() => [...document.querySelectorAll(".stops span")].every((box) => box.scrollWidth <= box.clientWidth
  && box.getBoundingClientRect().right <= document.documentElement.clientWidth)"""
APART = """() => {
  const boxes = [...document.querySelectorAll(".stops span")]
    .map((box) => box.getBoundingClientRect()).filter((box) => box.width);
  return boxes.every((one) => boxes.every((other) => one === other || one.right <= other.left || other.right <= one.left
    || one.bottom <= other.top || other.bottom <= one.top));
}"""


@pytest.mark.parametrize("country", LONGEST)
def test_the_words_of_a_route_can_be_read_and_stand_apart_at_every_size(opened: OpenPage, country: str) -> None:
    lang, marked = LONGEST[country]
    drawn = national_map(country)
    way = OwnWay(drawn, tuple(node for node in drawn.nodes if node.id in marked.split()))
    macro = '{% import "talks/route.html" as route with context %}{{ route.drawn(shown) }}'
    body = rendering.environment(lang).from_string(macro).render(shown=draw_route(way, lang))
    style = "".join(
        assets()[name].plain.decode() for name in ("app.css", "workplace.css", "grid.css", "panel.css", "talk.css")
    )
    page = opened()
    page.set_content(standalone_page(lang, "x", Markup(style), Markup(body)).decode())  # noqa: S704 - our own files
    for screen, place in WIDTHS.items():
        page.set_viewport_size({"width": screen, "height": 800})
        page.locator(".ways-on").evaluate("(box, width) => { box.style.width = `${width}px`; }", place)
        assert min(page.evaluate(SIZES)) >= 12
        assert page.evaluate(WHOLE)
        assert page.evaluate(APART)
        assert fits(page)
        assert page.locator(".tracks").is_visible() == (screen == 1280 or (screen == 900 and country == "finland"))
