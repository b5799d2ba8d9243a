"""Acts from the desk: answer, we have talked, next week, confirm; and back."""

from starlette.responses import Response

from careered.acts.toast import Toast
from careered.acts.undo import undo_act
from careered.clock import new_id
from careered.desk.classes import DeskClass, desk_class
from careered.desk.queue_row import QueueRow
from careered.desk.reasons import class_queue
from careered.desk.store import store_act
from careered.desk.views import desk_page
from careered.i18n_marker import _
from careered.progress import attestations
from careered.progress.acts import HANDLED, POSTPONED, load_act
from careered.progress.completion import RequirementState
from careered.questions import answering
from careered.questions.labels import ANSWER_SENT, NOT_SENT
from careered.web.after_act import NOTHING, after_act
from careered.web.i18n import translations
from careered.web.request import PageRequest

ROW_HANDLED = _("Noted. Your colleagues can see it too.")
ROW_POSTPONED = _("Put off until next week.")
ROW_IS_BACK = _("It is back in the queue.")


def answer(req: PageRequest) -> Response:
    """POST /desk/class/{id}/answer: answer a question. Raises `question_gone` where it was deleted."""
    opened, text, question_id = desk_class(req), req.form_value("answer"), req.form_value("question")
    if wrong := answering.error_in(text):
        return desk_page(req, wrong=wrong, opened=question_id, typed=text)
    way, key = req.form_value("way"), opened.scope.key
    if answering.save(req.db, key, way, question_id, text, opened.role):
        return desk_page(req, toast=Toast(req.gettext(NOT_SENT) % {"text": text}))
    return desk_page(req, toast=Toast(req.gettext(ANSWER_SENT)))


def handle(req: PageRequest) -> Response:
    """POST /desk/class/{id}/handle: the row is done with: we have talked. back: a page that has it, too."""
    return _act(req, HANDLED, ROW_HANDLED)


def postpone(req: PageRequest) -> Response:
    """POST /desk/class/{id}/postpone: the row comes back next Monday."""
    return _act(req, POSTPONED, ROW_POSTPONED)


def _act(req: PageRequest, kind: str, text: str) -> Response:
    opened, is_elsewhere = desk_class(req), bool(req.form_value("back"))
    row = _row(req, opened)
    if row is None or not row.allows(kind):  # a colleague was quicker, or the pupil has answered meanwhile
        return after_act(req, opened.info.id, NOTHING) if is_elsewhere else desk_page(req)
    act_id = store_act(req.db, row, kind, req.viewer.person_id)
    if is_elsewhere:
        return after_act(req, opened.info.id, act_id)
    return desk_page(req, toast=_toast(req, opened, req.gettext(text), act_id))


def _toast(req: PageRequest, opened: DeskClass, text: str, act_id: str) -> Toast:
    """What was done, with the form that undoes it and shows the same rows as before."""
    shown = [("why", why)] if (why := req.form_value("why")) else []
    return Toast(text, f"/desk/class/{opened.info.id}/undo", [("act", act_id), *shown])


def _row(req: PageRequest, opened: DeskClass) -> QueueRow | None:
    """The row that the form names, if it still waits."""
    named = (req.form_value("reason"), req.form_value("target"))
    rows = class_queue(opened, req.lang)
    return next((row for row in rows if (row.reason, row.target_id) == named and not row.is_handled), None)


def undo(req: PageRequest) -> Response:
    """POST /desk/class/{id}/undo: the act is undone, and its row waits again; what pupils did since counts."""
    opened, act_id = desk_class(req), req.form_value("act")
    may_see = all(opened.may_see(act) for act in load_act(req.db, *opened.scope.key, act_id))
    undone = may_see and undo_act(req.db, opened.scope, act_id, req.viewer.person_id)
    return desk_page(req, toast=Toast(req.gettext(ROW_IS_BACK)) if undone else None)


def confirm(req: PageRequest) -> Response:
    """POST /desk/class/{id}/confirm: confirm a requirement of the pupils whom the row showed and who have done it."""
    opened, requirement_id, act_id = desk_class(req), req.form_value("requirement"), new_id()
    author, confirmed = req.viewer.person_id, attestations.CONFIRMED
    count = sum(
        attestations.attest(req.db, opened.scope.pupil(person_id), confirmed, requirement_id, author, act_id=act_id)
        for person_id in _pupils(req, opened)
        if opened.state(person_id, requirement_id) is RequirementState.DONE
    )
    ngettext = translations(req.lang).ngettext
    text = ngettext("Confirmed for %(num)s pupil.", "Confirmed for %(num)s pupils.", count) % {"num": count}
    return desk_page(req, toast=_toast(req, opened, text, act_id) if count else Toast(text))


def _pupils(req: PageRequest, opened: DeskClass) -> list[str]:
    """The active pupils of the class whose ids the form names, with commas, in the order in which locks are taken."""
    return sorted(person_id for person_id in req.form_value("pupil").split(",") if person_id in opened.names)
