"""An administrator who has just come in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from careered.web import one_time
from tests.support.pages import Page
from tests.support.people import Browser
from tests.support.school import School, school


@dataclass
class Office:
    """A school, and the browser of the one who looks after careered."""

    school: School
    browser: Browser

    def link(self, *, organisation: str = "town", lives: timedelta = timedelta(hours=24)) -> str:
        """A one-time address for an administrator, as the command line makes it."""
        with self.school.database.write() as db:
            return "/admin/enter?key=" + one_time.make(db, organisation, one_time.ADMIN, lives=lives)

    def enter(self) -> Page:
        """Go in by a fresh address."""
        return self.browser.press(self.browser.get(self.link()))

    def platform(self) -> Page:
        """The page of the one connected platform."""
        return self.browser.get(str(self.browser.get("/admin").one(".platforms a").attrs["href"]))


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with school(database_url) as found:
        browser = Browser.of(found)
        yield Office(found, browser)
        browser.close()
