"""Staff pages of feedback: a reminder to several pupils, with a preview; a comment on a submitted step."""

from starlette.responses import Response

from careered.clock import new_id
from careered.feedback import store
from careered.feedback.labels import NO_PUPIL_CHOSEN
from careered.packs.store import PackStore
from careered.progress.class_progress import load_class_progress
from careered.progress.completion import REACHED_STATES, RequirementState
from careered.progress.evidence import EvidenceReader
from careered.progress.queries import LessonStart, load_activity, load_answers
from careered.roster.queries import get_pupil
from careered.roster.scope import ClassScope, active_pupil_names, class_from_path, viewer_class
from careered.web.after_act import NOTHING, after_act
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def show_reminder(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/remind: who has something open, what they will read, and who was reminded this week."""
    return _page(req, class_from_path(req))


def send_reminder(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/remind/send: shown to each when careered is opened next; at most one a week."""
    scope = class_from_path(req)
    names = {pupil_id for pupil_id, _ in active_pupil_names(req, scope)}
    chosen_ids = [pupil_id for pupil_id in dict.fromkeys(req.form.get("pupil", ())) if pupil_id in names]
    if not chosen_ids:
        return _page(req, scope, wrong=req.gettext(NO_PUPIL_CHOSEN))
    act_id = req.idempotency_key or new_id()
    reminded = store.remind(req.db, *scope.key, chosen_ids, req.viewer.person_id, act_id)
    return after_act(req, scope.class_info.id, act_id if reminded else NOTHING)


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


def _page(req: PageRequest, class_scope: ClassScope, wrong: str = "") -> Response:
    recently_reminded = store.recently_reminded(
        req.db, class_scope.class_info.organisation_id, class_scope.class_info.id
    )
    requirements = class_scope.pack.requirements_for(class_scope.class_info.grade)
    finished_states = REACHED_STATES | {RequirementState.EXEMPT}
    ids_with_open = {
        member.pupil.id
        for member in load_class_progress(req.db, class_scope)
        if not set(member.states(requirements)) <= finished_states
    }
    req.page_url = f"/teacher/class/{class_scope.class_info.id}/remind"
    return req.render(
        "feedback/remind.html",
        status=422 if wrong else 200,
        class_info=class_scope.class_info,
        people=[
            (pupil_id, name, pupil_id in recently_reminded)
            for pupil_id, name in active_pupil_names(req, class_scope)
            if pupil_id in ids_with_open
        ],
        ticked=set(req.form.get("pupil", ())) or ids_with_open,
        wrong=wrong,
        key=new_id(),
    )
