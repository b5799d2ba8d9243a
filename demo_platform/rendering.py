"""Pages and forms as responses. All of them work without JavaScript."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

PACKAGE_DIR = Path(__file__).parent
SAME_ORIGIN = {"X-Frame-Options": "SAMEORIGIN"}
_templates = Environment(
    loader=FileSystemLoader(PACKAGE_DIR / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def page(name: str, context: Mapping[str, Any], status: int = 200, *, framed: bool = False) -> Response:
    """A page from a template. framed: it may stand in any frame (only what is shown on the way to and from a tool)."""
    html = _templates.get_template(name).render(context)
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store", **({} if framed else SAME_ORIGIN)})


def error_page(reason: str) -> Response:
    """The platform's own error page, status 404."""
    return page("error.html", {"reason": reason}, 404, framed=True)


def form_post(action: str, fields: Mapping[str, str]) -> Response:
    """A form that submits itself (OAuth 2.0 form post), with a button for browsers without JavaScript."""
    return page("form_post.html", {"action": action, "fields": fields}, framed=True)
