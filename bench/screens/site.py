"""A pack on a port, and a browser before it. Each walk has a pupil and a browser profile of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from sqlalchemy import insert

from careered.clock import now
from careered.roster.keys import PersonKey
from careered.roster.tables import Person
from careered.web.session_cookies import COOKIE
from tests.browser.conftest import CHROMIUM, NOT_NEEDED
from tests.browser.test_player import Bay
from tests.lessons.factories import Visitor, harbour_school
from tests.support.databases import fresh
from tests.support.enrolment import DEPLOYMENT, ORGANISATION

PATIENCE_MS = 20_000


class Site(Bay):
    """A school with a pack, served on a port."""

    def lets_in(self, context: BrowserContext, lang: str, pupil: str) -> None:
        """Give a browser the visit of a new pupil. pupil: their id; options stand in an order that follows from it."""
        visitor = self.new_pupil(pupil, lang)
        cookie = {
            "name": COOKIE,
            "value": visitor.viewer.token,
            "url": self.url.replace("http:", "https:"),
            "secure": True,
        }
        context.add_cookies([cookie])  # type: ignore[list-item]

    def new_pupil(self, pupil: str, lang: str) -> Visitor:
        """Somebody in a class of their own, whose id is known beforehand: the same walk meets the same screens."""
        keys = PersonKey(ORGANISATION, "p", DEPLOYMENT, pupil).columns()
        with self.school.database.transaction() as db:
            db.execute(insert(Person.__table__).values(**keys, id=pupil, name="", blocked=False, created_at=now()))
        return self.school.visitor(pupil, course=pupil, lang=lang, languages=tuple(self.school.pack.languages))


@contextmanager
def served(folder: Path, database_folder: Path) -> Iterator[Site]:
    """The pack of a folder, with a database of its own."""
    with fresh("sqlite", database_folder) as url, harbour_school(url, folder) as school:
        site = Site(school)
        with site:
            yield site


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking", f"--disable-features={NOT_NEEDED}"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@contextmanager
def page_of_a_new_pupil(
    browser: Browser, site: Site, pupil: str, lang: str, size: ViewportSize, **options: Any
) -> Iterator[Page]:
    """A page in a new profile, with nothing in its cache. pupil: an id that nobody has yet."""
    context = browser.new_context(viewport=size, locale=lang, reduced_motion="reduce", **options)
    context.set_default_timeout(PATIENCE_MS)
    site.lets_in(context, lang, pupil)
    try:
        yield context.new_page()
    finally:
        context.close()
