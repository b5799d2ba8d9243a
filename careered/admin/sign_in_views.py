"""Sign-in of administrators by one-time link. GET does not redeem it: mail programs prefetch links."""

from starlette.responses import RedirectResponse, Response

from careered.roster.organisations import get_profile
from careered.web import one_time
from careered.web.errors import RequestError
from careered.web.i18n import LANGUAGES
from careered.web.permissions import Role
from careered.web.request import PageRequest
from careered.web.session_cookies import session_cookie_headers
from careered.web.sessions import open_session
from careered.web.viewer import Viewer

ANONYMOUS_ADMINISTRATOR, PERSON = "administrator", "person"


def sign_in_page(req: PageRequest) -> Response:
    """GET /admin/sign-in?key=…: a page with one button. POST: the link is used up, the visit begins."""
    return _sign_in(req) if req.method == "POST" else _show_sign_in(req)


def _show_sign_in(req: PageRequest) -> Response:
    key = req.query.get("key", "")
    link = one_time.find(req.db, one_time.ADMIN, key)
    if link is None or not link.is_usable:
        raise RequestError("admin_link_invalid")
    response = req.render("admin/sign_in.html", key=key)
    response.headers["Referrer-Policy"] = "same-origin"  # older browsers then say in the post whose page it comes from
    return response


def _sign_in(req: PageRequest) -> Response:
    link = one_time.redeem(req.db, one_time.ADMIN, req.form_value("key"))
    if link is None:
        raise RequestError("admin_link_invalid")
    lang = get_profile(req.db, link.organisation_id).lang
    viewer = open_session(req.db, _viewer(link, lang or req.lang))
    response = RedirectResponse("/admin", 303)
    for cookie in session_cookie_headers(viewer):
        response.headers.append("Set-Cookie", cookie)
    return response


def _viewer(link: one_time.IssuedLink, lang: str) -> Viewer:
    """A viewer without class and platform, whose pages no site may frame.

    A link from the command line names no person; an approved administrator stays the person.
    """
    return Viewer(
        token="",
        keeps_cookies=True,
        organisation_id=link.organisation_id,
        platform_id="",
        platform_name="",
        person_id=link.payload.get(PERSON, ANONYMOUS_ADMINISTRATOR),
        class_id="",
        role=Role.ADMIN,
        persists=False,
        name="",
        lang=lang,
        lesson_id="",
        origins=(),
        languages=tuple(LANGUAGES),
    )
