"""Routes of a live lesson: the pupils' page and the staff's."""

from starlette.routing import Route

from careered.live import staff_views
from careered.live.class_head import HEAD
from careered.live.go_views import show_go
from careered.live.live_rows import GROUP, OWN, STAFF_ROWS, WALL_ROWS
from careered.live.pupil_views import answer_exit_ticket, show_live_lesson
from careered.live.start_views import start_lesson
from careered.roster.classes import CLASS
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Everybody finds a course by the code on its wall; pupils follow and answer; staff start, ask and end."""
    return [
        page("/go", show_go, audience=Audience.EVERYONE),
        page("/live-lesson", show_live_lesson, audience=Audience.PUPIL, is_short=True, prefetch=(CLASS, OWN)),
        action("/live-lesson/exit-ticket", answer_exit_ticket, audience=Audience.PUPIL, is_short=True),
        page(
            "/teacher/class/{id}/live-lesson",
            staff_views.show_live_lesson,
            audience=Audience.STAFF,
            is_short=True,
            prefetch=(CLASS, *STAFF_ROWS),
            page_prefetch=(HEAD,),
            by_query=(GROUP,),
        ),
        page(
            "/teacher/class/{id}/live-lesson/wall",
            staff_views.show_wall,
            audience=Audience.STAFF,
            is_short=True,
            prefetch=(CLASS, *WALL_ROWS),
            by_query=(GROUP,),
        ),
        action("/teacher/class/{id}/live-lesson/start", start_lesson, audience=Audience.STAFF),
        action("/teacher/class/{id}/live-lesson/exit-ticket", staff_views.set_exit_ticket, audience=Audience.STAFF),
        action("/teacher/class/{id}/live-lesson/length", staff_views.set_length, audience=Audience.STAFF),
        action("/teacher/class/{id}/live-lesson/end", staff_views.end_lesson, audience=Audience.STAFF),
    ]
