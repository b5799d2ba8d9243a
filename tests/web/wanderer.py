"""Somebody who goes everywhere: every step with mistakes first, wrong answers, second looks, and closed doors."""

from dataclasses import dataclass, field

from httpx2 import Response

from careered.lessons.kinds.check import Content as Check
from careered.packs.models import Lesson, Pack
from tests.support.pages import Form, Page
from tests.support.people import Browser, step_of

TYPED = "Ænder på øen 👩‍🔧"
FLAGS = {"tell", "page_closed", "share"}


@dataclass
class Wanderer(Browser):
    """A browser that remembers every page of the tool. flags: whether boxes such as "tell my teacher" are ticked."""

    seen: list[Page] = field(default_factory=list)
    flags: bool = True

    def follow(self, response: Response) -> Response:
        """Follow redirects; the pages between platform and tool, which nobody keeps, are remembered here."""
        end = super().follow(response)
        if "/lti/" in end.url.path and "html" in end.headers.get("content-type", ""):
            self.remember(Page(end))
        return end

    def get(self, path: str) -> Page:
        """Go to a page and remember it."""
        return self.remember(super().get(path))

    def submit(self, form: Form, **answers: str | list[str]) -> Page:
        """Send a form and remember the page where it leads."""
        return self.remember(super().submit(form, **answers))

    def remember(self, page: Page) -> Page:
        """A page of the tool is kept as it is: reading it again would take as long as everything else."""
        if not str(page.response.url).startswith(self.platform_address):
            self.seen.append(page)
        return page

    def goes_through(self, pack: Pack, lesson: Lesson) -> None:
        """The lesson from its first page to its last, then every step again."""
        self.get(f"/lessons/{lesson.id}/{lesson.steps[-1].id}")
        page = self.get(f"/lessons/{lesson.id}")
        for _ in range(4 * len(lesson.steps) + 4):
            if page.path == f"/lessons/{lesson.id}/done":
                break
            page = self.answers(pack, page)
        assert page.path == f"/lessons/{lesson.id}/done"
        for step in lesson.steps:
            self.get(f"/lessons/{lesson.id}/{step.id}")
            self.get(f"/lessons/{lesson.id}/{step.id}?change=1")
        self.get(f"/lessons/{lesson.id}")

    def answers(self, pack: Pack, page: Page) -> Page:
        """Press what leads on: where something is asked, with nothing, then wrongly, then well."""
        if page.leads_on.name == "a":
            return self.press(page)
        form = page.form("[data-next]")
        if not (form.texts or form.choices):
            return self.press(page)
        self.submit(form, **{name: [] for name in (*form.texts, *form.choices)})
        step = step_of(pack, page.path)
        good: dict[str, str | list[str]] = self._good(form)
        if isinstance(step, Check):
            self.submit(form, **{one.field: _wrong(form, one.field, one.answer) for one in step.questions})
            good |= {one.field: one.answer for one in step.questions}
        return self.submit(form, **good)

    def _good(self, form: Form) -> dict[str, str | list[str]]:
        chosen = {name: ids[:1] if self.flags or name not in FLAGS else [] for name, ids in form.choices.items()}
        return {**dict.fromkeys(form.texts, TYPED), **chosen}


def _wrong(form: Form, name: str, right: str) -> str:
    return next(option for option in form.choices[name] if option != right)
