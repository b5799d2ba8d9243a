"""Fixtures: an administrator of careered who has a sign-in link."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from careered.web import one_time
from tests.support.pages import Page
from tests.support.people import Browser
from tests.support.school import School, pupils_of, school


@dataclass
class AdminOffice:
    """A school, and the browser of its administrator of careered."""

    school: School
    browser: Browser

    def sign_in_link(self, *, organisation: str = "town", lives: timedelta = timedelta(hours=24)) -> str:
        """A one-time address for an administrator, as the command line makes it."""
        with self.school.database.transaction() as db:
            return "/admin/sign-in?key=" + one_time.create(db, organisation, one_time.ADMIN, ttl=lives)

    def sign_in(self) -> Page:
        """Sign in with a new one-time link."""
        return self.browser.press_next(self.browser.get(self.sign_in_link()))

    def platform_page(self) -> Page:
        """The page of the one connected platform."""
        return self.browser.get(str(self.browser.get("/admin").only(".platforms a").attrs["href"]))


@pytest.fixture
def office(database_url: str) -> Iterator[AdminOffice]:
    with school(database_url) as admin_school:
        browser = Browser.new(admin_school)
        yield AdminOffice(admin_school, browser)
        browser.close()


@pytest.fixture
def entered(office: AdminOffice) -> AdminOffice:
    """The office, signed in; a pupil has opened a course, so that there is an organisation with a country."""
    browser = Browser.new(office.school)
    browser.open(pupils_of(office.school.platform, "fi-8b")[0], "1")
    browser.close()
    office.sign_in()
    return office
