"""What the page sends while somebody types. The rules for two tabs are in `play`."""

from starlette.responses import Response

from careered.lessons.answers import TOO_LONG, UNREADABLE, Fields
from careered.lessons.keep import save, saved_of
from careered.lessons.kinds import kind_of
from careered.lessons.order import may_visit
from careered.lessons.play import draft_is_newer
from careered.lessons.pupil import seat_of, step_of
from careered.web.edge import Ask
from careered.web.refusals import Refused

REVISION_HEADER = "Careered-Revision"


def save_draft(ask: Ask) -> Response:
    """POST .../draft: keep what is typed, finished or not. Never makes a step done, never undoes one.

    204 with the new revision; 409 with the stored one when another tab saved later. The same draft twice (its
    answer was lost on the way) is fine.
    """
    seat = seat_of(ask)
    step = step_of(ask, seat)
    if not may_visit(ask, seat, step):
        raise Refused("step_order")
    reading, sent = kind_of(step).read_answer(step, Fields(ask.form)), _revision(ask)
    if any(problem.message in {TOO_LONG, UNREADABLE} for problem in reading.problems):
        raise Refused("answer_invalid")
    saved = saved_of(ask, seat, step)
    if saved and not draft_is_newer(sent, saved.revision):
        came_twice = sent == saved.revision and reading.values == saved.values
        return Response(status_code=204 if came_twice else 409, headers={REVISION_HEADER: str(saved.revision)})
    if ask.me.saves:
        save(ask, seat, step, reading, sent)
    return Response(status_code=204, headers={REVISION_HEADER: str(sent)})


def _revision(ask: Ask) -> int:
    given = ask.field("revision")
    if not (given.isdecimal() and given.isascii() and len(given) < 10):
        raise Refused("answer_invalid")
    return int(given)
