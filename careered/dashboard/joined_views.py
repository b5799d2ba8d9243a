"""Two accounts of one pupil: staff see what would be joined, join it, and undo that. No name is compared."""

from starlette.responses import Response

from careered.dashboard.joined_page import account_options, joined_accounts, preview
from careered.dashboard.labels import ACCOUNTS_NOT_CHOSEN
from careered.privacy.access_log import log_access
from careered.progress.joined import join_accounts, separate_accounts
from careered.roster.members import list_pupils
from careered.roster.names import staff_names
from careered.roster.scope import ClassScope, class_from_path
from careered.web.request import PageRequest


def show_accounts(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/accounts. `earlier` and `pupil`: the two accounts of which the page shows figures."""
    return _page(req, class_from_path(req), is_pressed=False)


def _page(req: PageRequest, scope: ClassScope, *, is_pressed: bool) -> Response:
    """is_pressed: the two must be joined and cannot be."""
    names = staff_names(list_pupils(req.db, *scope.key), req.state.settings.secret, scope.class_info.id, req.lang)
    options = account_options(req.db, scope, names, req.lang)
    earlier, pupil = (req.query.get(name) or req.form_value(name) for name in ("earlier", "pupil"))
    is_valid = options.can_join(earlier, pupil)
    wrong = (is_pressed or bool(earlier or pupil)) and not is_valid
    req.page_url = f"/teacher/class/{scope.class_info.id}/accounts"
    return req.render(
        "dashboard/accounts.html",
        status=422 if wrong else 200,
        class_info=scope.class_info,
        options=options,
        earlier=earlier,
        pupil=pupil,
        figures=preview(req.db, scope, names, earlier, pupil) if is_valid else None,
        joined=joined_accounts(req.db, scope, names, req.lang, req.viewer.person_id),
        wrong=req.gettext(ACCOUNTS_NOT_CHOSEN) if wrong else "",
    )


def join(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/accounts/join: `earlier` counts for `pupil` from now on; both see it in their logs."""
    scope = class_from_path(req)
    earlier, pupil = req.form_value("earlier"), req.form_value("pupil")
    if not account_options(req.db, scope, {}, req.lang).can_join(earlier, pupil):
        return _page(req, scope, is_pressed=True)
    join_accounts(req.db, scope, earlier, pupil, req.viewer.person_id)
    for person_id in (earlier, pupil):
        log_access(req.db, req.viewer, person_id, "accounts_joined")
    return req.redirect(f"/teacher/class/{scope.class_info.id}/accounts")


def separate(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/accounts/separate: undo it; where that cannot be done, the page says what is."""
    scope = class_from_path(req)
    earlier = req.form_value("earlier")
    pupil = separate_accounts(req.db, scope, earlier)
    for person_id in (earlier, pupil) if pupil else ():
        log_access(req.db, req.viewer, person_id, "accounts_separated")
    return req.redirect(f"/teacher/class/{scope.class_info.id}/accounts")
