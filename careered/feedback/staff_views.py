"""What staff write to one pupil: a comment on a submitted step."""

from starlette.responses import Response

from careered.feedback import store
from careered.packs.store import PackStore
from careered.progress.evidence import EvidenceReader
from careered.progress.queries import LessonStart, load_activity, load_answers
from careered.roster.members import get_pupil
from careered.roster.scope import ClassScope, viewer_class
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def add_comment(req: PageRequest) -> Response:
    """POST /teacher/pupil/{id}/comment: about a step that is handed in and not the pupil's own."""
    scope, text = viewer_class(req), req.form_value("text").strip()
    pupil = get_pupil(req.db, scope.class_info.organisation_id, scope.class_info.id, req.path_params["id"])
    lesson, step = req.form_value("lesson"), req.form_value("step")
    if pupil is None or not scope.class_info.context_id or not _is_open_to_comments(req, scope, pupil.id, lesson, step):
        raise RequestError("not_found")
    if not text or "\x00" in text:
        raise RequestError("answer_invalid")
    if len(text) > store.MAX_LENGTH:
        raise RequestError("too_large")
    store.add_comment(
        req.db,
        scope.class_info.organisation_id,
        scope.class_info.id,
        pupil.id,
        req.viewer.person_id,
        lesson_id=lesson,
        step_id=step,
        text=text,
        requests_revision=req.form_value("again") == "yes",
        note_id=req.idempotency_key,
    )
    return req.redirect(f"/teacher/pupil/{pupil.id}")


def _is_open_to_comments(req: PageRequest, scope: ClassScope, person_id: str, lesson_id: str, step_id: str) -> bool:
    """Whether the step is submitted and staff may see some of its answers."""
    pupil_key = scope.pupil(person_id).key
    activity = load_activity(req.db, pupil_key)
    if (lesson_id, step_id) not in activity.done_steps:
        return False
    version = activity.started.get(lesson_id, LessonStart()).pack_version
    pack = req.state.get(PackStore).version_or_current(req.db, scope.pack, version)
    answers = load_answers(req.db, pupil_key, lesson_id)
    lines = req.state.get(EvidenceReader).for_staff(pack, lesson_id, step_id, answers, req.lang)
    return any(not line.is_private for line in lines)
