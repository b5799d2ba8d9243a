"""Routes of the lesson player. Fixed path segments are no step ids: `packs.references`."""

from starlette.routing import Route

from careered.feedback.store import ON_STEP, UNREAD
from careered.lessons.done_views import show_done
from careered.lessons.draft_views import save_draft
from careered.lessons.easy_views import switch_easy
from careered.lessons.feedback_banner import mark_read
from careered.lessons.formats import by_format
from careered.lessons.home_views import AROUND, show_home
from careered.lessons.lesson_views import request_alternative, show_lesson, start_lesson
from careered.lessons.map_sheet import serve_map_sheet
from careered.lessons.picture_views import serve_picture
from careered.lessons.player.card_views import show_card, submit_card
from careered.lessons.player.cover_views import show_cover
from careered.lessons.requirement_views import show_requirements
from careered.lessons.step_views import show_step, submit_step
from careered.live.live_rows import OWN
from careered.progress.queries import ANSWERS
from careered.progress.standing import EVENTS, STANDING
from careered.roster.classes import CLASS
from careered.web.permissions import Audience
from careered.web.routes import action, page, route

# Prefetched in the statement that finds the session.
_PUPIL = (CLASS, EVENTS)
_HOME = (*_PUPIL, OWN, UNREAD, AROUND)
_CARD = (*_PUPIL, ANSWERS, ON_STEP)
_ANSWER = (CLASS, ANSWERS, *STANDING)


def routes() -> list[Route]:
    """The player's routes; the order matters: fixed segments come before {step}."""
    return [
        action("/feedback/read", mark_read, audience=Audience.PUPIL, after_leaving=True),
        route("/pictures/{pack}/{version}/{name}", serve_picture, who=Audience.EVERYONE, methods=["GET"]),
        route("/maps/{pack}/{version}/{lang}.css", serve_map_sheet, who=Audience.EVERYONE, methods=["GET"]),
        action("/easy-language", switch_easy, audience=Audience.PUPIL, after_leaving=True),
        page("/lessons", show_home, audience=Audience.PUPIL, is_short=True, prefetch=_HOME),
        page("/requirements", show_requirements, audience=Audience.PUPIL, prefetch=_PUPIL),
        page(
            "/lessons/{lesson}",
            by_format(show_lesson, show_cover),
            audience=Audience.PUPIL,
            is_short=True,
            prefetch=(*_PUPIL, OWN),
        ),
        action("/lessons/{lesson}/start", start_lesson, audience=Audience.PUPIL, is_short=True),
        action("/lessons/{lesson}/alternative", request_alternative, audience=Audience.PUPIL),
        page("/lessons/{lesson}/done", show_done, audience=Audience.PUPIL, is_short=True),
        page(
            "/lessons/{lesson}/{step}",
            by_format(show_step, show_card),
            audience=Audience.PUPIL,
            is_short=True,
            prefetch=_CARD,
        ),
        action(
            "/lessons/{lesson}/steps/{step}",
            by_format(submit_step, submit_card),
            audience=Audience.PUPIL,
            is_short=True,
            prefetch=_ANSWER,
        ),
        action(
            "/lessons/{lesson}/steps/{step}/draft", save_draft, audience=Audience.PUPIL, is_short=True, when_idle=True
        ),
    ]
