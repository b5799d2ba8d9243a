"""The start of a live lesson: for the whole class, or for a group whose pupils are in no other one."""

from starlette.responses import Response

from careered.clock import now
from careered.db.locks import lock_for_transaction
from careered.i18n_marker import _
from careered.live import live_lesson
from careered.live.for_whom import audiences, in_the_way, live_address, open_lessons, running_now
from careered.live.live_rows import GROUP, WHO_ROWS
from careered.live.start_page import UNREADABLE_END, name_of, show_start
from careered.live.typed_end import typed_end
from careered.roster.scope import ClassScope, class_from_path
from careered.web.errors import RequestError
from careered.web.request import PageRequest

NO_SUCH_GROUP = _("This group has been removed. Choose again.")
ALREADY_IN_ONE = _("Already in a live lesson: %(who)s. End that lesson first, or choose other pupils.")


def start_lesson(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/live-lesson/start: fields lesson, minutes (until when devices are used, as typed), group
    ("" for the whole class) and known (the lessons that ran when the form was drawn; another one of the same pupils is
    not ended unasked); with `do=plan` the form is shown again with the plan of that, and nothing starts.
    """
    scope, group_id = class_from_path(req), req.form_value(GROUP) or None
    lesson = scope.pack.lesson(req.form_value("lesson"))
    if lesson is None or not lesson.is_playable:
        raise RequestError("not_found")
    until = typed_end(req.form_value("minutes"), now(), scope.pack.timezone)
    if until is None or req.form_value("do") == "plan":
        return show_start(req, scope, wrong="" if until else req.gettext(UNREADABLE_END))
    lock_for_transaction(req.db, *scope.key)
    if refusal := _refusal(req, scope, group_id):
        return refusal
    live_lesson.start(req.db, *scope.key, lesson.id, until, group_id)
    return req.redirect(live_address(scope.class_info.id, group_id))


def _refusal(req: PageRequest, scope: ClassScope, group_id: str | None) -> Response | None:
    """The form again where these pupils cannot begin a lesson now, or have one that the form did not know."""
    row = req.row(WHO_ROWS)
    everybody = audiences(row)
    wanted = next((whom for whom in everybody if whom.group_id == group_id), None)
    if wanted is None:
        return show_start(req, scope, refused=req.gettext(NO_SUCH_GROUP))
    running = running_now(open_lessons(row, everybody))
    if who := ", ".join(name_of(req, one.whom) for one in in_the_way(wanted, running)):
        return show_start(req, scope, refused=req.gettext(ALREADY_IN_ONE) % {"who": who})
    known = req.form_value("known").split()
    unknown = [one for one in running if one.whom == wanted and one.live_lesson.id not in known]
    return show_start(req, scope, meanwhile=unknown[0]) if unknown else None
