"""Guardians, a teacher in the gradebook, and data protection, in a real browser on the demo platform."""

from playwright.sync_api import Page

from tests.browser.beforehand import WRITTEN, has_come, has_done_lesson
from tests.browser.conftest import PATIENCE, Demo
from tests.browser.looks import BOTH_SIZES, SIZES, Axe, Look, troubles
from tests.browser.person import Person
from tests.browser.test_the_whole_way import FINLAND, OpenPage, pack, staff

GUARDIAN, CHILDREN = "40", ("13", "14")
EVENING_AND_OFFICE: list[Look] = [("phone", "dark"), ("desk", "light")]


def test_a_guardian_looks_in_and_tries_a_lesson(opened: OpenPage, demo: Demo, axe: Axe) -> None:
    for child in CHILDREN:
        has_come(demo, FINLAND, child).close()
    frame = Person(demo, opened(), pack("finland")).opens("1", GUARDIAN, "fi-8b")
    assert frame.url.split("?")[0] == f"{demo.tool}/mentor"
    assert frame.locator("section.card").count() == len(CHILDREN)
    assert troubles(frame, axe, EVENING_AND_OFFICE) == []
    with frame.expect_navigation():
        frame.locator("section.card a").first.click()
    assert troubles(frame, axe, EVENING_AND_OFFICE) == []
    assert frame.locator("#requirements .state").count() == 5
    frame.goto(f"{demo.tool}/lessons")
    assert frame.locator(".preview").count() == 1


def test_a_teacher_opens_the_work_behind_a_mark(opened: OpenPage, demo: Demo) -> None:
    has_done_lesson(demo, FINLAND, pack("finland"), "32")
    page, link = opened(viewport=SIZES["desk"]), "a[href*='/review/'][href*='/32?']"
    teacher = staff(demo, "fi-8b")
    for _ in range(PATIENCE // 250):
        page.goto(f"{demo.lms}/course/fi-8b/gradebook?as={teacher}")
        if page.locator(link).count():
            break
        page.wait_for_timeout(250)
    page.locator(link).first.click()
    page.wait_for_url(f"{demo.tool}/teacher/pupil/*")
    for folded in page.locator("details", has_text=WRITTEN).all():  # the lessons, and in them the one
        folded.locator("> summary").click()
    assert WRITTEN in page.inner_text("main")


def test_all_data_of_a_person_are_taken_along_and_erased(opened: OpenPage, demo: Demo, axe: Axe) -> None:
    number = "34"
    has_done_lesson(demo, FINLAND, pack("finland"), number)
    page: Page = opened(accept_downloads=True)
    page.goto(f"{demo.lms}/privacy")
    with page.context.expect_page() as window:
        page.locator(f"a[href$='/{number}']").first.click()
    visit = window.value
    visit.wait_for_url(f"{demo.tool}/privacy?*")
    assert troubles(visit, axe, BOTH_SIZES) == []
    with visit.expect_download() as taken:
        visit.locator("form[action='/privacy/export'] button").click()
    assert WRITTEN in taken.value.path().read_text(encoding="utf-8")
    visit.locator("a[href^='/privacy/confirm-erasure?']").click()
    assert troubles(visit, axe, BOTH_SIZES) == []
    visit.locator("form[action='/privacy/erase'] button").click()
    assert visit.locator("[role=alert] a").count() == 1
    assert troubles(visit, axe, BOTH_SIZES) == []
    visit.locator("input[name=sure]").check()
    visit.locator("form[action='/privacy/erase'] button").click()
    visit.wait_for_selector("h1[data-focus]")
    assert troubles(visit, axe, BOTH_SIZES) == []
    visit.goto(f"{demo.tool}/privacy")
    assert visit.locator("[data-code=session_missing]").count() == 1
