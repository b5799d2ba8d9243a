"""One step: the page, the answer handed in, and the draft while somebody types.

Forms are plain POSTs with 303 (docs/decisions/0005): they work without JavaScript, in every frame, with Back.
"""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from careered.lessons.answers import TOO_LONG, UNREADABLE, Fields, Reading
from careered.lessons.kinds import kind_of
from careered.lessons.lesson import first_of, out_of_order
from careered.lessons.options import judged, rows
from careered.lessons.play import beside, draft_is_newer, enough_right, finishes, is_open
from careered.lessons.pupil import Seat, seat_of, step_of
from careered.lessons.service_cards import cards_for
from careered.lessons.visibility import SEEN_BY, is_private
from careered.packs.models import StepContent
from careered.progress import record
from careered.progress.read import Saved, answers_of
from careered.progress.record import StepDone
from careered.web.edge import Ask
from careered.web.refusals import Refused

REVISION_HEADER = "Careered-Revision"
NOTHING: Mapping[str, Any] = {}


def show_step(ask: Ask) -> Response:
    """GET /lessons/{lesson}/{step}: the step with what was typed; once done, with careered's answer to it."""
    seat = seat_of(ask)
    step = step_of(ask, seat)
    if not _may(ask, seat, step):
        return out_of_order(ask, seat)
    saved = _saved(ask, seat, step)
    done = ask.me.saves and seat.played.has(seat.lesson, step)
    answered = done and kind_of(step).GIVES_FEEDBACK and "change" not in ask.query
    return _page(ask, seat, step, saved, answered=answered)


def hand_in(ask: Ask) -> Response:
    """POST /lessons/{lesson}/steps/{step}: answer and fact in one transaction, or the page with what is wrong."""
    seat = seat_of(ask)
    step = step_of(ask, seat)
    if not _may(ask, seat, step):
        return out_of_order(ask, seat)
    reading = kind_of(step).read_answer(step, Fields(ask.form))
    saved = _saved(ask, seat, step)
    if reading.problems or not _clear(seat, step, reading):
        return _page(ask, seat, step, saved, reading=reading)
    if ask.me.saves:
        _keep(ask, seat, step, reading, saved)
    elif kind_of(step).GIVES_FEEDBACK:
        return _page(ask, seat, step, saved, reading=reading, answered=True)
    return ask.go(_onward(seat, step, feedback=kind_of(step).GIVES_FEEDBACK))


def save_draft(ask: Ask) -> Response:
    """POST .../draft: keep what is typed, finished or not. Never makes a step done, never undoes one.

    204 with the new revision; 409 with the stored one when another tab saved later.
    """
    seat = seat_of(ask)
    step = step_of(ask, seat)
    if not _may(ask, seat, step):
        raise Refused("step_order")
    reading, sent = kind_of(step).read_answer(step, Fields(ask.form)), _revision(ask)
    if any(problem.message in {TOO_LONG, UNREADABLE} for problem in reading.problems):
        raise Refused("answer_invalid")
    saved = _saved(ask, seat, step)
    if saved and not draft_is_newer(sent, saved.revision):
        came_twice = sent == saved.revision and reading.values == saved.values
        return Response(status_code=204 if came_twice else 409, headers={REVISION_HEADER: str(saved.revision)})
    if ask.me.saves:
        _save(ask, seat, step, reading, sent)
    return Response(status_code=204, headers={REVISION_HEADER: str(sent)})


def _may(ask: Ask, seat: Seat, step: StepContent) -> bool:
    """Whether this step is the pupil's turn. Visitors for whom nothing is stored may look at everything."""
    return not ask.me.saves or (not first_of(ask, seat) and is_open(seat.lesson, step, seat.played))


def _saved(ask: Ask, seat: Seat, step: StepContent) -> Saved | None:
    if not ask.me.saves:
        return None
    return answers_of(ask.db, seat.pupil.where.keys, seat.lesson.id).get((seat.lesson.id, step.id))


def _clear(seat: Seat, step: StepContent, reading: Reading) -> bool:
    """Whether enough of a check is right; other kinds have nothing to be wrong about."""
    passing = float(getattr(step, "passing", 0))
    return enough_right(seat.pupil.pack, seat.lesson, passing, reading.right, reading.of)


def _keep(ask: Ask, seat: Seat, step: StepContent, reading: Reading, saved: Saved | None) -> None:
    where, lesson = seat.pupil.where, seat.lesson
    _save(ask, seat, step, reading, (saved.revision if saved else 0) + 1)
    record.lesson_started(ask.db, where, lesson.id)
    done = StepDone(lesson.id, step.id, step.kind, reading.right, reading.of)
    record.step_done(ask.db, where, done, last=finishes(lesson, step, seat.played))


def _save(ask: Ask, seat: Seat, step: StepContent, reading: Reading, revision: int) -> None:
    record.save_answer(
        ask.db,
        seat.pupil.where,
        seat.lesson.id,
        step.id,
        reading.values,
        revision=revision,
        help_wanted=reading.help_wanted,
    )


def _onward(seat: Seat, step: StepContent, *, feedback: bool = False) -> str:
    """Where a step leads: to its own page once more when careered answers, else to the next one."""
    following = step if feedback else beside(seat.lesson, step, 1)
    return f"/lessons/{seat.lesson.id}/{following.id if following else 'done'}"


def _revision(ask: Ask) -> int:
    given = ask.field("revision")
    if not (given.isdecimal() and given.isascii() and len(given) < 10):
        raise Refused("answer_invalid")
    return int(given)


def _page(
    ask: Ask,
    seat: Seat,
    step: StepContent,
    saved: Saved | None,
    *,
    reading: Reading | None = None,
    answered: bool = False,
) -> Response:
    """The step's page: with stored answers, with a reading that something is wrong about, or with feedback."""
    lesson, problems = seat.lesson, reading.problems if reading else ()
    values = reading.values if reading else (saved.values if saved else NOTHING)
    before, private = beside(lesson, step, -1), is_private(step, dict(values))
    ask.here = f"/lessons/{lesson.id}/{step.id}"  # also after a POST: the language switch comes back here
    return ask.render(
        "lessons/step.html",
        status=422 if reading and not answered else 200,
        lesson=lesson,
        page=ask.here,
        step=step,
        number=lesson.steps.index(step) + 1,
        steps=[(one.title.in_language(ask.lang), seat.played.has(lesson, one)) for one in lesson.steps],
        before=f"/lessons/{lesson.id}/{before.id}" if before else f"/lessons/{lesson.id}",
        onward=_onward(seat, step),
        last=beside(lesson, step, 1) is None,
        values=values,
        problems=[(problem.field, ask.translate(problem.message)) for problem in problems],
        retry=reading if reading and not problems and not answered else None,
        answered=answered,
        done=seat.played.has(lesson, step),
        revision=saved.revision if saved else 0,
        private=private,
        seen_by=SEEN_BY[private],
        services=cards_for(seat.pack, step, ask.lang),
        rows=lambda options: rows(options, ask.lang),
        judged=lambda question, given: judged(question, given, ask.lang),
    )
