"""Drafts: what the page sends while somebody types. The rules for two tabs are in `sequencing`."""

from starlette.responses import Response

from careered.lessons.activities import activity_of
from careered.lessons.answer_form import TOO_LONG, UNREADABLE, AnswerParser, ParsedAnswer
from careered.lessons.attempt import current_attempt, step_from_path, stored_answer
from careered.lessons.gating import may_visit
from careered.lessons.kinds import kind_of
from careered.lessons.sequencing import is_newer_draft
from careered.packs.models import Card, StepContent
from careered.progress import events
from careered.web.errors import RequestError
from careered.web.request import PageRequest

REVISION_HEADER = "Careered-Revision"


def save_draft(req: PageRequest) -> Response:
    """POST .../draft: store an unfinished answer. Never makes a step done, never undoes one.

    204 with the new revision; 409 with the stored one when another tab saved later. Repeating a draft whose
    response was lost gives 204 again.
    """
    attempt = current_attempt(req)
    step = step_from_path(req, attempt)
    if not may_visit(req, attempt, step):
        raise RequestError("step_order")
    parsed, revision = _read_answer(step, AnswerParser(req.form)), _parse_revision(req)
    if any(error.message in {TOO_LONG, UNREADABLE} for error in parsed.errors):
        raise RequestError("answer_invalid")
    stored = stored_answer(req, attempt, step)
    if stored and not is_newer_draft(revision, stored.revision):
        is_repeat = revision == stored.revision and parsed.values == stored.values
        return Response(status_code=204 if is_repeat else 409, headers={REVISION_HEADER: str(stored.revision)})
    if req.viewer.persists:
        events.store_answer(
            req.db,
            attempt.pupil.scope,
            attempt.lesson.id,
            step.id,
            parsed.values,
            revision=revision,
            help_reason=parsed.help_reason,
            tries=events.tries_of(stored),
        )
    return Response(status_code=204, headers={REVISION_HEADER: str(revision)})


def _read_answer(step: StepContent, parser: AnswerParser) -> ParsedAnswer:
    if isinstance(step, Card):
        return activity_of(step).grading.read_answer(step, parser)
    return kind_of(step).read_answer(step, parser)


def _parse_revision(req: PageRequest) -> int:
    text = req.form_value("revision")
    if not (text.isdecimal() and text.isascii() and len(text) < 10):
        raise RequestError("answer_invalid")
    return int(text)
