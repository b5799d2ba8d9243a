"""The cover of a lesson of cards: what it is, how long, what one gets, who sees; then one button."""

from starlette.responses import Response

from careered.lessons.attempt import LessonAttempt
from careered.lessons.gating import blocking_lessons, current_step_url
from careered.lessons.lesson_views import show_lesson
from careered.lessons.player.card_page import segments
from careered.lessons.sequencing import LessonState
from careered.lessons.visibility import ONLY_YOU, has_private_part
from careered.live.pupil_views import live_lesson_card
from careered.packs.picture_address import picture_url
from careered.web.request import PageRequest


def show_cover(req: PageRequest, attempt: LessonAttempt) -> Response:
    """GET /lessons/{lesson}: the cover; of a begun lesson the next open card, for that is where its pupil wants to go.

    `?cover`, and whoever's class does another lesson now, sees the cover all the same. `?about`, a finished and a
    blocked lesson: the page of every lesson.
    """
    state = attempt.progress.state(attempt.lesson.id)
    if "about" in req.query or state is LessonState.DONE or blocking_lessons(req, attempt):
        return show_lesson(req, attempt)
    live_lesson = live_lesson_card(req, attempt.pupil.class_scope)
    is_elsewhere = live_lesson is not None and live_lesson.is_elsewhere(attempt.lesson)
    if state is LessonState.IN_PROGRESS and "cover" not in req.query and not is_elsewhere:
        return req.redirect(current_step_url(attempt))
    is_short = attempt.lesson.id in attempt.pupil.catch_up_lessons
    return req.render(
        "lessons/cover.html",
        lesson=attempt.lesson,
        live_lesson=live_lesson,
        picture_url=lambda picture: picture_url(attempt.pack, picture),
        minutes=attempt.lesson.short_version_minutes if is_short else attempt.lesson.minutes,
        only_you=req.gettext(ONLY_YOU).rstrip(".") if has_private_part(attempt.lesson) else "",
        is_begun=state is LessonState.IN_PROGRESS,
        segments=segments(attempt, None),
        back_url="/lessons",
    )
