"""Pages of the staff training: a self-check, five tasks, the self-check again, a certificate."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.responses import Response

from careered.clock import day_of, now
from careered.roster.scope import class_of_head, viewer_class
from careered.training import progress
from careered.training.content import (
    ANSWER_LABELS,
    CERTIFICATE_NOTE,
    CERTIFICATE_TEXT,
    CERTIFICATE_TITLE,
    STATEMENTS,
    TASKS,
)
from careered.training.progress import AFTER, BEFORE, TrainingRecord
from careered.web.attachment import attachment
from careered.web.errors import RequestError
from careered.web.pdf import PAPER_HEAD, render_pdf
from careered.web.request import HeavyWork, PageRequest
from careered.web.time_format import format_date

TRAINING_PATH = "/teacher/training"
_TYPST_TEMPLATE = PAPER_HEAD + (Path(__file__).parent / "certificate.typ").read_bytes()


def show_training(req: PageRequest) -> Response:
    """GET /teacher/training: one's own record, and what comes next."""
    return _page(req)


def _page(req: PageRequest, wrong: str = "") -> Response:
    record = _own_record(req)
    req.page_url = TRAINING_PATH
    return req.render(
        "training/training.html",
        status=422 if wrong else 200,
        class_info=class_of_head(req),
        tab="reports",
        record=record,
        tasks=[
            (task, task.page_path.replace("{class}", req.viewer.class_id), record.case_answer(task.id))
            for task in TASKS
        ],
        statements=STATEMENTS,
        answers=[(value, req.gettext(label)) for value, label in ANSWER_LABELS.items()],
        when=AFTER if all(record.self_check(BEFORE)) else BEFORE,
        before=record.self_check(BEFORE),
        after=record.self_check(AFTER),
        name=req.viewer.name,
        wrong=wrong,
    )


def _own_record(req: PageRequest) -> TrainingRecord:
    return progress.load_record(req.db, req.viewer.organisation_id, req.viewer.person_id)


def save_self_check(req: PageRequest) -> Response:
    """POST /teacher/training/check: a self-check, before or after; every statement needs an answer."""
    phase = req.form_value("when")
    answers = {f"{phase}:{index}": req.form_value(f"statement_{index}") for index in range(len(STATEMENTS))}
    if phase not in {BEFORE, AFTER} or not set(answers.values()) <= ANSWER_LABELS.keys():
        return _page(req, wrong=phase or BEFORE)
    progress.save_answers(req.db, req.viewer.organisation_id, req.viewer.person_id, answers)
    return req.redirect(TRAINING_PATH)


def save_case_answer(req: PageRequest) -> Response:
    """POST /teacher/training/case: what one would do in a task's case; the page answers with the reasons."""
    task = next((task for task in TASKS if task.id == req.form_value("task")), None)
    if task is None:
        raise RequestError("not_found")
    if req.form_value("option") not in {option.id for option in task.options}:
        return _page(req, wrong=task.id)
    progress.save_answers(
        req.db, req.viewer.organisation_id, req.viewer.person_id, {f"task:{task.id}": req.form_value("option")}
    )
    return req.redirect(f"{TRAINING_PATH}#{task.id}")


def delete_record(req: PageRequest) -> Response:
    """POST /teacher/training/delete: one's own record is deleted."""
    progress.delete_record(req.db, req.viewer.organisation_id, req.viewer.person_id)
    return req.redirect(TRAINING_PATH)


def download_certificate(req: PageRequest) -> Response | HeavyWork:
    """GET or POST /teacher/training/certificate: the certificate as a PDF, for who has done it all."""
    record = _own_record(req)
    if not record.is_complete:
        return _page(req)
    title, name = req.gettext(CERTIFICATE_TITLE), req.viewer.name
    day = day_of(record.last_answered_at or now(), viewer_class(req).pack.timezone)
    data = {
        "lang": req.lang,
        "file_name": " ".join(filter(None, (title, name, day.isoformat()))),
        "title": title,
        "name": name,
        "text": req.gettext(CERTIFICATE_TEXT),
        "tasks": [req.gettext(task.title) for task in TASKS],
        "note": req.gettext(CERTIFICATE_NOTE),
        "day": format_date(day, req.lang),
    }
    return HeavyWork(lambda: _certificate_response(data))


def _certificate_response(data: Mapping[str, Any]) -> Response:
    return attachment(render_pdf(_TYPST_TEMPLATE, data, "a4"), data["file_name"], "pdf")
