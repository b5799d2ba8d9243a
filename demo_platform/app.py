"""create_lms: the one place where the demo platform's routes meet."""

import time
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from demo_platform import access_tokens, ags, course_copy, deep_linking, dynamic_registration, nrps, oidc, pages
from demo_platform.control import control
from demo_platform.discovery import openid_configuration
from demo_platform.faults import Call, service
from demo_platform.platform_state import School

ITEM = "/services/{context}/lineitems/{item}/lineitem"


def create_lms(
    base_url: str, tool_url: str, *, profile: str = "moodle", now: Callable[[], float] = time.time
) -> Starlette:
    """The platform at base_url, with the tool at tool_url; app.state.school is its memory.

    profile: moodle, canvas or itslearning, ValueError otherwise. now: the clock, epoch seconds.
    """
    app = Starlette(routes=_pages() + _services(), exception_handlers={404: _not_found})
    app.state.school = School(base_url, tool_url, profile, now)
    return app


def _pages() -> list[BaseRoute]:
    return [
        Route("/", pages.people),
        Route("/course/{course_id}", pages.course),
        Route("/course/{course_id}/activity/{activity_id}", pages.activity),
        Route("/course/{course_id}/gradebook", pages.gradebook),
        Route("/launch/{activity_id}", pages.launch),
        Route("/storage", pages.storage_frame),
        Route("/course/{course_id}/add/{client_id}", deep_linking.add),
        Route("/course/{course_id}/choose/{client_id}", deep_linking.begin),
        Route("/course/{course_id}/chosen", deep_linking.chosen, methods=["POST"]),
        Route("/review/{item_id}/{person_id}", pages.review),
        Route("/privacy", pages.privacy),
        Route("/privacy/{client_id}/{person_id}", pages.privacy),
        Route("/tools", dynamic_registration.tools, methods=["GET", "POST"]),
        Route("/tools/add", dynamic_registration.add),
        Route("/register", dynamic_registration.register, methods=["POST"]),
        Route("/control", control, methods=["GET", "POST"]),
        Route("/auth", oidc.auth, methods=["GET", "POST"]),
        Route("/openid-configuration", openid_configuration),
        Mount("/static", StaticFiles(directory=pages.HERE / "static")),
    ]


def _services() -> list[BaseRoute]:
    memberships = "/services/CourseSection/{context}/bindings/{binding}/memberships"
    return [
        Route("/jwks.json", service("jwks", "jwks", _jwks)),
        Route("/token", service("token", "token", access_tokens.token), methods=["POST"]),
        Route(memberships, service("nrps", "memberships", nrps.memberships)),
        Route(
            "/services/notices/{client_id}", service("notices", "notices", course_copy.handlers), methods=["GET", "PUT"]
        ),
        Route("/services/{context}/lineitems", service("ags", "lineitems", ags.line_items), methods=["GET", "POST"]),
        Route(ITEM, service("ags", "lineitem", ags.line_item), methods=["GET", "PUT", "DELETE"]),
        Route(f"{ITEM}/scores", service("ags", "score", ags.scores), methods=["POST"]),
        Route(f"{ITEM}/results", service("ags", "results", ags.results)),
    ]


def _jwks(school: School, call: Call) -> Response:
    """GET /jwks.json: the public keys, without a cache header, as Moodle sends them."""
    return JSONResponse(school.public_keys())


def _not_found(request: Request, reason: Exception) -> Response:
    return pages.lost("Not found")
