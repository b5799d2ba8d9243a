"""The rows of the desk's queue where a platform leaves 900 px: signs, days and buttons in line, and whole texts."""

from itertools import pairwise

import pytest
from playwright.sync_api import FloatRect, Locator, Page

from careered.questions import anonymous
from careered.web.static import assets
from tests.browser.looks import fits
from tests.browser.test_the_whole_way import OpenPage
from tests.dashboard.factories import Classroom
from tests.desk.conftest import COUNSELLOR, app_state, class_b, class_d
from tests.desk.test_desk import ask
from tests.desk.test_desk import desk as desk_of

__all__ = ["app_state", "class_b", "class_d"]
LONG = "Uddannelsesparathedsvurderingskriterierne og erhvervsuddannelseslovgivningen: hvad betyder de for mig i år?"


@pytest.fixture
def desk(opened: OpenPage, class_b: Classroom, class_d: Classroom) -> Page:
    """The desk with rows of several kinds, with its style sheets in it."""
    with_rows(class_b, class_d)
    return drawn(opened, class_b, "/desk")


def with_rows(class_b: Classroom, class_d: Classroom) -> None:
    """Something of several kinds waits in both classes."""
    ask(class_b, "Aino Mäkelä", LONG)
    ask(class_d, "Eetu Niemi", "Milloin?")
    class_b.asks_for_help("Väinö Öhman", "page_closed")
    class_d.asks_for_help("Eetu Niemi", "tell_teacher")
    with class_b.app_state.database.transaction() as db:
        anonymous.create(db, "town", class_b.id, anonymous.generate_code(), "en kestä kotona")


def drawn(opened: OpenPage, class_b: Classroom, path: str) -> Page:
    """A page of the counsellor's in a platform's column."""
    html = class_b.browser_of(COUNSELLOR, lang="fi").get(path).text
    style = "".join(assets()[name].plain.decode() for name in ("app.css", "workplace.css", "acts.css", "desk.css"))
    page = opened(viewport={"width": 900, "height": 600})
    page.set_content(html.replace("</head>", f"<style>{style}</style></head>"))
    return page


def boxes(places: Locator) -> list[FloatRect]:
    return [place.bounding_box() or pytest.fail("not shown") for place in places.all()]


@pytest.mark.parametrize("width", [768, 900, 1023, 1280])
def test_signs_days_and_buttons_stand_one_below_the_other(desk: Page, width: int) -> None:
    desk.set_viewport_size({"width": width, "height": 600})
    assert fits(desk)
    assert len(boxes(desk.locator(".item"))) >= 5
    for selector in (".item > .icon", ".item .acts > :first-child", ".item button.plain"):
        lefts = [round(box["x"]) for box in boxes(desk.locator(selector))]
        assert len(set(lefts)) == 1, (width, selector, lefts)
    days = {round(box["x"] + box["width"]) for box in boxes(desk.locator(".item .ago"))}
    assert len(days) == 1, width


def test_each_row_keeps_its_sign_and_room_for_its_text(desk: Page) -> None:
    for icon, text, row in zip(
        *(boxes(desk.locator(name)) for name in (".item > .icon", ".item > .text", ".item")), strict=True
    ):
        assert icon["width"] >= 16
        assert icon["x"] >= row["x"] + 14
        assert icon["x"] + icon["width"] < text["x"]
        assert text["width"] > 400
    cut = "place => place.scrollHeight > place.clientHeight + 1 || place.scrollWidth > place.clientWidth + 1"
    assert not [text for text in desk.locator(".item > .text").all() if text.evaluate(cut)]


def test_a_name_of_two_family_names_is_read_whole_and_a_longer_one_on_pointing_at_it(
    opened: OpenPage, class_b: Classroom, class_d: Classroom
) -> None:
    names = ["Emilie Holm-Søndergaard", "Maximilian Alexander Wickström-Kangasniemi"]
    for name in names:
        class_d.launches(name)
        ask(class_d, name, "Hvornår?")
    page = drawn(opened, class_b, "/desk")
    page.set_viewport_size({"width": 1280, "height": 800})
    for name in names:
        assert page.locator(".item .name", has_text=name).get_attribute("title") == name
    whole = page.locator(".item .name .link span", has_text=names[0])
    assert whole.evaluate("(name) => name.scrollWidth <= name.clientWidth")


def test_on_a_phone_a_long_question_wraps_within_its_row(desk: Page) -> None:
    for width in (360, 390):
        desk.set_viewport_size({"width": width, "height": 800})
        assert fits(desk)
        for row in boxes(desk.locator(".item > .text")):
            assert row["x"] + row["width"] <= width - 16
        rows = boxes(desk.locator(".item"))
        assert all(above["y"] + above["height"] <= below["y"] + 1 for above, below in pairwise(rows))


def test_on_a_phone_a_short_class_stands_beside_the_name_and_the_day_beside_the_text(desk: Page) -> None:
    desk.set_viewport_size({"width": 390, "height": 800})
    (name, place, text, day), *_ = zip(
        *(boxes(desk.locator(f".item:has(.ago) .{part}")) for part in ("name", "class", "text", "ago")), strict=True
    )
    assert name["x"] + name["width"] <= place["x"]
    assert place["y"] < name["y"] + name["height"] <= text["y"] + 1
    assert text["x"] + text["width"] <= day["x"]
    assert day["y"] < text["y"] + 24


def test_the_text_to_pass_on_lies_within_the_opened_row(
    opened: OpenPage, class_b: Classroom, class_d: Classroom
) -> None:
    with_rows(class_b, class_d)
    link = desk_of(class_b).all(".item.urgent .acts a")[0]
    page = drawn(opened, class_b, str(link.attrs["href"]))
    page.locator(".pass-on summary").click()
    for width in (360, 900, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert fits(page), width
        text, field = boxes(page.locator(".pass-on textarea"))[0], boxes(page.locator(".answer form"))[0]
        assert text["x"] == field["x"], width
