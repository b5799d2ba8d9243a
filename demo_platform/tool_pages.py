"""The administrator's pages about tools: the list, and the frame in which a tool registers itself (DR 3.1)."""

from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from demo_platform.platform_state import PlatformState
from demo_platform.registration import origin_of
from demo_platform.registration_token import registration_parameters
from demo_platform.rendering import error_page, page
from demo_platform.visitors import form_fields, platform_of


async def tools(request: Request) -> Response:
    """GET and POST /tools: the list of tools; activate, remove, or start to add one."""
    platform = platform_of(request)
    if request.method != "POST":
        return page("tools.html", {"tools": list(platform.tools.values())})
    form = await form_fields(request)
    if form.get("action") == "add":
        return RedirectResponse(f"/tools/add?{urlencode({'url': form.get('url', ''), 'how': 'new'})}", 303)
    _change(platform, form.get("action", ""), form.get("tool", ""))
    return RedirectResponse("/tools", 303)


def _change(platform: PlatformState, action: str, client_id: str) -> None:
    tool = platform.tools.get(client_id)
    if tool and action == "activate":
        tool.status = "active"
    elif tool and action == "remove":
        platform.tools.pop(client_id)


def add_tool(request: Request) -> Response:
    """GET /tools/add?url=…&how=new|<client id>: the tool's own page in a frame, told where our configuration is."""
    platform = platform_of(request)
    url, how = request.query_params.get("url", ""), request.query_params.get("how", "new")
    if urlsplit(url).scheme not in {"http", "https"}:
        return error_page("That is no registration address")
    parameters = registration_parameters(platform, update=how if how in platform.tools else "")
    registration_url = f"{url}{'&' if '?' in url else '?'}{urlencode(parameters)}"
    known_tools = [tool for tool in platform.tools.values() if tool.urls.origin == origin_of(url)]
    context = {"registration_url": registration_url, "url": url, "known_tools": known_tools}
    return page("register_tool.html", {**context, "tool_origin": origin_of(url)})
