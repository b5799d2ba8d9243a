"""Every lesson of every pack, from its first page to its last, in every language of the pack, on a phone."""

import pytest
from playwright.sync_api import Frame, Page

from careered.packs.models import Pack
from tests.browser.conftest import Demo
from tests.browser.hurried import Hurried
from tests.browser.looks import fits
from tests.browser.person import Person
from tests.browser.test_the_whole_way import DENMARK, FINLAND, OpenPage, pack, pupil

PUPILS = {"fi": 1, "sv": 6, "en": 19, "da": 18}  # of no other test: they have done everything, nothing leads them on
DemoClass = dict[str, str]


PACKS_AND_LANGUAGES = [(where, lang) for where in (FINLAND, DENMARK) for lang in pack(where["folder"]).languages]


class Walker(Hurried):
    """A pupil who takes every lesson; the first page of each kind with a finger, the others by script."""

    def __init__(self, demo: Demo, page: Page, pack: Pack) -> None:
        super().__init__(demo, page, pack)
        self._kinds: set[str] = set()

    def does_page(self, frame: Frame) -> None:
        """Every page must fit on the phone."""
        kind = type(self.step(frame)).__module__
        if kind in self._kinds:
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


@pytest.mark.parametrize(
    ("where", "lang"), PACKS_AND_LANGUAGES, ids=lambda one: one if isinstance(one, str) else one["folder"]
)
def test_a_pupil_goes_through_every_lesson(where: DemoClass, lang: str, opened: OpenPage, demo: Demo) -> None:
    page = opened(reduced_motion="reduce")
    _, number = pupil(page, demo, where, PUPILS[lang])
    person = Walker(demo, page, pack(where["folder"]))
    frame = person.opens(where["activity"], number, where["course"])
    person.speaks(frame, lang)
    for lesson in person.pack.lessons:
        frame.goto(f"{demo.tool}/lessons/{lesson.id}")
        assert frame.text_content("main h1") == lesson.title.in_language(lang)
        way = person.finishes(frame, lesson.id)
        assert {f"/lessons/{lesson.id}/{step.id}" for step in lesson.steps} <= set(way)
        assert fits(frame), frame.url
        assert frame.get_attribute("html", "lang") == lang
