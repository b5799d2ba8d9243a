"""Take the screenshots of the guides (docs/screenshots) from the running demo. Run: make screenshots

They show only careered and its demo platform, with invented people.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bench.screens.__main__ import SIZES, size_of
from bench.screens.site import page_of_a_new_pupil, served
from bench.screens.walk import Walk
from tests.browser.conftest import CHROMIUM, Demo
from tests.browser.person import Person
from tests.browser.test_the_whole_way import FINLAND, pack, pupil, staff
from tests.support.guide import write_pack_of_the_guide

SCREENSHOTS = Path(__file__).parent.parent / "docs" / "screenshots"
VIEWPORT: ViewportSize = {"width": 900, "height": 700}
GUIDES = ("moodle", "canvas", "itslearning")


def main() -> None:
    """Start the demo, act as administrator, teacher and pupils, and take the screenshots on the way."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = Demo(Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            admin_page = sign_in_as_administrator(browser, demo)
            register_platform(browser, demo, admin_page)
            approve_platform(admin_page, demo)
            open_picker(browser, demo)
            finish_lessons(browser, demo)
            open_gradebook(browser, demo)
            check_connection(admin_page, demo)
            take_cards(browser)
            browser.close()
        finally:
            demo.stop()


def take_screenshot(page: Page, name: str, selector: str = "main") -> None:
    """Save a screenshot of the first element that matches."""
    page.locator(selector).first.screenshot(path=SCREENSHOTS / f"{name}.png", animations="disabled")


def new_page(browser: Browser, language: str = "en-GB") -> Page:
    """A page in a new browser context, without cookies."""
    return browser.new_context(viewport=VIEWPORT, locale=language, color_scheme="light").new_page()


def sign_in_as_administrator(browser: Browser, demo: Demo) -> Page:
    """Sign in with the address from the command line, and show the steps of each guide."""
    page = new_page(browser)
    page.goto(demo.command("admin", "link").strip())
    page.locator("[data-next] button").click()
    page.wait_for_url("**/admin")
    for family in GUIDES:
        page.goto(f"{demo.tool}/admin/connect/{family}")
        take_screenshot(page, f"steps-{family}", "ol.guide")
    return page


def register_platform(browser: Browser, demo: Demo, admin_page: Page) -> None:
    """Create an invitation, and register with it in the platform's window."""
    admin_page.goto(f"{demo.tool}/admin/connect/moodle")
    admin_page.locator("form[data-next] select[name=country]").select_option("FI")
    admin_page.locator("form[data-next] button").click()
    page = new_page(browser)
    page.goto(f"{demo.lms}/tools")
    page.locator("input[name=url]").fill(admin_page.locator("#invitation").input_value())
    page.locator("button[value=add]").click()
    frame = page.frame_locator("iframe[name=tool]")
    frame.locator("[data-close]").wait_for()
    take_screenshot(page, "registered", "iframe[name=tool]")
    frame.locator("[data-close]").click()
    page.wait_for_url("**/tools")
    page.locator("li", has_text="Pending").locator("button[value=activate]").click()


def approve_platform(admin_page: Page, demo: Demo) -> None:
    """Wait until the guide shows the registration, and approve it."""
    admin_page.goto(f"{demo.tool}/admin/connect/moodle")
    admin_page.locator("#arrived .notice.good").wait_for()
    take_screenshot(admin_page, "arrived", "#arrived")
    admin_page.locator("#arrived .notice.good").locator("a, button").click()
    admin_page.locator("form[data-next] button").click()


def open_picker(browser: Browser, demo: Demo) -> None:
    """Show a teacher the lessons to add."""
    page = new_page(browser)
    number = staff(demo, "fi-8b")
    page.goto(f"{demo.lms}/course/fi-8b?as={number}")
    page.locator("a[href*='/add/']").last.click()
    Person(demo, page, pack("finland")).tool_frame()
    take_screenshot(page, "choose", "iframe[name=tool]")


def finish_lessons(browser: Browser, demo: Demo) -> None:
    """Let two pupils finish a lesson."""
    for index in (3, 4):
        page = new_page(browser)
        _, number = pupil(demo, FINLAND, index)
        person = Person(demo, page, pack("finland"))
        frame = person.opens(FINLAND["activity"], number, FINLAND["course"])
        frame.goto(f"{demo.tool}/lessons/{FINLAND['lesson']}")
        person.finishes(person.frame(), FINLAND["lesson"])


def open_gradebook(browser: Browser, demo: Demo) -> None:
    """Show a teacher the class, and the state of each score."""
    page = new_page(browser)
    page.set_viewport_size({"width": 1180, "height": 760})
    number = staff(demo, "fi-8b")
    frame = Person(demo, page, pack("finland")).opens(FINLAND["activity"], number, FINLAND["course"])
    take_screenshot(page, "class", "iframe[name=tool]")
    frame.locator("a[href*='/reports']").first.click()
    frame.locator("a[href*='/gradebook']").first.click()
    frame.locator("ul.marks").wait_for()
    take_screenshot(page, "scores", "iframe[name=tool]")


def check_connection(admin_page: Page, demo: Demo) -> None:
    """Check the platform's connection step by step."""
    admin_page.goto(f"{demo.tool}/admin")
    admin_page.get_by_role("link", name="Koulu / Skole", exact=True).first.click()
    used = admin_page.locator("li", has_text="careered-demo").get_by_role("link")
    if used.count():  # of two platforms of one name this is the one with courses
        used.click()
    admin_page.locator("form[action$='/check'] button").click()
    checks = admin_page.locator("ul.findings")
    checks.locator("li").nth(8).wait_for(timeout=60_000)
    checks.evaluate("checks => checks.style.padding = '.5rem'")
    take_screenshot(admin_page, "check", "ul.findings")


def take_cards(browser: Browser) -> None:
    """Show each kind of card as the pack guide has it in its examples."""
    with tempfile.TemporaryDirectory() as name:
        folder, shots = Path(name) / "iceland", Path(name) / "shots"
        write_pack_of_the_guide(folder)
        size = size_of(SIZES[0])
        with served(folder, Path(name)) as site, page_of_a_new_pupil(browser, site, "guide", "en", size) as page:
            walk = Walk(page, site, site.school.lesson("is-1"), "en", slips=False, shots=shots).goes()
            for card in reversed(walk.lesson.steps):  # of two of a kind the first one stays
                shot = next(shots.glob(f"*-{card.id}.png"))
                shot.replace(SCREENSHOTS / f"card-{card.kind}.png")


if __name__ == "__main__":
    main()
