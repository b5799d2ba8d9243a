"""One lesson: its overview and its start."""

from starlette.responses import Response

from careered.lessons import words
from careered.lessons.order import address, first_of, out_of_order
from careered.lessons.play import LessonState, next_lesson
from careered.lessons.pupil import Seat, seat_of
from careered.lessons.together import together_of
from careered.progress import record
from careered.progress.read import Saved, answers_of
from careered.web.edge import Ask
from careered.web.refusals import Refused

LONGEST_WISH = 600


def show_lesson(ask: Ask) -> Response:
    """GET /lessons/{lesson}: what it is about, who sees what, and the start."""
    seat = seat_of(ask)
    state = seat.played.state(seat.lesson.id)
    return ask.render(
        "lessons/lesson.html",
        lesson=seat.lesson,
        together=together_of(ask, seat.pupil.course),
        part_of=[one for key in seat.lesson.requirements if (one := seat.pack.requirement(key))],
        state=state,
        may_catch_up=bool(seat.lesson.catch_up) and state is LessonState.NOT_STARTED and ask.me.saves,
        is_short=seat.lesson.id in seat.pupil.short,
        word=words.LESSON_STATES[state],
        first=first_of(ask, seat),
        other_way=_other_way(ask, seat),
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


def _other_way(ask: Ask, seat: Seat) -> Saved | None:
    """The wish to show a lesson in another way, where there is one."""
    if not ask.me.saves:
        return None
    return answers_of(ask.db, seat.pupil.where.keys, seat.lesson.id).get((seat.lesson.id, ""))


def other_way(ask: Ask) -> Response:
    """POST /lessons/{lesson}/other-way: tell staff that one would rather show or tell it; without words too.

    do=undo takes the wish back. It is as good as doing the steps: staff confirm it when they have seen it.
    """
    seat, text = seat_of(ask), ask.field("text")
    if len(text) > LONGEST_WISH or "\x00" in text:
        raise Refused("too_large")
    wanted = "" if ask.field("do") == "undo" else "another_way"
    if ask.me.saves:
        saved = _other_way(ask, seat)
        record.save_answer(
            ask.db,
            seat.pupil.where,
            seat.lesson.id,
            "",
            {"text": text if wanted else ""},
            revision=(saved.revision if saved else 0) + 1,
            help_wanted=wanted,
        )
    return ask.go(f"/lessons/{seat.lesson.id}")
