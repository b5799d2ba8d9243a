"""What the page of a step shows to one reader: its place in the lesson, answers, options, dates, stored evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any, Protocol

from careered.clock import today
from careered.lessons.answer_form import FieldError
from careered.lessons.attempt import LessonAttempt
from careered.lessons.feedback_banner import feedback_on_step
from careered.lessons.gating import next_url
from careered.lessons.kinds import kind_of
from careered.lessons.kinds.check import Question
from careered.lessons.sequencing import neighbour
from careered.lessons.visibility import AUDIENCE_TEXTS, is_private
from careered.packs.dates import AnnualDate, DateRange, school_year
from careered.packs.models import LocalizedText, Pack, StepContent
from careered.services.cards import cards_for_step
from careered.web.request import PageRequest
from careered.web.time_format import format_date, format_days


class ChoiceOption(Protocol):
    """What the options of every step kind have."""

    @property
    def id(self) -> str:
        """The value of the form field."""

    @property
    def text(self) -> LocalizedText:
        """What a pupil reads."""


@dataclass(frozen=True)
class DateEntry:
    """A date of this school year in the reader's language. days, service: "" where not known."""

    title: str
    days: str
    service: str


def position_context(req: PageRequest, attempt: LessonAttempt, step: StepContent) -> dict[str, Any]:
    """Template values: where the step is in its lesson, and what the pack and staff add to it."""
    lesson, previous = attempt.lesson, neighbour(attempt.lesson, step, -1)
    is_done = attempt.progress.has_done(lesson, step)
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
        "done": is_done,
        "feedback": feedback_on_step(req) if is_done else [],
        "services": cards_for_step(attempt.pack, step, req.lang),
        "dates": date_entries(attempt.pack, step, req.lang),
        "outdated": format_date(step.valid_to, req.lang)
        if step.valid_to and step.valid_to < today(attempt.pack.timezone)
        else "",
    }


def answer_context(req: PageRequest, step: StepContent, values: Mapping[str, Any]) -> dict[str, Any]:
    """Template values: the field values, who may read them, and the functions that turn options into rows."""
    private = is_private(step, dict(values))
    return {
        "values": values,
        "private": private,
        "seen_by": AUDIENCE_TEXTS[private],
        "rows": lambda options: option_rows(options, req.lang),
        "judged": lambda question, chosen_id: answered_options(question, chosen_id, req.lang),
    }


def error_text(req: PageRequest, step: StepContent, error: FieldError) -> str:
    """An error for the list above the form: the question, shortened, and what is wrong with its answer."""
    question = kind_of(step).questions(step).get(error.field)
    message = req.gettext(error.message)
    return f"{shorten(question.in_language(req.lang), 48, placeholder='…')} – {message}" if question else message


def option_rows(options: Iterable[ChoiceOption], lang: str) -> list[tuple[str, str]]:
    """Options as (value, label)."""
    return [(option.id, option.text.in_language(lang)) for option in options]


def answered_options(question: Question, chosen_id: str, lang: str) -> list[dict[str, str]]:
    """A check's options after answering: the right one with its reason, the chosen one where it is another."""
    return [
        {
            "value": option.id,
            "label": option.text.in_language(lang),
            "state": "right" if option.correct else "wrong" if option.id == chosen_id else "",
            "note": question.feedback.in_language(lang) if option.correct else "",
        }
        for option in question.options
    ]


def date_entries(pack: Pack, step: StepContent, lang: str) -> Sequence[DateEntry]:
    """The annual dates that a step names, in its order, for the current school year."""
    year = school_year(today(pack.timezone), pack.school_year_ends)
    dates_by_id = {date.id: date for date in pack.dates}
    return [_date_entry(pack, dates_by_id[date_id], year, lang) for date_id in step.dates if date_id in dates_by_id]


def _date_entry(pack: Pack, date: AnnualDate, school_year: str, lang: str) -> DateEntry:
    days, service = date.days(school_year), pack.service(date.service or "")
    return DateEntry(
        title=date.title.in_language(lang, pack.default_language),
        days=_format_days(days, lang) if days else "",
        service=service.name.in_language(lang, pack.default_language) if service else "",
    )


def _format_days(days: DateRange, lang: str) -> str:
    return format_days(format_date(day, lang) for day in (days.first, days.last))
