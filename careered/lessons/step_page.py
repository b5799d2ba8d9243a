"""The page of a step: its kind's template with what was typed, what is wrong about it, or careered's answer."""

from collections.abc import Mapping
from textwrap import shorten
from typing import Any

from starlette.responses import Response

from careered.clock import now
from careered.guidance.service_cards import cards_for
from careered.lessons.answers import Problem, Reading
from careered.lessons.dates import lines_for
from careered.lessons.kinds import kind_of
from careered.lessons.letters import about_step
from careered.lessons.options import judged, rows
from careered.lessons.play import beside
from careered.lessons.pupil import Seat
from careered.lessons.visibility import SEEN_BY, is_private
from careered.packs.models import StepContent
from careered.progress.read import Saved
from careered.web.edge import Ask
from careered.web.time_format import format_date


def step_page(
    ask: Ask,
    seat: Seat,
    step: StepContent,
    saved: Saved | None,
    *,
    reading: Reading | None = None,
    answered: bool = False,
) -> Response:
    """The page with stored answers, with a reading that something is wrong about, or with feedback (`answered`)."""
    problems = reading.problems if reading else ()
    ask.here = f"/lessons/{seat.lesson.id}/{step.id}"  # also after a POST: the language switch comes back here
    return ask.render(
        "lessons/step.html",
        status=422 if reading and not answered else 200,
        **_place(ask, seat, step),
        **_answer(ask, step, reading.values if reading else saved.values if saved else {}),
        wrong={problem.field: ask.translate(problem.message) for problem in problems},
        summary=[(problem.field, _sentence(ask, step, problem)) for problem in problems],
        retry=reading if reading and not problems and not answered else None,
        answered=answered,
        revision=saved.revision if saved else 0,
    )


def onward(seat: Seat, step: StepContent) -> str:
    """Where a step leads: to the next one, or to the end."""
    following = beside(seat.lesson, step, 1)
    return f"/lessons/{seat.lesson.id}/{following.id if following else 'done'}"


def _place(ask: Ask, seat: Seat, step: StepContent) -> dict[str, Any]:
    """Where the step is in its lesson."""
    lesson, before = seat.lesson, beside(seat.lesson, step, -1)
    return {
        "lesson": lesson,
        "step": step,
        "page": ask.here,
        "number": lesson.steps.index(step) + 1,
        "steps": [(one.title.in_language(ask.lang), seat.played.has(lesson, one)) for one in lesson.steps],
        "before": f"/lessons/{lesson.id}/{before.id}" if before else f"/lessons/{lesson.id}",
        "onward": onward(seat, step),
        "last": beside(lesson, step, 1) is None,
        "done": seat.played.has(lesson, step),
        "said": about_step(ask, seat.pupil, lesson.id, step.id) if seat.played.has(lesson, step) else [],
        "services": cards_for(seat.pack, step, ask.lang),
        "dates": lines_for(seat.pack, step, ask.lang),
        "outdated": format_date(step.valid_to, ask.lang) if step.valid_to and step.valid_to < now().date() else "",
    }


def _answer(ask: Ask, step: StepContent, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is filled in, who sees it, and how options become rows."""
    private = is_private(step, dict(values))
    return {
        "values": values,
        "private": private,
        "seen_by": SEEN_BY[private],
        "rows": lambda options: rows(options, ask.lang),
        "judged": lambda question, given: judged(question, given, ask.lang),
    }


def _sentence(ask: Ask, step: StepContent, problem: Problem) -> str:
    """A problem in the list above the form: which question, and what about it."""
    asked = kind_of(step).questions(step).get(problem.field)
    words = ask.translate(problem.message)
    return f"{shorten(asked.in_language(ask.lang), 48, placeholder='…')} – {words}" if asked else words
