"""The page of a step: its kind's template with what was typed, what is wrong about it, or careered's answer."""

from collections.abc import Mapping
from textwrap import shorten
from typing import Any

from starlette.responses import Response

from careered.clock import now
from careered.lessons.answer_form import FieldError, ParsedAnswer
from careered.lessons.attempt import LessonAttempt
from careered.lessons.dates import date_entries
from careered.lessons.feedback_banner import feedback_on_step
from careered.lessons.kinds import kind_of
from careered.lessons.options import answered_options, option_rows
from careered.lessons.sequencing import neighbour
from careered.lessons.visibility import AUDIENCE_TEXTS, is_private
from careered.packs.models import StepContent
from careered.progress.queries import StoredAnswer
from careered.services.cards import cards_for_step
from careered.web.request import PageRequest
from careered.web.time_format import format_date


def step_page(
    req: PageRequest,
    attempt: LessonAttempt,
    step: StepContent,
    stored: StoredAnswer | None,
    *,
    parsed: ParsedAnswer | None = None,
    answered: bool = False,
) -> Response:
    """The page with stored answers, with a reading that something is wrong about, or with feedback (`answered`)."""
    errors = parsed.errors if parsed else ()
    req.page_url = f"/lessons/{attempt.lesson.id}/{step.id}"  # also after a POST: the language switch comes back here
    return req.render(
        "lessons/step.html",
        status=422 if parsed and not answered else 200,
        **_position(req, attempt, step),
        **_answer_context(req, step, parsed.values if parsed else stored.values if stored else {}),
        wrong={error.field: req.gettext(error.message) for error in errors},
        summary=[(error.field, _error_text(req, step, error)) for error in errors],
        retry=parsed if parsed and not errors and not answered else None,
        answered=answered,
        revision=stored.revision if stored else 0,
    )


def next_url(attempt: LessonAttempt, step: StepContent) -> str:
    """Where a step leads: to the next one, or to the end."""
    next_step = neighbour(attempt.lesson, step, 1)
    return f"/lessons/{attempt.lesson.id}/{next_step.id if next_step else 'done'}"


def _position(req: PageRequest, attempt: LessonAttempt, step: StepContent) -> dict[str, Any]:
    """Where the step is in its lesson."""
    lesson, previous = attempt.lesson, neighbour(attempt.lesson, step, -1)
    return {
        "lesson": lesson,
        "step": step,
        "page": req.page_url,
        "number": lesson.steps.index(step) + 1,
        "steps": [
            (lesson_step.title.in_language(req.lang), attempt.progress.has_done(lesson, lesson_step))
            for lesson_step in lesson.steps
        ],
        "previous_url": f"/lessons/{lesson.id}/{previous.id}" if previous else f"/lessons/{lesson.id}",
        "next_url": next_url(attempt, step),
        "last": neighbour(lesson, step, 1) is None,
        "done": attempt.progress.has_done(lesson, step),
        "feedback": feedback_on_step(req, attempt.pupil, lesson.id, step.id)
        if attempt.progress.has_done(lesson, step)
        else [],
        "services": cards_for_step(attempt.pack, step, req.lang),
        "dates": date_entries(attempt.pack, step, req.lang),
        "outdated": format_date(step.valid_to, req.lang) if step.valid_to and step.valid_to < now().date() else "",
    }


def _answer_context(req: PageRequest, step: StepContent, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is filled in, who sees it, and how options become rows."""
    private = is_private(step, dict(values))
    return {
        "values": values,
        "private": private,
        "seen_by": AUDIENCE_TEXTS[private],
        "rows": lambda options: option_rows(options, req.lang),
        "judged": lambda question, chosen_id: answered_options(question, chosen_id, req.lang),
    }


def _error_text(req: PageRequest, step: StepContent, error: FieldError) -> str:
    """A problem in the list above the form: which question, and what about it."""
    question = kind_of(step).questions(step).get(error.field)
    message = req.gettext(error.message)
    return f"{shorten(question.in_language(req.lang), 48, placeholder='…')} – {message}" if question else message
