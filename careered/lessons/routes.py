"""The pupil's addresses. `done`, `start` and `other-way` are words of ours: no step may be called so (see `play`)."""

from starlette.routing import Route

from careered.lessons.done import show_done
from careered.lessons.draft import save_draft
from careered.lessons.home import show_home
from careered.lessons.lesson import other_way, show_lesson, start
from careered.lessons.letters import read
from careered.lessons.step import hand_in, show_step
from careered.web.permissions import Who
from careered.web.routes import action, page


def routes() -> list[Route]:
    """The player's routes; the order matters: the fixed words stand before the step."""
    return [
        action("/notes/seen", read, who=Who.PUPIL),
        page("/lessons", show_home, who=Who.PUPIL),
        page("/lessons/{lesson}", show_lesson, who=Who.PUPIL),
        action("/lessons/{lesson}/start", start, who=Who.PUPIL),
        action("/lessons/{lesson}/other-way", other_way, who=Who.PUPIL),
        page("/lessons/{lesson}/done", show_done, who=Who.PUPIL),
        page("/lessons/{lesson}/{step}", show_step, who=Who.PUPIL),
        action("/lessons/{lesson}/steps/{step}", hand_in, who=Who.PUPIL),
        action("/lessons/{lesson}/steps/{step}/draft", save_draft, who=Who.PUPIL),
    ]
