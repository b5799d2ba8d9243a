"""Take members out of the pupils who are none, and count them again."""

from starlette.responses import Response

from careered.progress import not_pupils
from careered.progress.acts import id_of_press
from careered.roster.scope import class_from_path
from careered.web.after_act import NOTHING, after_act
from careered.web.request import PageRequest


def exclude_pupils(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/not-pupils: the members `pupil` are no pupils; `undo`: they are after all."""
    scope, chosen = class_from_path(req), sorted(req.form.get("pupil", ()))
    author = req.viewer.person_id
    if req.form_value("undo"):
        undone = [not_pupils.include(req.db, scope.pupil(person_id), author) for person_id in chosen]
        return after_act(req, scope.class_info.id, next(filter(None, undone), NOTHING))
    act_id = id_of_press(req.db, *scope.key, req.idempotency_key)
    excluded = [not_pupils.exclude(req.db, scope.pupil(person_id), act_id, author) for person_id in chosen]
    return after_act(req, scope.class_info.id, act_id if any(excluded) else NOTHING)
