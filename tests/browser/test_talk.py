"""The page of one pupil in a talk: what stands on the first screen, on a phone in the hand and on the desk's screen."""

import pytest
from playwright.sync_api import FloatRect, Page

from careered.progress.attestations import attest
from careered.questions import store as questions
from careered.web.static import assets
from tests.browser.looks import fits
from tests.browser.test_the_whole_way import OpenPage
from tests.dashboard.factories import Classroom
from tests.talks.conftest import app_state, classroom
from tests.talks.test_talk import guidance_of_the_pack

__all__ = ["app_state", "classroom"]
ASKED = "Uddannelsesparathedsvurderingskriterierne og erhvervsuddannelseslovgivningen: hvad betyder de for mig?"


@pytest.fixture
def talk(opened: OpenPage, classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> Page:
    """The counsellor's page of a pupil who has asked something in long words, with its style sheets in it."""
    guidance_of_the_pack(monkeypatch)
    pupil = classroom.people["Aino Mäkelä"]
    period = {"activity_date": "2026-10-19", "activity_end_date": "2026-10-23"}
    with classroom.app_state.database.transaction() as db:
        questions.create(db, "town", classroom.id, pupil, ASKED)
        attest(db, classroom.scope("Aino Mäkelä"), "offline", "xv-work", classroom.people["Opo Lehto"], **period)
    html = classroom.browser_of("Opo Lehto").get(f"/teacher/pupil/{pupil}").text
    style = "".join(
        assets()[name].plain.decode() for name in ("app.css", "workplace.css", "grid.css", "panel.css", "talk.css")
    )
    page = opened()
    page.set_content(html.replace("</head>", f"<style>{style}</style></head>"))
    return page


def places(page: Page, width: int, height: int) -> tuple[FloatRect, FloatRect]:
    """Where the pupil's own words and the form about the talk stand on a screen of this size."""
    page.set_viewport_size({"width": width, "height": height})
    assert fits(page)
    boxes = [page.locator(selector).bounding_box() for selector in (".wishes", "#talked")]
    words, form = (box or pytest.fail("not shown") for box in boxes)
    return words, form


def test_on_a_phone_the_pupils_words_stand_first_and_the_date_at_the_thumb(talk: Page) -> None:
    words, form = places(talk, 390, 844)
    assert words["y"] + words["height"] <= form["y"]
    assert form["y"] + form["height"] <= 844
    assert talk.locator("#day").is_visible()
    assert talk.locator("#talked [type=checkbox]").is_visible(), "nothing is recorded that one cannot see"


def test_on_a_low_screen_the_form_covers_nothing_and_follows_the_words(talk: Page) -> None:
    words, form = places(talk, 667, 375)
    assert words["y"] + words["height"] <= form["y"]
    assert talk.locator("#talked").evaluate("form => getComputedStyle(form).position") == "static"


def test_at_the_desk_the_form_is_the_first_line_and_the_page_one_screen(talk: Page) -> None:
    words, form = places(talk, 1280, 800)
    assert form["y"] + form["height"] <= words["y"]
    assert talk.evaluate("document.documentElement.scrollHeight") <= 800


def test_beside_a_period_of_several_days_a_title_keeps_its_room_in_a_platforms_column(talk: Page) -> None:
    """A title of one long word was cut in the middle."""
    talk.set_viewport_size({"width": 900, "height": 600})
    [row] = talk.locator("#requirements .away li", has_text="2026").all()
    title, period = (row.locator(part).bounding_box() for part in ("> span:not(.tile)", "> .on"))
    assert title
    assert period
    assert title["width"] > period["width"]


def test_the_codes_of_all_requirements_end_in_one_line_and_each_tile_shows_its_sign(talk: Page) -> None:
    """Seen: codes further right where a requirement had no day; a tile without its bubble, drawn as wide as nothing."""
    talk.set_viewport_size({"width": 1280, "height": 800})
    talk.locator(".par .tile").first.evaluate("tile => { tile.className = 'tile talk'; }")
    edge = "all => [...new Set(all.map((one) => Math.round(one.getBoundingClientRect().right)))]"
    assert len(talk.locator(".par .codes").evaluate_all(edge)) == 1
    width = "all => all.map((one) => one.getBoundingClientRect().width)"
    assert set(talk.locator(".talk .tile svg").evaluate_all(width)) == {14}


def test_what_opens_to_write_a_comment_looks_as_if_it_opens(talk: Page) -> None:
    shown = talk.locator(".easy summary").first.evaluate("one => getComputedStyle(one, '::before').content")
    assert "›" in shown


def test_titles_of_two_lines_have_room_in_a_platforms_column(talk: Page) -> None:
    talk.set_viewport_size({"width": 900, "height": 600})
    row = talk.locator("#requirements .par summary").first
    title = row.locator(":scope > span").first
    title.evaluate("(place) => (place.textContent = 'Neuvonta- ja ohjauspalvelut sekä työelämätieto')")
    around, within = row.bounding_box(), title.bounding_box()
    assert around
    assert within
    assert within["height"] > 30
    assert around["height"] >= within["height"] + 6


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (900, 600), (390, 844)])
def test_the_message_after_a_talk_covers_neither_the_next_pupil_nor_the_form(
    talk: Page, width: int, height: int
) -> None:
    talk.locator(".talk .place").evaluate(
        """place => place.insertAdjacentHTML("afterend", '<div class="toast" role="status"><span>Noted</span></div>')"""
    )
    _, form = places(talk, width, height)
    toast, following = (talk.locator(one).bounding_box() for one in (".toast", ".place .end"))
    assert toast
    assert following
    assert following["y"] + following["height"] <= toast["y"]
    assert toast["y"] >= form["y"] + form["height"] or toast["y"] + toast["height"] <= form["y"]
