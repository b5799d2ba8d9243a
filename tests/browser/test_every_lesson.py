"""Every lesson of every pack on a phone, from its first page to its last, in every language of the pack.

In one language of each country a finger goes all the way in the platform's frame. In the others all pages are walked
without a browser, answered wrongly and rightly, and then laid out in one: decision 0022 says why that is enough.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Frame
from playwright.sync_api import Page as BrowserPage

from careered.web.permissions import Role
from careered.web.session_cookies import COOKIE
from tests.browser.conftest import Demo
from tests.browser.hurried import Hurried
from tests.browser.looks import fits
from tests.browser.person import Person
from tests.browser.test_player import Bay
from tests.browser.test_the_whole_way import DENMARK, FINLAND, OpenPage, arrived_score, pack, pupil
from tests.crash.processes import ROOT
from tests.lessons.factories import HarbourSchool, harbour_school
from tests.support.card_player import pages_of
from tests.support.databases import fresh
from tests.support.pages import Page

PUPILS = {"fi": 1, "da": 18}  # of no other test: they have done everything, nothing leads them on
DemoClass = dict[str, str]
OTHER_LANGUAGES = [
    (where["folder"], lang)
    for where in (FINLAND, DENMARK)
    for lang in pack(where["folder"]).languages
    if lang != where["lang"]
]
LAY_OUT = """(pages) => pages.filter(([path, html]) => {
  const root = document.documentElement;
  const next = new DOMParser().parseFromString(html, "text/html");
  root.lang = next.documentElement.lang;
  document.body.replaceWith(next.body);
  return root.scrollWidth > root.clientWidth;
}).map(([path]) => path)"""
"""Shows pages of one set of style sheets one after the other; the paths of those that scroll sideways."""
UNDER_THE_BAR = """[...document.querySelectorAll("input[name=at]")].filter((stop) => {
  stop.checked = true;
  const bar = document.querySelector(".bar").getBoundingClientRect().top;
  return [...document.querySelectorAll(".node, .field-of i")].some((part) => part.getBoundingClientRect().bottom > bar);
}).map((stop) => stop.value)"""
"""The stops whose facts are so long that the bar lies over the map."""


class Walker(Hurried):
    """A pupil who takes every lesson: one of them and the first page of each kind with a finger, else by script."""

    def __init__(self, demo: Demo, page: BrowserPage, where: DemoClass) -> None:
        super().__init__(demo, page, pack(where["folder"]))
        self._kinds: set[str] = set()
        self._by_finger = where["lesson"]

    def does_page(self, frame: Frame) -> None:
        """Every page must fit on the phone."""
        kind = type(self.step(frame)).__module__
        lesson = frame.url.removeprefix(self.demo.tool).split("?")[0].split("/")[2]
        if kind in self._kinds and lesson != self._by_finger:
            super().does_page(frame)
        else:
            self._kinds.add(kind)
            assert fits(frame), frame.url
            Person.does_page(self, frame)

    def speaks(self, frame: Frame, lang: str) -> None:
        """Choose a language in the page's menu."""
        frame.locator("[popovertarget=menu]").first.click()
        with frame.expect_navigation():
            frame.locator(f"form.languages button[value={lang}]").click()


@pytest.mark.parametrize("where", [FINLAND, DENMARK], ids=["Finnish", "Danish"])
def test_a_pupil_goes_through_every_lesson_and_the_mark_arrives(where: DemoClass, opened: OpenPage, demo: Demo) -> None:
    """And no page on the way asks another site, or breaks its own security policy."""
    page, asked, broken = opened(reduced_motion="reduce"), set(), []
    page.context.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    page.on("console", lambda message: broken.append(message.text) if "Content Security" in message.text else None)
    name, number = pupil(demo, where, PUPILS[where["lang"]])
    person = Walker(demo, page, where)
    frame = person.opens(where["activity"], number, where["course"])
    person.speaks(frame, where["lang"])
    for lesson in person.pack.lessons:
        frame.goto(f"{demo.tool}/lessons/{lesson.id}")
        assert frame.text_content("main h1") == lesson.title.in_language(where["lang"])
        way = person.finishes(frame, lesson.id)
        assert {f"/lessons/{lesson.id}/{step.id}" for step in lesson.steps} <= set(way)
        assert fits(frame), frame.url
        assert frame.get_attribute("html", "lang") == where["lang"]
    assert arrived_score(demo, where["course"], name)
    assert asked <= {demo.tool, demo.lms, "data:"}
    assert broken == []


@pytest.fixture(scope="module")
def country(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bay]:
    """A school with a country's pack, served on a port."""
    with (
        fresh("sqlite", tmp_path_factory.mktemp(request.param)) as url,
        harbour_school(url, ROOT / "content" / request.param) as school,
        Bay(school) as served,
    ):
        yield served


@pytest.mark.parametrize(("country", "lang"), OTHER_LANGUAGES, indirect=["country"])
def test_in_every_other_language_every_lesson_is_finished_and_every_page_fits(
    country: Bay, lang: str, opened: OpenPage
) -> None:
    alike: dict[tuple[str, ...], list[Page]] = {}
    for page in walked(country.school, lang):
        alike.setdefault(style_sheets(page), []).append(page)
    browser = opened()
    browser.route("**/*.js", lambda route: route.abort())
    browser.goto(f"{country.url}/healthz")
    for pages in alike.values():
        browser.set_content(pages[0].response.text)
        assert browser.evaluate(LAY_OUT, [[page.path, page.response.text] for page in pages]) == []


@pytest.mark.parametrize("country", ["denmark"], indirect=True)
def test_a_guest_sees_the_whole_map_above_the_bar_and_nothing_runs_out_at_the_side(
    country: Bay, opened: OpenPage
) -> None:
    token = country.school.visitor("g", role=Role.GUEST, lang="da", languages=("da", "en")).viewer.token
    page = opened(viewport={"width": 360, "height": 600})
    page.route("**/*.js", lambda route: route.abort())
    cookie = {"name": COOKIE, "value": token, "url": country.url.replace("http:", "https:"), "secure": True}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{country.url}/lessons/dk-2/map")
    assert page.evaluate("document.documentElement.scrollHeight") == 600
    assert page.evaluate(UNDER_THE_BAR) == []
    page.set_viewport_size({"width": 320, "height": 600})
    assert fits(page)


def walked(school: HarbourSchool, lang: str) -> Iterator[Page]:
    """The pages on the way through every lesson: before an answer, after a wrong one, and after the right one."""
    somebody = school.visitor(lang, lang=lang, languages=tuple(school.pack.languages), grade=9)
    for lesson in school.pack.lessons:
        pages = list(pages_of(somebody, lesson.id, slips=1))
        assert pages[0].only("main h1").to_text() == lesson.title.in_language(lang)
        assert {page.lang for page in pages} == {lang}
        assert {f"/lessons/{lesson.id}/{step.id}" for step in lesson.steps} <= {page.path for page in pages}
        assert school.events("lesson_done", person_id=somebody.viewer.person_id, lesson_id=lesson.id) == 1
        yield from pages


def style_sheets(page: Page) -> tuple[str, ...]:
    """The addresses of a page's style sheets."""
    return tuple(link.attrs["href"] for link in page.all("link[rel=stylesheet]"))
