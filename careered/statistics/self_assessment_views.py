"""Pages of the self-assessment: a school's own for its staff, every school's for administrators."""

from collections.abc import Mapping

from starlette.responses import Response

from careered.clock import today
from careered.reports.labels import TERM_LABELS
from careered.roster.schools import get_school_id, list_schools
from careered.roster.scope import ClassScope, class_from_path
from careered.statistics import self_assessment
from careered.web.request import PageRequest


def show_self_assessment(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/self-assessment: ten questions with the last answers, which stay until changed."""
    scope = class_from_path(req)
    term = self_assessment.term_of(today(scope.pack.timezone))
    answers_by_term = self_assessment.load_self_assessments(req.db, req.viewer.organisation_id, _school_id(req, scope))
    previous = next(
        ((earlier_term, answers) for earlier_term, answers in answers_by_term.items() if earlier_term < term), None
    )
    current = answers_by_term.get(term) or (previous[1] if previous else {})
    return req.render(
        "statistics/self_assessment.html",
        class_info=scope.class_info,
        tab="reports",
        term=format_term(req, term),
        previous_term=format_term(req, previous[0]) if previous else "",
        rows=[
            _question_row(req, question_id, current, previous[1] if previous else {})
            for question_id in self_assessment.QUESTION_TEXTS
        ],
        answer_choices=[(code, req.gettext(label)) for code, label in self_assessment.ANSWER_LABELS.items()],
        is_saved=term in answers_by_term,
    )


def submit_self_assessment(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/self-assessment/save."""
    answers = {question_id: req.form_value(question_id) for question_id in self_assessment.QUESTION_TEXTS}
    scope = class_from_path(req)
    day = today(scope.pack.timezone)
    self_assessment.save_self_assessment(req.db, req.viewer.organisation_id, _school_id(req, scope), answers, day)
    return req.redirect(f"/teacher/class/{req.viewer.class_id}/self-assessment")


def show_all_self_assessments(req: PageRequest) -> Response:
    """GET /admin/self-assessments: what each school said last, by name; nothing is added up and nobody is ranked."""
    organisation_id = req.viewer.organisation_id
    rows = []
    for school in list_schools(req.db, organisation_id):
        answers_by_term = self_assessment.load_self_assessments(req.db, organisation_id, school.id)
        term = next(iter(answers_by_term), "")
        answers = answers_by_term.get(term, {})
        cells = [
            req.gettext(self_assessment.ANSWER_LABELS[answers[question_id]]) if question_id in answers else "–"
            for question_id in self_assessment.QUESTION_TEXTS
        ]
        rows.append((school.name, format_term(req, term) if term else "", cells))
    return req.render(
        "statistics/self_assessments.html", questions=list(self_assessment.QUESTION_TEXTS.values()), rows=rows
    )


def format_term(req: PageRequest, term: str) -> str:
    """A term (see term_of) in words."""
    year, half = term.split("-")
    return req.gettext(TERM_LABELS[half]) % {"year": year}


def _question_row(
    req: PageRequest, question_id: str, current: Mapping[str, str], previous: Mapping[str, str]
) -> tuple[str, str, str, str]:
    """(question id, question, current answer, label of the previous term's answer)."""
    previous_code = previous.get(question_id, "")
    previous_label = (
        req.gettext(self_assessment.ANSWER_LABELS[previous_code])
        if previous_code in self_assessment.ANSWER_LABELS
        else ""
    )
    return (
        question_id,
        req.gettext(self_assessment.QUESTION_TEXTS[question_id]),
        current.get(question_id, ""),
        previous_label,
    )


def _school_id(req: PageRequest, scope: ClassScope) -> str:
    """The school id of the class; "" for a class without a school: it answers for the organisation."""
    return get_school_id(req.db, scope.class_info.organisation_id, scope.class_info.id)
