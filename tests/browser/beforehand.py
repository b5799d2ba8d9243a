"""What people have done before a walk begins: by the pages' forms, for a quarter of what a browser takes."""

from careered.packs.models import Pack
from tests.browser.conftest import Demo
from tests.crash.test_kill import persistent_browser
from tests.support.people import Browser, finish_lesson

WRITTEN = "Löysin 1 – tämän: æøå"
"""Stands in what `finish_lesson` writes into the first text of a step."""


def has_come(demo: Demo, demo_class: dict[str, str], number: str) -> Browser:
    """Somebody has opened the class's activity; the browser that they have used, one without JavaScript."""
    browser = persistent_browser(demo.lms, demo.tool)
    browser.open(number, demo_class["activity"])
    return browser


def has_done_lesson(demo: Demo, demo_class: dict[str, str], pack: Pack, number: str) -> None:
    """A pupil has done the class's lesson, each card rightly or until the answer was told."""
    browser, lesson = has_come(demo, demo_class, number), pack.lesson(demo_class["lesson"])
    assert lesson
    finish_lesson(browser, pack, browser.get(f"/lessons/{lesson.id}"), lesson)
    browser.close()
