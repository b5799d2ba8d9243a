"""create_demo_platform: the one place where the demo platform's routes meet."""

import time
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from demo_platform import ags, course_pages, deep_linking, launch_pages, tool_pages
from demo_platform.control import control
from demo_platform.discovery import openid_configuration
from demo_platform.dynamic_registration import register
from demo_platform.notices import notice_handlers
from demo_platform.nrps import memberships
from demo_platform.oidc import auth
from demo_platform.platform import DemoPlatform
from demo_platform.platform_state import PlatformState
from demo_platform.rendering import PACKAGE_DIR, error_page
from demo_platform.request_log import ServiceRequest
from demo_platform.service_endpoint import service
from demo_platform.token_endpoint import token

_ITEM = "/services/{context}/lineitems/{item}/lineitem"
_MEMBERSHIPS = "/services/CourseSection/{context}/bindings/{binding}/memberships"


def create_demo_platform(
    base_url: str, tool_url: str, *, profile: str = "moodle", now: Callable[[], float] = time.time
) -> Starlette:
    """The platform at base_url, with the tool at tool_url; app.state.platform is its DemoPlatform.

    profile: moodle, canvas or itslearning, ValueError otherwise. now: the clock, epoch seconds.
    """
    routes = [*_page_routes(), *_lti_routes(), *_service_routes()]
    app = Starlette(routes=routes, exception_handlers={404: _not_found})
    app.state.platform = DemoPlatform(base_url, tool_url, profile, now)
    return app


def _page_routes() -> list[BaseRoute]:
    return [
        Route("/", course_pages.people),
        Route("/office", course_pages.office),
        Route("/course/{course_id}", course_pages.course),
        Route("/course/{course_id}/activity/{activity_id}", course_pages.activity),
        Route("/course/{course_id}/gradebook", course_pages.gradebook),
        Route("/course/{course_id}/add/{client_id}", deep_linking.add_activities),
        Route("/privacy", launch_pages.privacy),
        Route("/tools", tool_pages.tools, methods=["GET", "POST"]),
        Route("/tools/add", tool_pages.add_tool),
        Route("/control", control, methods=["GET", "POST"]),
        Mount("/static", StaticFiles(directory=PACKAGE_DIR / "static")),
    ]


def _lti_routes() -> list[BaseRoute]:
    return [
        Route("/launch/{activity_id}", launch_pages.launch),
        Route("/review/{item_id}/{person_id}", launch_pages.review),
        Route("/privacy/{client_id}/{person_id}", launch_pages.privacy_launch),
        Route("/storage", launch_pages.storage_frame),
        Route("/course/{course_id}/choose/{client_id}", deep_linking.launch_picker),
        Route("/course/{course_id}/chosen", deep_linking.receive_response, methods=["POST"]),
        Route("/auth", auth, methods=["GET", "POST"]),
        Route("/openid-configuration", openid_configuration),
        Route("/register", register, methods=["POST"]),
    ]


def _service_routes() -> list[BaseRoute]:
    return [
        Route("/jwks.json", service("jwks", "jwks", _jwks)),
        Route("/token", service("token", "token", token), methods=["POST"]),
        Route(_MEMBERSHIPS, service("nrps", "memberships", memberships)),
        Route("/services/notices/{client_id}", service("notices", "notices", notice_handlers), methods=["GET", "PUT"]),
        Route("/services/{context}/lineitems", service("ags", "lineitems", ags.line_items), methods=["GET", "POST"]),
        Route(_ITEM, service("ags", "lineitem", ags.line_item), methods=["GET", "PUT", "DELETE"]),
        Route(f"{_ITEM}/scores", service("ags", "score", ags.scores), methods=["POST"]),
        Route(f"{_ITEM}/results", service("ags", "results", ags.results)),
    ]


def _jwks(platform: PlatformState, _request: ServiceRequest) -> Response:
    """GET /jwks.json: the public keys, without a cache header, as Moodle sends them."""
    return JSONResponse(platform.public_keys())


def _not_found(_request: Request, _error: Exception) -> Response:
    return error_page("Not found")
