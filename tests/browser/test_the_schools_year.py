"""The pages of a school's year, looked at on a phone and on a desk in two languages: figures, plan, self-check, a new
year; groups, reminders, a word about an answer; and the pupil who reads it and changes classes.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.beforehand import has_done_lesson
from tests.browser.conftest import Demo
from tests.browser.looks import BOTH_SIZES, SIZES, Axe, Look, troubles
from tests.browser.test_connecting_a_platform import enters
from tests.browser.test_people_talking import Somebody
from tests.browser.test_the_administrators_way import speaks
from tests.browser.test_the_whole_way import DENMARK, FINLAND, OpenPage, pack, pupil, staff

PRESSED = {"fi": "phone", "da": "desk"}
"""Every page is looked at in both sizes; who presses has the screen of one: it is the last that is looked at."""


def looks_of(lang: str) -> list[Look]:
    """Both sizes, the one in which somebody of a language presses last."""
    return sorted(BOTH_SIZES, key=lambda look: look[0] == PRESSED[lang])


def office_year(page: Page, demo: Demo, look: Any) -> None:
    """Figures are frozen and taken along; the plan; what schools say; a new year; how long data are kept."""
    page.goto(f"{demo.tool}/admin/statistics")
    look(page, "figures")
    page.locator("#freeze button").click()
    page.wait_for_url("**/admin/statistics")
    look(page, "figures-frozen")
    with page.expect_download() as taken:
        page.locator("a[href*='/admin/guidance-plan/'][href$='as=pdf']").first.click()
    assert taken.value.suggested_filename.endswith(".pdf")
    assert taken.value.suggested_filename != "careered.pdf"
    for path in ("/admin/self-assessments", "/admin/school-year"):
        page.goto(f"{demo.tool}{path}")
        look(page, path.rsplit("/", 1)[1])
    page.locator("a[href='/admin/retention']").first.click()
    page.wait_for_url("**/admin/retention")
    look(page, "keeping")
    page.select_option("#texts_months", "12")
    page.select_option("#records_months", "60")
    page.locator("#keeping button").click()
    page.locator("label[for=word]").wait_for()
    look(page, "keeping-asked")
    asked = re.search(r"\d+\.(?:\d+\.|\s\w+\s)\d{4}", page.locator("label[for=word]").inner_text())
    assert asked
    page.fill("#word", " ".join(asked[0].split()))  # as a keyboard types it
    page.locator("#keeping button[name=yes]").click()
    page.wait_for_url("**/admin/retention")
    assert page.locator("#texts_months").input_value() == "12"


@pytest.mark.parametrize("lang", ["fi", "da"])
def test_an_administrator_goes_through_a_school_year(lang: str, opened: OpenPage, demo: Demo, axe: Axe) -> None:
    def look(page: Page, name: str) -> None:
        assert troubles(page, axe, looks_of(lang)) == [], name
        assert page.locator("[data-code]").count() == 0, (name, page.inner_text("main"))

    page = enters(opened, demo)
    speaks(page, lang)
    office_year(page, demo, look)


def staff_year(teacher: Somebody, name: str, home: str) -> None:
    """A group, a self-check, a word about an answer, a reminder."""
    page = teacher.goes(f"{home}/groups", "groups")
    page.fill("#name", "Ryhmä A")
    page.check("#pupil-1")
    teacher.presses("#group button.primary", "groups-made")
    page = teacher.goes(f"{home}/self-assessment", "provision")
    page.locator("#provision input[type=radio]").first.check()
    teacher.presses("#provision button.primary", "provision-kept")
    page = teacher.goes(f"{home}?group=&search={name.split()[0]}", "class-narrowed")
    teacher.presses("table.grid tbody th a", "record")
    for folded in page.locator("details", has=page.locator("details.easy")).all():
        folded.locator("> summary").click()
    page.locator("details.easy summary").first.click()
    teacher.look(page, "record-writing")
    page.locator("form[action$='/comment'] textarea").first.fill("Hieno löytö!")
    page.locator("form[action$='/comment'] input[type=checkbox]").first.check()
    teacher.presses("form[action$='/comment'] button", "record-written")
    page = teacher.goes(f"{home}/remind", "remind")
    copies_the_reminder(page)
    if page.locator("#remind [name=pupil]:checked").count():
        page.locator("#text").press("Control+Enter")
        page.wait_for_selector(".toast")
        teacher.look(page, "reminded")


def copies_the_reminder(page: Frame) -> None:
    """The platform's frame allows what Moodle's does, so no clipboard: the text is copied the old way, or selected."""
    assert page.evaluate("document.featurePolicy.allowsFeature('clipboard-write')") is False
    box = page.locator(".copied:has(#same)")
    box.locator("button").click()
    told = "|".join(re.escape(str(box.get_attribute(name))) for name in ("data-copied", "data-by-hand"))
    expect(box.locator("button")).to_have_text(re.compile(told))
    selected = page.evaluate(
        "(field => field.value.slice(field.selectionStart, field.selectionEnd))(document.activeElement)"
    )
    assert selected == page.locator("#same").input_value()


@pytest.mark.parametrize("where", [FINLAND, DENMARK], ids=["Finnish", "Danish"])
def test_a_class_goes_through_a_school_year(where: dict[str, str], opened: OpenPage, demo: Demo, axe: Axe) -> None:
    def look(frame: Frame, name: str) -> None:
        assert troubles(frame, axe, looks_of(where["lang"])) == [], name
        assert frame.locator("[data-code]").count() == 0, (name, frame.inner_text("main"))

    size = SIZES[PRESSED[where["lang"]]]
    first, second = opened(viewport=size), opened(viewport=size)
    name, number = pupil(demo, where, 15)
    has_done_lesson(demo, where, pack(where["folder"]), number)
    number_of_staff = staff(demo, where["course"])
    aino = Somebody(demo, first, pack(where["folder"])).visits(where, number, look)
    teacher = Somebody(demo, second, pack(where["folder"])).visits(where, number_of_staff, look)
    staff_year(teacher, name, teacher.tool_frame_now.url.removeprefix(demo.tool).split("?")[0])
    page = aino.goes("/lessons", "home-letters")
    assert "Hieno löytö!" in page.inner_text("main")
    aino.presses(".notice a[href*='change=1']", "step-again")
    aino.goes("/me/transfer", "moving")
    aino.presses("#make button", "moving-code")
    aino.tool_frame_now.fill("#code", "AAAA-BBBB-CCCC")
    aino.presses("#take button", "moving-unknown")
