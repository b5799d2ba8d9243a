"""Take the pictures of the guides (docs/pictures) from the running demo. Run: make pictures

Everything on them is careered or its demo platform, and the people are invented.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, Demo
from tests.browser.person import Person
from tests.browser.test_the_whole_way import FINLAND, pack, pupil, staff

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
DESK = {"width": 900, "height": 700}
GUIDES = ("moodle", "canvas", "itslearning")


def main() -> None:
    """Start the demo, go the way of an administrator and of a teacher, keep a picture of each place."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tools:
        demo = Demo(Path(folder))
        try:
            browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            office = administrator(browser, demo)
            register(browser, demo, office)
            approve(office, demo)
            choose(browser, demo)
            work(browser, demo)
            marks(browser, demo)
            check(office, demo)
            browser.close()
        finally:
            demo.stop()


def keep(page: Page, name: str, of: str = "main") -> None:
    """A picture of one part of a page."""
    page.locator(of).first.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


def opened(browser: Browser, language: str = "en-GB") -> Page:
    """A page of a new profile."""
    return browser.new_context(viewport=DESK, locale=language, color_scheme="light").new_page()


def administrator(browser: Browser, demo: Demo) -> Page:
    """Comes in by the address from the command line; the steps of each guide."""
    page = opened(browser)
    page.goto(demo.command("admin", "link").strip())
    page.locator("[data-next] button").click()
    page.wait_for_url("**/admin")
    for family in GUIDES:
        page.goto(f"{demo.tool}/admin/connect/{family}")
        keep(page, f"steps-{family}", "ol.guide")
    return page


def register(browser: Browser, demo: Demo, office: Page) -> None:
    """An invitation, and what careered says in the platform's window."""
    office.goto(f"{demo.tool}/admin/connect/moodle")
    office.locator("form[data-next] select[name=country]").select_option("FI")
    office.locator("form[data-next] button").click()
    page = opened(browser)
    page.goto(f"{demo.lms}/tools")
    page.locator("input[name=url]").fill(office.locator("#invitation").input_value())
    page.locator("button[value=add]").click()
    frame = page.frame_locator("iframe[name=tool]")
    frame.locator("[data-close]").wait_for()
    keep(page, "registered", "iframe[name=tool]")
    frame.locator("[data-close]").click()
    page.wait_for_url("**/tools")
    page.locator("li", has_text="Pending").locator("button[value=activate]").click()


def approve(office: Page, demo: Demo) -> None:
    """The guide turns green by itself."""
    office.goto(f"{demo.tool}/admin/connect/moodle")
    office.locator("#arrived .notice.good").wait_for()
    keep(office, "arrived", "#arrived")
    office.locator("#arrived .notice.good").locator("a, button").click()
    office.locator("form[data-next] button").click()


def choose(browser: Browser, demo: Demo) -> None:
    """The lessons that a teacher may add."""
    page = opened(browser)
    number = staff(page, demo, "fi-8b")
    page.goto(f"{demo.lms}/course/fi-8b?as={number}")
    page.locator("a[href*='/add/']").last.click()
    Person(demo, page, pack("finland")).arrives()
    keep(page, "choose", "iframe[name=tool]")


def work(browser: Browser, demo: Demo) -> None:
    """Two pupils finish a lesson."""
    for index in (3, 4):
        page = opened(browser)
        _, number = pupil(page, demo, FINLAND, index)
        person = Person(demo, page, pack("finland"))
        frame = person.opens(FINLAND["activity"], number, FINLAND["course"])
        frame.goto(f"{demo.tool}/lessons/{FINLAND['lesson']}")
        person.finishes(person.frame(), FINLAND["lesson"])


def marks(browser: Browser, demo: Demo) -> None:
    """The teacher's class, and each mark with its state."""
    page = opened(browser)
    page.set_viewport_size({"width": 1180, "height": 760})
    number = staff(page, demo, "fi-8b")
    frame = Person(demo, page, pack("finland")).opens(FINLAND["activity"], number, FINLAND["course"])
    keep(page, "class", "iframe[name=tool]")
    frame.locator("a[href*='/marks']").first.click()
    frame.locator("ul.marks").wait_for()
    keep(page, "marks", "iframe[name=tool]")


def check(office: Page, demo: Demo) -> None:
    """The connection checked step by step."""
    office.goto(f"{demo.tool}/admin")
    office.locator("a[href*='/admin/platforms/']", has_text="Koulu").click()
    office.locator("form[action$='/check'] button").click()
    office.locator("ul.findings li").nth(8).wait_for(timeout=60_000)
    office.locator("main").evaluate("main => main.style.padding = '1rem'")
    keep(office, "check")


if __name__ == "__main__":
    sys.exit(main())
