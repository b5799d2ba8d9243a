"""The desk, and the way from it into one of its classes."""

from dataclasses import replace

from starlette.responses import HTMLResponse, RedirectResponse, Response

from careered.acts.toast import Toast
from careered.desk import desk_cache
from careered.desk.classes import DeskClass, desk_class, desk_classes
from careered.desk.desk_context import desk_context, read_filters
from careered.web import rendering
from careered.web.addresses import address_in, is_own_path
from careered.web.i18n import choose_language
from careered.web.request import PageRequest
from careered.web.session_cookies import session_cookie_headers
from careered.web.sessions import open_session
from careered.web.viewer import Viewer


def show_desk(req: PageRequest) -> Response:
    """GET /desk: strips and queue. Query: why (a reason, or "postponed"), all (every row), open (a question's row),
    guide (one that may speak of need: what to do, without its text). Form: find (a part of a pupil's name).
    """
    return desk_page(req)


def desk_page(
    req: PageRequest, *, toast: Toast | None = None, wrong: str = "", opened: str = "", typed: str = ""
) -> Response:
    """The desk after an act. wrong, opened, typed: a refused answer, the question that it is of, and its text."""
    req.page_url = "/desk"
    context = desk_context(req, desk_classes(req), read_filters(req, opened, is_done=toast is not None))
    context |= {"toast": toast, "wrong": req.gettext(wrong) if wrong else "", "typed": typed}
    text = desk_cache.page_text(req, rendering.page_shell(req.viewer, req.lang, req.page_url), context)
    if text is not None:
        return HTMLResponse(text)
    return req.render(desk_cache.TEMPLATE, status=422 if wrong else 200, **context)


def open_class(req: PageRequest) -> Response:
    """GET /desk/class/{id}: a session in that class of the viewer's, then its page, or the one that `to` names."""
    opened = desk_class(req)
    viewer = open_session(req.db, _viewer_in(req.viewer, opened))
    wanted = req.query.get("to") or req.form_value("to")
    path = wanted if wanted.startswith("/teacher/") and is_own_path(wanted) else viewer.home_url
    if viewer.keeps_cookies:
        response: Response = RedirectResponse(address_in(path, viewer.opened_for), 303)
    else:
        shell = rendering.page_shell(None, viewer.lang, path)
        response = rendering.render(shell, "enter.html", {"path": path, "session": viewer.token})
    for cookie in [*req.surplus_cookies, *session_cookie_headers(viewer)]:
        response.headers.append("Set-Cookie", cookie)
    return response


def _viewer_in(viewer: Viewer, opened: DeskClass) -> Viewer:
    """The viewer with the role, course and languages of another class of theirs."""
    pack = opened.scope.pack
    return replace(
        viewer,
        class_id=opened.info.id,
        role=opened.role,
        lang=choose_language([viewer.lang], pack.languages, pack.default_language),
        languages=pack.languages,
        lesson_id="",
        return_url="",
    )
