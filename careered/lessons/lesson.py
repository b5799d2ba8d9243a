"""One lesson: its overview, its start, and its end."""

from starlette.responses import Response

from careered.clock import now
from careered.lessons import words
from careered.lessons.evidence import evidence_of
from careered.lessons.marks import MarkLine, mark_line
from careered.lessons.play import LessonState, comes_first, current_step, next_lesson
from careered.lessons.pupil import Seat, seat_of
from careered.progress import record
from careered.progress.evidence import Evidence
from careered.progress.read import answers_of
from careered.progress.wishes import REQUIREMENTS, mark
from careered.web.edge import Ask

POLL_SECONDS, MOST_POLLS = 3, 40


def show_lesson(ask: Ask) -> Response:
    """GET /lessons/{lesson}: what it is about, who sees what, and the start."""
    seat = seat_of(ask)
    state = seat.played.state(seat.lesson.id)
    return ask.render(
        "lessons/lesson.html",
        lesson=seat.lesson,
        pack=seat.pack,
        part_of=[one for key in seat.lesson.requirements if (one := seat.pack.requirement(key))],
        state=state,
        word=words.LESSON_STATES[state],
        first=first_of(ask, seat),
        following=next_lesson(seat.pupil.pack, seat.pupil.grade, seat.played, seat.lesson.id),
    )


def first_of(ask: Ask, seat: Seat) -> tuple[object, ...]:
    """The lessons that come before this one. A lesson that was begun stays open; visitors may try everything."""
    if not ask.me.saves or seat.lesson.id in seat.played.begun:
        return ()
    return comes_first(seat.pupil.pack, seat.lesson, seat.played)


def start(ask: Ask) -> Response:
    """POST /lessons/{lesson}/start: begin, or go on where one was."""
    seat = seat_of(ask)
    if first_of(ask, seat):
        return out_of_order(ask, seat)
    if ask.me.saves:
        record.lesson_started(ask.db, seat.pupil.where, seat.lesson.id)
    return ask.go(address(seat))


def address(seat: Seat) -> str:
    """Where a pupil of this lesson belongs: the first step that is not done, or the end."""
    step = current_step(seat.lesson, seat.played)
    return f"/lessons/{seat.lesson.id}/{step.id if step else 'done'}"


def out_of_order(ask: Ask, seat: Seat) -> Response:
    """A page for those who came too early, with the way to the right place. The refusal `step_order`."""
    first = comes_first(seat.pupil.pack, seat.lesson, seat.played) if first_of(ask, seat) else ()
    href = f"/lessons/{first[0].id}" if first else address(seat)
    ask.here = href
    answer = ask.render("lessons/order.html", status=409, first=first, href=href)
    answer.headers["Careered-Code"] = "step_order"
    return answer


def show_done(ask: Ask) -> Response:
    """GET /lessons/{lesson}/done: the end, what is kept, and the mark's way. An open page asks until it is there."""
    seat = seat_of(ask)
    if ask.me.saves and seat.played.state(seat.lesson.id) is not LessonState.DONE:
        return out_of_order(ask, seat)
    line = mark_line(ask.db, seat.pupil, seat.lesson.id, ask.lang) if ask.me.saves else None
    until = _until(ask)
    if ask.fragment and line and line.state == ask.query.get("seen") and now().timestamp() < until:
        return Response(status_code=204)
    done, total = mark(ask.db, seat.pupil.where, REQUIREMENTS)
    return ask.render(
        "lessons/done.html",
        block="mark",
        lesson=seat.lesson,
        kept=_kept(ask, seat),
        done=done,
        total=total,
        mark=line,
        poll=_poll(line, until),
        seconds=POLL_SECONDS,
        following=next_lesson(seat.pupil.pack, seat.pupil.grade, seat.played, seat.lesson.id),
    )


def _until(ask: Ask) -> int:
    """Until when an open page asks about the mark (epoch seconds): for forty times, then it is left alone."""
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
