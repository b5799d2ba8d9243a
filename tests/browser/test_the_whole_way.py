"""The whole way through in a real browser: in the platform's frame, on a phone, with third-party cookies blocked."""

import time
from collections.abc import Callable
from functools import cache

import httpx2
import pytest
from playwright.sync_api import Page, Route

from careered.lessons.kinds import registry
from careered.packs.load import read_pack
from careered.packs.models import Pack
from tests.browser.beforehand import WRITTEN, has_done_lesson
from tests.browser.conftest import PATIENCE, Demo
from tests.browser.person import Person
from tests.crash.processes import ROOT
from tests.support.pages import Page as Html

OpenPage = Callable[..., Page]
FINLAND = {"course": "fi-8b", "activity": "1", "folder": "finland", "lesson": "fi-2", "lang": "fi"}
DENMARK = {"course": "dk-9a", "activity": "3", "folder": "denmark", "lesson": "dk-2", "lang": "da"}


@cache
def pack(folder: str) -> Pack:
    """The pack of a folder of content/, read once."""
    found = read_pack(ROOT / "content" / folder, registry()).pack
    assert found is not None
    return found


@cache
def people(lms: str, course: str, kind: int) -> dict[str, str]:
    """People of a course by name, from the platform's own list: staff are the first kind (0), pupils the second."""
    people_page = Html(httpx2.get(lms).raise_for_status())
    links = people_page.all(f"section[aria-labelledby='c-{course}'] ul")[kind].query("a")
    return {link.to_text(): link.attrs["href"].split("as=")[1] for link in links}


def pupil(demo: Demo, demo_class: dict[str, str], index: int) -> tuple[str, str]:
    """Name and number of the index-th pupil of a course."""
    return list(people(demo.lms, demo_class["course"], 1).items())[index]


def staff(demo: Demo, course: str) -> str:
    """The number of the teacher of a course."""
    return next(iter(people(demo.lms, course, 0).values()))


def arrived_score(demo: Demo, course: str, name: str) -> str:
    """A person's row in the platform's gradebook once a score stands there; fails with the row that has none."""
    row = ""
    for _ in range(PATIENCE // 250):
        gradebook = Html(httpx2.get(f"{demo.lms}/course/{course}/gradebook?as={staff(demo, course)}"))
        row = next(row.to_text() for row in gradebook.all("tr") if name in row.to_text())
        if "/ 100" in row:
            return row
        time.sleep(0.25)
    raise AssertionError(row)


@pytest.mark.parametrize("where", [FINLAND, DENMARK], ids=["Finnish", "Danish"])
def test_a_pupil_without_javascript_finishes_a_lesson_on_a_phone_and_the_mark_arrives(
    where: dict[str, str], opened: OpenPage, demo: Demo
) -> None:
    """With JavaScript: test_every_lesson.py."""
    name, number = pupil(demo, where, 3)
    person = Person(demo, opened(java_script_enabled=False), pack(where["folder"]), has_scripts=False)
    frame = person.opens(where["activity"], number, where["course"])
    assert frame.get_attribute("html", "lang") == where["lang"]
    frame.goto(f"{demo.tool}/lessons/{where['lesson']}")
    person.finishes(person.frame(), where["lesson"])
    assert arrived_score(demo, where["course"], name)


def test_the_teacher_sees_who_did_what_and_who_never_came(opened: OpenPage, demo: Demo) -> None:
    name, number = pupil(demo, FINLAND, 4)
    has_done_lesson(demo, FINLAND, pack("finland"), number)
    page = opened(viewport={"width": 1280, "height": 900})
    frame = Person(demo, page, pack("finland")).opens("1", staff(demo, "fi-8b"), "fi-8b")
    assert "/teacher/class/" in frame.url
    frame.wait_for_selector("tbody tr:nth-of-type(24)")
    row = frame.locator("tbody tr", has_text=name).first
    assert "1 / 5" in " ".join(row.inner_text().split())
    with frame.expect_navigation():
        row.locator("a").first.click()
    for folded in frame.locator("details", has_text=WRITTEN).all():  # the lessons, and in them the one
        folded.locator("> summary").click()
    assert WRITTEN in frame.inner_text("main")


def test_third_party_cookies_really_are_blocked_here(opened: OpenPage, demo: Demo) -> None:
    page = opened()
    _, number = pupil(demo, FINLAND, 5)
    frame = Person(demo, page, pack("finland")).opens("1", number, "fi-8b")
    frame.evaluate("document.cookie = 'plain=1; SameSite=None; Secure; Path=/'")
    assert "plain" not in frame.evaluate("document.cookie")


def test_the_first_page_weighs_less_than_sixty_kilobytes(opened: OpenPage, demo: Demo) -> None:
    page = opened()
    _, number = pupil(demo, FINLAND, 7)
    frame = Person(demo, page, pack("finland")).opens("1", number, "fi-8b")
    frame.wait_for_load_state("load")
    # What the browser itself counts, the file from its own store too: a driver that looks on can miss a request.
    sizes: dict[str, int] = frame.evaluate(
        "Object.fromEntries(performance.getEntriesByType('resource').map(file => [file.name, file.encodedBodySize]))"
    )
    page_size = len(frame.content().encode())
    assert len(sizes) >= 3
    assert all(sizes.values()), sizes
    assert page_size + sum(sizes.values()) < 60_000, (page_size, sizes)


def test_where_the_browser_keeps_nothing_a_window_of_its_own_opens(opened: OpenPage, demo: Demo) -> None:
    page = opened()
    name, number = pupil(demo, FINLAND, 9)
    page.context.route(f"{demo.tool}/lti/login*", _without_its_cookie)
    page.goto(f"{demo.lms}/course/fi-8b/activity/1?as={number}")
    button = page.frame_locator("iframe[name=tool]").locator("form[data-next] button")
    assert name in button.inner_text()
    with page.context.expect_page() as window:
        button.click()
    window.value.wait_for_url("**/lessons*")
    assert window.value.locator("[data-next]").count() == 1


def _without_its_cookie(route: Route) -> None:
    answer = route.fetch(max_redirects=0)
    route.fulfill(response=answer, headers={k: v for k, v in answer.headers.items() if k != "set-cookie"})


def test_without_any_cookie_the_platforms_storage_and_the_forms_carry_the_visit(cookieless: Page, demo: Demo) -> None:
    demo.control(action="profile", profile="canvas", names="on")
    try:
        _, number = pupil(demo, FINLAND, 10)
        person = Person(demo, cookieless, pack("finland"))
        frame = person.opens("2", number, "fi-8b")
        person.finishes(frame, "fi-2")
        assert cookieless.context.cookies() == []
        assert "session" not in frame.url
    finally:
        demo.control(action="profile", profile="moodle", names="on")
