"""Whose turn it is: which step a pupil may be at, and a friendly way back for those who came too early."""

from starlette.responses import Response

from careered.lessons.play import comes_first, current_step, is_open
from careered.lessons.pupil import Seat
from careered.packs.models import Lesson, StepContent
from careered.web.edge import Ask


def first_of(ask: Ask, seat: Seat) -> tuple[Lesson, ...]:
    """The lessons that come before this one. A lesson that was begun stays open; visitors may try everything."""
    if not ask.me.saves or seat.lesson.id in seat.played.begun:
        return ()
    return comes_first(seat.pupil.pack, seat.lesson, seat.played)


def may_visit(ask: Ask, seat: Seat, step: StepContent) -> bool:
    """Whether a step is the pupil's turn. Visitors for whom nothing is stored may look at everything."""
    return not ask.me.saves or (not first_of(ask, seat) and is_open(seat.lesson, step, seat.played))


def address(seat: Seat) -> str:
    """Where a pupil of this lesson belongs: the first step that is not done, or the end."""
    step = current_step(seat.lesson, seat.played)
    return f"/lessons/{seat.lesson.id}/{step.id if step else 'done'}"


def out_of_order(ask: Ask, seat: Seat) -> Response:
    """The refusal `step_order` as a page of the pupil's own, with the way to the right place."""
    first = first_of(ask, seat)
    ask.here = f"/lessons/{first[0].id}" if first else address(seat)
    answer = ask.render("lessons/order.html", status=409, first=first, href=ask.here)
    answer.headers["Careered-Code"] = "step_order"
    return answer
