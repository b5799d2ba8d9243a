"""Acts from the desk: answer, we have talked, next week, confirm; and back."""

from starlette.responses import Response

from careered.desk.classes import DeskClass, desk_class
from careered.desk.queue import QueueRow, class_queue
from careered.desk.store import store_act, undo_act
from careered.desk.tables import HANDLED, POSTPONED
from careered.desk.views import Toast, desk_page
from careered.i18n_marker import _
from careered.progress import attestations
from careered.progress.completion import RequirementState
from careered.questions import answering
from careered.web.i18n import translations
from careered.web.request import PageRequest

ANSWER_SENT = _("Whoever asked can now read the answer.")
ROW_HANDLED = _("Noted, also for your colleagues.")
ROW_POSTPONED = _("Put off until next week.")
ROW_IS_BACK = _("It is back in the queue.")


def answer(req: PageRequest) -> Response:
    """POST /desk/class/{id}/answer: answer a question. Raises `question_gone` where it was deleted."""
    opened, text, question_id = desk_class(req), req.form_value("answer"), req.form_value("question")
    if wrong := answering.error_in(text):
        return desk_page(req, wrong=wrong, opened=question_id, typed=text)
    answering.save(req.db, opened.scope.key, req.form_value("way"), question_id, text)
    return desk_page(req, toast=Toast(req.gettext(ANSWER_SENT), "", ()))


def handle(req: PageRequest) -> Response:
    """POST /desk/class/{id}/handle: the row is done with, such as: we have talked."""
    return _act(req, HANDLED, ROW_HANDLED)


def postpone(req: PageRequest) -> Response:
    """POST /desk/class/{id}/postpone: the row comes back next Monday."""
    return _act(req, POSTPONED, ROW_POSTPONED)


def _act(req: PageRequest, kind: str, text: str) -> Response:
    opened = desk_class(req)
    row = _row(req, opened)
    if row is None:  # a colleague was quicker, or the pupil has answered meanwhile
        return desk_page(req)
    store_act(req.db, row, kind, req.viewer.person_id)
    undo_path = f"/desk/class/{opened.info.id}/undo"
    return desk_page(
        req, toast=Toast(req.gettext(text), undo_path, (("reason", row.reason), ("target", row.target_id)))
    )


def _row(req: PageRequest, opened: DeskClass) -> QueueRow | None:
    """The row that the form names, if it still waits."""
    named = (req.form_value("reason"), req.form_value("target"))
    rows = class_queue(opened, req.lang)
    return next((row for row in rows if (row.reason, row.target_id) == named and not row.is_handled), None)


def undo(req: PageRequest) -> Response:
    """POST /desk/class/{id}/undo: the act is deleted, and its row waits again."""
    opened = desk_class(req)
    is_undone = undo_act(req.db, *opened.scope.key, req.form_value("reason"), req.form_value("target"))
    return desk_page(req, toast=Toast(req.gettext(ROW_IS_BACK), "", ()) if is_undone else None)


def confirm(req: PageRequest) -> Response:
    """POST /desk/class/{id}/confirm: confirm a requirement of the pupils whom the row showed and who have done it."""
    opened, requirement_id = desk_class(req), req.form_value("requirement")
    confirmed = [
        person_id
        for person_id in _pupils(req, opened)
        if opened.state(person_id, requirement_id) is RequirementState.DONE
        and attestations.attest(
            req.db, opened.scope.pupil(person_id), attestations.CONFIRMED, requirement_id, req.viewer.person_id
        )
    ]
    ngettext = translations(req.lang).ngettext
    text = ngettext("Confirmed for %(num)s pupil.", "Confirmed for %(num)s pupils.", len(confirmed))
    fields = [("requirement", requirement_id), *(("pupil", person_id) for person_id in confirmed)]
    undo_path = f"/desk/class/{opened.info.id}/withdraw-confirmation" if confirmed else ""
    return desk_page(req, toast=Toast(text % {"num": len(confirmed)}, undo_path, fields))


def withdraw_confirmation(req: PageRequest) -> Response:
    """POST /desk/class/{id}/withdraw-confirmation: take it back; what the pupils did in the meantime counts."""
    opened, requirement_id = desk_class(req), req.form_value("requirement")
    for person_id in _pupils(req, opened):
        attestations.retract(req.db, opened.scope.pupil(person_id), attestations.CONFIRMED, requirement_id)
    return desk_page(req, toast=Toast(req.gettext(ROW_IS_BACK), "", ()))


def _pupils(req: PageRequest, opened: DeskClass) -> list[str]:
    """The active pupils of the class that the form names, in the order in which locks are taken."""
    return sorted(person_id for person_id in req.form.get("pupil", ()) if person_id in opened.names)
