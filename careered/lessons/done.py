"""The end of a lesson: what is kept, how much is done, and the mark on its way to the platform."""

from starlette.responses import Response

from careered.clock import now
from careered.lessons.evidence import evidence_of
from careered.lessons.marks import MarkLine, mark_line
from careered.lessons.order import out_of_order
from careered.lessons.play import LessonState, next_lesson
from careered.lessons.pupil import Seat, seat_of
from careered.lessons.together import together_of
from careered.progress.evidence import Evidence
from careered.progress.read import answers_of
from careered.progress.wishes import REQUIREMENTS, mark
from careered.web.edge import Ask

POLL_SECONDS, MOST_POLLS = 3, 40


def show_done(ask: Ask) -> Response:
    """GET /lessons/{lesson}/done. An open page asks again with what it has seen: 204 while nothing has changed.

    Thus a screen reader hears the line only when it changes. `until` in the address ends the asking.
    """
    seat = seat_of(ask)
    if ask.me.saves and seat.played.state(seat.lesson.id) is not LessonState.DONE:
        return out_of_order(ask, seat)
    line = mark_line(ask.db, seat.pupil, seat.lesson.id, ask.lang) if ask.me.saves else None
    poll = _poll(line, _until(ask))
    if ask.fragment and line and poll and line.state == ask.query.get("seen"):
        return Response(status_code=204)
    done, total = mark(ask.db, seat.pupil.where, REQUIREMENTS)
    return ask.render(
        "lessons/done.html",
        block="mark",
        lesson=seat.lesson,
        together=together_of(ask, seat.pupil.course),
        kept=_kept(ask, seat),
        done=done,
        total=total,
        mark=line,
        poll=poll,
        seconds=POLL_SECONDS,
        following=next_lesson(seat.pupil.pack, seat.pupil.grade, seat.played, seat.lesson.id),
    )


def _until(ask: Ask) -> int:
    """Until when an open page asks about the mark (epoch seconds): some forty times, then it is left alone."""
    latest, given = int(now().timestamp()) + POLL_SECONDS * MOST_POLLS, ask.query.get("until", "")
    return min(int(given), latest) if given.isdecimal() and len(given) < 12 else latest


def _poll(line: MarkLine | None, until: int) -> str:
    """The query with which an open page asks; empty when it need not."""
    if line is None or line.settled or now().timestamp() >= until:
        return ""
    return f"seen={line.state}&until={until}"


def _kept(ask: Ask, seat: Seat) -> list[Evidence]:
    """The pupil's own lines of the lesson's plan."""
    lesson = seat.lesson
    answers = answers_of(ask.db, seat.pupil.where.keys, lesson.id) if ask.me.saves else {}
    plans = [step for step in lesson.steps if step.kind == "plan" and (lesson.id, step.id) in answers]
    return [
        line
        for step in plans
        for line in evidence_of(seat.pack, lesson.id, step.id, answers[lesson.id, step.id].values, ask.lang)
    ]
