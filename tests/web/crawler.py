"""Somebody who goes everywhere: every step with mistakes first, wrong answers, second looks, and closed doors."""

from dataclasses import dataclass, field

from httpx2 import Response

from careered.lessons.kinds.check import Content as Check
from careered.packs.models import Lesson, Pack
from tests.support.pages import Form, Page
from tests.support.people import Browser, different_ones, step_at

TYPED_TEXT = "Ænder på øen 👩‍🔧"
FLAGS = {"tell", "page_closed", "share"}


@dataclass
class Crawler(Browser):
    """A browser that remembers every page of the tool. flags: whether boxes such as "tell my teacher" are ticked."""

    pages_seen: list[Page] = field(default_factory=list)
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
            self.pages_seen.append(page)
        return page

    def walk_lesson(self, pack: Pack, lesson: Lesson) -> None:
        """The lesson from its first page to its last, then every step again."""
        self.get(f"/lessons/{lesson.id}/{lesson.steps[-1].id}")
        page = self.get(f"/lessons/{lesson.id}")
        for _ in range(8 * len(lesson.steps) + 8):
            if page.path == f"/lessons/{lesson.id}/done":
                break
            page = self.answer_step(pack, page)
        assert page.path == f"/lessons/{lesson.id}/done"
        for step in lesson.steps:
            self.get(f"/lessons/{lesson.id}/{step.id}")
            self.get(f"/lessons/{lesson.id}/{step.id}?change=1")
        self.get(f"/lessons/{lesson.id}")

    def answer_step(self, pack: Pack, page: Page) -> Page:
        """Press what leads on: where something is asked, with nothing, then wrongly, then well."""
        if page.next_control.name == "a":
            return self.press_next(page)
        form = page.next_form
        if not (form.texts or form.choices or form.lists):
            return self.press_next(page)
        self.submit(form, **{name: [] for name in (*form.texts, *form.choices, *form.lists)})
        step = step_at(pack, page.path)
        valid: dict[str, str | list[str]] = self._valid_answers(form)
        if isinstance(step, Check):
            self.submit(
                form,
                **{question.field: _wrong_option(form, question.field, question.answer) for question in step.questions},
            )
            valid |= {question.field: question.answer for question in step.questions}
        return self.submit(form, **valid)

    def _valid_answers(self, form: Form) -> dict[str, str | list[str]]:
        chosen = {name: ids[:1] if self.flags or name not in FLAGS else [] for name, ids in form.choices.items()}
        return {**dict.fromkeys(form.texts, TYPED_TEXT), **chosen, **different_ones(form.lists)}


def _wrong_option(form: Form, name: str, right: str) -> str:
    return next(option for option in form.choices[name] if option != right)
