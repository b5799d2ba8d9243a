"""One lesson: its overview and its start."""

from starlette.responses import Response

from careered.lessons import words
from careered.lessons.order import address, first_of, out_of_order
from careered.lessons.play import LessonState, next_lesson
from careered.lessons.pupil import seat_of
from careered.progress import record
from careered.web.edge import Ask


def show_lesson(ask: Ask) -> Response:
    """GET /lessons/{lesson}: what it is about, who sees what, and the start."""
    seat = seat_of(ask)
    state = seat.played.state(seat.lesson.id)
    return ask.render(
        "lessons/lesson.html",
        lesson=seat.lesson,
        part_of=[one for key in seat.lesson.requirements if (one := seat.pack.requirement(key))],
        state=state,
        may_catch_up=bool(seat.lesson.catch_up) and state is LessonState.NOT_STARTED and ask.me.saves,
        is_short=seat.lesson.id in seat.pupil.short,
        word=words.LESSON_STATES[state],
        first=first_of(ask, seat),
        following=next_lesson(seat.pupil.pack, seat.pupil.grade, seat.played, seat.lesson.id),
    )


def start(ask: Ask) -> Response:
    """POST /lessons/{lesson}/start: begin, or go on where one was. way=catch_up: the shorter way, after an absence."""
    seat = seat_of(ask)
    if first_of(ask, seat):
        return out_of_order(ask, seat)
    if ask.me.saves:
        short = record.CATCH_UP in ask.form.get("way", []) and bool(seat.lesson.catch_up)
        record.lesson_started(ask.db, seat.pupil.where, seat.lesson.id, record.CATCH_UP if short else "")
        seat = seat_of(ask)
    return ask.go(address(seat))
