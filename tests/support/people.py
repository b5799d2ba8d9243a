"""People who go through pages: they open an activity on the platform, press what leads on, and fill in forms."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2
from httpx2 import Response

from careered.lessons.kinds.check import Content as Check
from careered.packs.models import Lesson, Pack, StepContent
from tests.support.pages import Form, Page
from tests.support.school import LMS, School


@dataclass
class Browser:
    """One browser with the platform in one tab and the tool in its frame."""

    school: School
    lms: httpx2.Client
    tool: httpx2.Client
    platform_address: str = LMS

    @classmethod
    def new(cls, school: School, **headers: str) -> "Browser":
        """A new browser without any cookie."""
        return cls(school, school.lms_client(), school.tool_client(**headers))

    def close(self) -> None:
        """Close both connections."""
        self.lms.close()
        self.tool.close()

    def open(self, person_id: str, activity_id: str) -> Page:
        """Open an activity on the platform and follow the launch to its first page."""
        return self.begin(f"/launch/{activity_id}?as={person_id}")

    def begin(self, address: str) -> Page:
        """Begin any message at an address of the platform and follow it to its first page here."""
        start = Page(self.lms.get(address))
        login = start.form("form")
        response = self._client(login.action).request(login.method.upper(), login.action, data=dict(login.fields))
        page = Page(self.follow(response))
        if page.all("[data-lti-storage=put]"):  # the platform would keep our secret; this browser keeps cookies too
            page = Page(self._client(self.platform_address).get(str(page.next_control.attrs["href"])))
        return self.submit(page.form("form"))

    def _client(self, address: str) -> httpx2.Client:
        return self.lms if address.startswith(self.platform_address) else self.tool

    def follow(self, response: Response) -> Response:
        """Follow redirects as browsers do, to whichever site they lead."""
        while response.status_code in {302, 303, 307}:
            address = str(response.url.join(response.headers["location"]))
            if response.status_code == 307:
                content = response.request.content
                headers = {"content-type": response.request.headers["content-type"]}
                response = self._client(address).post(address, content=content, headers=headers)
            else:
                response = self._client(address).get(address)
        return response

    def get(self, path: str) -> Page:
        """Go to a page of the tool."""
        return Page(self.follow(self.tool.get(path)))

    def submit(self, form: Form, **answers: str | list[str]) -> Page:
        """Send a form with answers, and follow where it leads."""
        return Page(self.follow(self.send(form, **answers)))

    def send(self, form: Form, **answers: str | list[str]) -> Response:
        """Send a form with answers; the bare answer of the server."""
        data: dict[str, list[str]] = {}
        for name, value in form.values_with(**answers):
            data.setdefault(name, []).append(value)
        return self._client(form.action).post(form.action, data=data)

    def press_next(self, page: Page, **answers: str | list[str]) -> Page:
        """Press the one thing that leads on."""
        if page.next_control.name == "a":
            return self.get(str(page.next_control.attrs["href"]))
        return self.submit(page.next_form, **answers)


def answers_for(step: StepContent, form: Form) -> dict[str, str | list[str]]:
    """Sensible answers to a step: right ones to a check, words in texts, the first of other choices."""
    right_answers = {question.field: question.answer for question in step.questions} if isinstance(step, Check) else {}
    texts = {name: f"Löysin {index} – tämän: æøå 👩‍🔧" for index, name in enumerate(form.texts, 1)}
    choices = {name: values[:1] for name, values in form.choices.items() if name not in {"tell", "page_closed"}}
    return {**texts, **choices, **different_ones(form.lists), **right_answers}


def different_ones(lists: dict[str, list[str]]) -> dict[str, str]:
    """A value for each list, none twice while they last: places in an order, partners, or the boxes of a sort."""
    taken: set[str] = set()
    chosen: dict[str, str] = {}
    for name, values in lists.items():
        given = [value for value in values if value]
        chosen[name] = next((value for value in given if value not in taken), given[0])
        taken.add(chosen[name])
    return chosen


def step_at(pack: Pack, path: str) -> StepContent | None:
    """The step that a page's address shows, or None."""
    parts = urlsplit(path).path.strip("/").split("/")
    lesson = pack.lesson(parts[1]) if len(parts) > 2 and parts[0] == "lessons" else None
    step_ids = parts[3:4] if len(parts) > 3 else parts[2:3]
    return next((step for step in lesson.steps if [step.id] == step_ids), None) if lesson else None


def finish_lesson(browser: Browser, pack: Pack, page: Page, lesson: Lesson) -> Page:
    """Go through a lesson from wherever the page stands to its last page."""
    *_, last = pages_to_end(browser, pack, page, lesson)
    return last


def pages_to_end(browser: Browser, pack: Pack, page: Page, lesson: Lesson) -> Iterator[Page]:
    """The page, and each one that follows as somebody goes through the lesson to its last page."""
    yield page
    for _ in range(8 * len(lesson.steps) + 8):
        if page.path == f"/lessons/{lesson.id}/done":
            return
        step = step_at(pack, page.path)
        form = page.next_form if page.next_control.name != "a" else None
        answers = answers_for(step, form) if step and form else {}
        page = browser.press_next(page, **answers)
        assert page.response.status_code == 200, (page.response.status_code, page.path, page.main_text)
        yield page
    raise AssertionError(f"{lesson.id} has no end: {page.path}: {page.main_text}")
