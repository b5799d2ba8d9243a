"""One step: looking at it, and handing it in.

Forms are plain POSTs with 303 (docs/decisions/0005): they work without JavaScript, in every frame, with Back.
"""

from starlette.responses import Response

from careered.lessons.answers import Fields, Reading
from careered.lessons.keep import complete, saved_of
from careered.lessons.kinds import kind_of
from careered.lessons.order import may_visit, out_of_order
from careered.lessons.play import enough_right
from careered.lessons.pupil import Seat, seat_of, step_of
from careered.lessons.step_page import onward, step_page
from careered.packs.models import StepContent
from careered.web.edge import Ask


def show_step(ask: Ask) -> Response:
    """GET /lessons/{lesson}/{step}: the step with what was typed; once done, with careered's answer to it."""
    seat = seat_of(ask)
    step = step_of(ask, seat)
    if not may_visit(ask, seat, step):
        return out_of_order(ask, seat)
    done = ask.me.saves and seat.played.has(seat.lesson, step)
    answered = done and kind_of(step).GIVES_FEEDBACK and "change" not in ask.query
    return step_page(ask, seat, step, saved_of(ask, seat, step), answered=answered)


def hand_in(ask: Ask) -> Response:
    """POST /lessons/{lesson}/steps/{step}: answer and fact in one transaction, or the page with what is wrong."""
    seat = seat_of(ask)
    step = step_of(ask, seat)
    if not may_visit(ask, seat, step):
        return out_of_order(ask, seat)
    kind = kind_of(step)
    reading = kind.read_answer(step, Fields(ask.form))
    if reading.problems or not _clear(seat, step, reading):
        return step_page(ask, seat, step, saved_of(ask, seat, step), reading=reading)
    if ask.me.saves:
        complete(ask, seat, step, reading)
    elif kind.GIVES_FEEDBACK:
        return step_page(ask, seat, step, None, reading=reading, answered=True)
    return ask.go(f"/lessons/{seat.lesson.id}/{step.id}" if kind.GIVES_FEEDBACK else onward(seat, step))


def _clear(seat: Seat, step: StepContent, reading: Reading) -> bool:
    """Whether enough of a check is right; other kinds let everybody go on."""
    passing = getattr(step, "passing", None)
    return passing is None or enough_right(seat.pupil.pack, seat.lesson, passing, reading.right, reading.of)
