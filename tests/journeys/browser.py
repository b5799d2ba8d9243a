"""A browser in a platform's frame: one that keeps our cookies, or one that keeps none and has only forms."""

from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy

from tests.support.pages import Page
from tests.support.people import Browser
from tests.support.school import School


@dataclass
class Visitor(Browser):
    """Does by hand what the pages' script does: platform storage, and going on by itself.

    keeps: whether cookies are kept. session: the secret that the forms carry. storage: what the platform keeps for us.
    """

    keeps: bool = True
    session: str = ""
    storage: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, school: School, *, keeps: bool = True) -> "Visitor":
        """A new browser."""
        made = cls(school, school.lms_client(), school.tool_client(), keeps=keeps)
        if not keeps:
            made.tool.cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        return made

    def begins(self, person_id: str, activity_id: str) -> Page:
        """Open an activity and stop at the platform's form that posts the token."""
        start = Page(self.lms.get(f"/launch/{activity_id}?as={person_id}"))
        login = start.form("form")
        sent = self._client(login.action).request(login.method.upper(), login.action, data=dict(login.fields))
        page = Page(self.follow(sent))
        for kept in page.all("[data-lti-storage=put]"):
            self.storage[str(kept.attrs["data-key"])] = str(kept.attrs["data-value"])
            page = Page(self.follow(self.lms.get(str(kept.attrs["data-address"]))))
        return page

    def open(self, person_id: str, activity_id: str) -> Page:
        """Open an activity on the platform and follow the launch to its first page."""
        page = self.submit(self.begins(person_id, activity_id).form("form"))
        for asked in page.all("[data-lti-storage=get]"):
            page = self.submit(page.form("form"), binding=self.storage[str(asked.attrs["data-key"])])
        if page.all("[data-lti-storage=enter]"):
            self.session = dict(page.form("form").fields)["session"]
            page = self.submit(page.form("form"))
        return page

    def get(self, path: str) -> Page:
        """Go to a page of the tool; without cookies by a form that carries the session."""
        if self.keeps:
            return super().get(path)
        return Page(self.follow(self.tool.post(path, data={"session": self.session})))
