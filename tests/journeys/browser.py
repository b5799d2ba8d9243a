"""A browser in a platform's frame: one that keeps our cookies, or one that keeps none and has only forms."""

from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy

from tests.support.pages import Page
from tests.support.people import Browser
from tests.support.school import School


@dataclass
class FrameBrowser(Browser):
    """Does what the pages' script does: platform storage, and submitting forms by itself.

    keeps_cookies: whether it stores cookies. session: the token in the forms. storage: lti.put_data.
    """

    keeps_cookies: bool = True
    session: str = ""
    storage: dict[str, str] = field(default_factory=dict)

    @classmethod
    def new_frame(cls, school: School, *, keeps_cookies: bool = True) -> "FrameBrowser":
        """A new browser."""
        browser = cls(school, school.lms_client(), school.tool_client(), keeps_cookies=keeps_cookies)
        if not keeps_cookies:
            browser.tool.cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        return browser

    def start_launch(self, person_id: str, activity_id: str) -> Page:
        """Open an activity and stop at the platform's form that posts the token."""
        activity_page = Page(self.lms.get(f"/launch/{activity_id}?as={person_id}"))
        login = activity_page.form("form")
        response = self._client(login.action).request(login.method.upper(), login.action, data=dict(login.fields))
        page = Page(self.follow(response))
        for storage_element in page.all("[data-lti-storage=put]"):
            self.storage[str(storage_element.attrs["data-key"])] = str(storage_element.attrs["data-value"])
            page = Page(self.follow(self.lms.get(str(storage_element.attrs["data-address"]))))
        return page

    def open(self, person_id: str, activity_id: str) -> Page:
        """Open an activity on the platform and follow the launch to its first page."""
        page = self.submit(self.start_launch(person_id, activity_id).form("form"))
        for storage_element in page.all("[data-lti-storage=get]"):
            page = self.submit(page.form("form"), binding=self.storage[str(storage_element.attrs["data-key"])])
        if page.all("[data-lti-storage=enter]"):
            self.session = dict(page.form("form").fields)["session"]
            page = self.submit(page.form("form"))
        return page

    def get(self, path: str) -> Page:
        """Go to a page of the tool; without cookies by a form that carries the session."""
        if self.keeps_cookies:
            return super().get(path)
        return Page(self.follow(self.tool.post(path, data={"session": self.session})))
