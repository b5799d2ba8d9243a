"""An administrator comes in by a one-time address. Looking at it uses nothing up: mail programs look at links."""

from starlette.responses import RedirectResponse, Response

from careered.roster.organisations import provider
from careered.web import one_time
from careered.web.edge import Ask
from careered.web.i18n import LANGUAGES
from careered.web.permissions import Role
from careered.web.refusals import Refused
from careered.web.sessions import COOKIE, LIFETIME, cookie_header, open_session
from careered.web.viewer import Viewer

ADMIN_PERSON, PERSON = "administrator", "person"


def door(ask: Ask) -> Response:
    """GET /admin/enter?key=…: a page with one button. POST: the link is used up, the visit begins."""
    return _enter(ask) if ask.method == "POST" else _show_door(ask)


def _show_door(ask: Ask) -> Response:
    key = ask.query.get("key", "")
    known = one_time.find(ask.db, one_time.ADMIN, key)
    if known is None or not known.usable:
        raise Refused("admin_link_invalid")
    return ask.render("admin/enter.html", key=key)


def _enter(ask: Ask) -> Response:
    used = one_time.use(ask.db, one_time.ADMIN, ask.field("key"))
    if used is None:
        raise Refused("admin_link_invalid")
    lang = provider(ask.db, used.organisation_id).lang
    viewer = open_session(ask.db, _viewer(used, lang or ask.lang))
    response = RedirectResponse("/admin", 303)
    value = cookie_header(COOKIE, viewer.token, max_age=int(LIFETIME.total_seconds()))
    response.headers.append("Set-Cookie", value)
    return response


def _viewer(used: one_time.Link, lang: str) -> Viewer:
    """An administrator is in no class and on no platform, and nobody's page may frame theirs.

    Who came by the command line's link is nobody in particular; who was approved stays the person.
    """
    return Viewer(
        token="",
        cookies=True,
        organisation_id=used.organisation_id,
        platform_id="",
        platform_name="",
        person_id=used.note.get(PERSON, ADMIN_PERSON),
        class_id="",
        role=Role.ADMIN,
        saves=False,
        name="",
        lang=lang,
        lesson_id="",
        origins=(),
        languages=tuple(LANGUAGES),
    )
