"""Who may frame which page: one table of five kinds of page (docs/decisions/0004)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from starlette.requests import Request

from careered.web.permissions import Audience, Role
from careered.web.viewer import Viewer


class PageKind(StrEnum):
    """What a page is to whoever frames it.

    SESSION: a page of a session, and of a launch that has been verified. NO_SESSION: error pages and files, which say
    nothing about anybody. LOGIN: the steps before a launch is verified. REGISTRATION: the page in which a platform
    registers. ADMINISTRATION: an administrator's own pages, opened by a link from the server or from a session.
    """

    SESSION = "session"
    NO_SESSION = "no_session"
    LOGIN = "login"
    REGISTRATION = "registration"
    ADMINISTRATION = "administration"


class Framer(StrEnum):
    """Who may frame a page. LAUNCH_ORIGINS: the origins that a signed launch named, and we ourselves."""

    LAUNCH_ORIGINS = "launch_origins"
    ANY_HTTPS_SITE = "any_https_site"
    NOBODY = "nobody"


FRAMERS: Mapping[PageKind, Framer] = {
    PageKind.SESSION: Framer.LAUNCH_ORIGINS,
    PageKind.NO_SESSION: Framer.ANY_HTTPS_SITE,
    PageKind.LOGIN: Framer.ANY_HTTPS_SITE,  # a hosted platform's pages are on a host that no launch has named yet
    PageKind.REGISTRATION: Framer.ANY_HTTPS_SITE,  # likewise: hosted Canvas frames it from the school's host
    PageKind.ADMINISTRATION: Framer.NOBODY,
}
_HTTPS, _LOOPBACK = ("https:",), ("http://localhost:*", "http://127.0.0.1:*")


def frame_ancestors(kind: PageKind, origins: Iterable[str] = (), *, allow_loopback: bool) -> list[str]:
    """The sources of frame-ancestors. origins: what the signed launch named. allow_loopback: also this machine."""
    match FRAMERS[kind]:
        case Framer.LAUNCH_ORIGINS:
            return ["'self'", *dict.fromkeys(origins)]
        case Framer.ANY_HTTPS_SITE:
            return [*_HTTPS, *(_LOOPBACK if allow_loopback else ())]
        case Framer.NOBODY:
            return ["'none'"]


def declared_kind(audience: Audience) -> PageKind:
    """The kind of a route's pages, where the route declares none."""
    if audience is Audience.ADMIN:
        return PageKind.ADMINISTRATION
    return PageKind.SESSION if audience.needs_session else PageKind.NO_SESSION


def page_kind(request: Request, viewer: Viewer | None) -> PageKind:
    """The kind of the page that answers a request: as its route declares, else by who looks at it."""
    declared: PageKind | None = getattr(request.state, "page_kind", None)  # none where no route matches
    if declared:
        return declared
    if viewer is None:
        return PageKind.NO_SESSION
    return PageKind.ADMINISTRATION if viewer.role is Role.ADMIN else PageKind.SESSION
