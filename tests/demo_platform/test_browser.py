"""In a real browser: the launch with and without JavaScript, the phone, and Canvas's storage by postMessage."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Frame, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from demo_platform.app import create_demo_platform
from demo_platform.platform import DemoPlatform
from tests.demo_platform.serving import listener, port_of, served

# Keeps what comes in, and says when something has.
INBOX = "<h1>The tool</h1><script>window.inbox = []; onmessage = (e) => inbox.push([e.origin, e.data]);</script>"
POST_MESSAGE = """([frame, message, origin]) => {
    const target = frame ? parent.frames[frame] : parent;
    target.postMessage(message, origin);
}"""


async def login(request: Request) -> Response:
    form = await request.form()
    lms, tool = str(form["iss"]), str(request.base_url).rstrip("/")
    query = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "client_id": str(form["client_id"]),
        "redirect_uri": f"{tool}/lti/launch",
        "login_hint": str(form["login_hint"]),
        "lti_message_hint": str(form["lti_message_hint"]),
        "nonce": "n",
        "state": "s",
    }
    return RedirectResponse(f"{lms}/auth?{urlencode(query)}", 302)


def launch(request: Request) -> Response:
    return HTMLResponse(INBOX)


class DemoSites:
    """The platform on 127.0.0.1 and the tool on localhost, which a browser takes for two sites."""

    def __init__(self, lms: str, tool: str, platform: DemoPlatform) -> None:
        self.lms, self.tool, self.platform = lms, tool, platform

    def activity(self, page: Page) -> Frame:
        """Open the activity and wait for the tool in its frame."""
        page.goto(f"{self.lms}/course/fi-8b/activity/1?as=13")
        page.frame_locator("iframe.tool").locator("h1").wait_for()
        return self.frame(page)

    def frame(self, page: Page) -> Frame:
        return next(frame for frame in page.frames if frame.name == "tool")


@pytest.fixture
def sites() -> Iterator[DemoSites]:
    lms_socket, tool_socket = listener(), listener()
    lms, tool = f"http://127.0.0.1:{port_of(lms_socket)}", f"http://localhost:{port_of(tool_socket)}"
    platform = create_demo_platform(lms, tool)
    routes = [Route("/lti/login", login, methods=["POST"]), Route("/lti/launch", launch, methods=["GET", "POST"])]
    with served(platform, lms_socket), served(Starlette(routes=routes), tool_socket):
        yield DemoSites(lms, tool, platform.state.platform)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def answer(frame: Frame, message: dict[str, Any], origin: str, *, target: str = "") -> Any:
    """Send a message to the platform and wait for its response."""
    frame.evaluate(POST_MESSAGE, [target, message, origin])
    return frame.wait_for_function(
        "id => inbox.map(m => m[1]).find(m => m.message_id === id)", arg=message["message_id"]
    ).json_value()


def test_with_javascript_the_tool_opens_by_itself_as_wide_as_the_phone(browser: Browser, sites: DemoSites) -> None:
    with browser.new_context(viewport={"width": 360, "height": 640}) as context:
        page = context.new_page()
        sites.activity(page)
        box = page.locator("iframe.tool").bounding_box()
        assert box
        assert box["width"] == 360
        assert page.locator("iframe.tool").evaluate("frame => frame.clientHeight") == 600


@pytest.mark.parametrize(
    "address",
    ["/", "/course/fi-8b?as=13", "/course/dk-9a/activity/3?as=53", "/course/fi-8b/gradebook?as=10", "/control"],
)
def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, sites: DemoSites, address: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 640}) as context:
        page = context.new_page()
        page.goto(sites.lms + address)
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_without_javascript_two_presses_open_the_tool(browser: Browser, sites: DemoSites) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{sites.lms}/course/fi-8b/activity/1?as=13")
        inside = page.frame_locator("iframe.tool")
        for _ in range(2):
            with page.expect_event("framenavigated"):
                inside.locator("button").click()
        inside.locator("h1", has_text="The tool").wait_for()


def test_the_new_tab_opens_the_tool_too(tab: Page, sites: DemoSites) -> None:
    tab.goto(f"{sites.lms}/course/fi-8b/activity/1?as=13&target=window")
    with tab.expect_popup() as opened:
        tab.click("text=Open in a new tab")
    opened.value.locator("h1", has_text="The tool").wait_for()
    assert opened.value.url == f"{sites.tool}/lti/launch"


def test_what_the_tool_puts_into_canvas_it_gets_back(tab: Page, sites: DemoSites) -> None:
    sites.platform.profile = "canvas"
    frame = sites.activity(tab)
    capabilities = answer(frame, {"subject": "lti.capabilities", "message_id": "1"}, "*")
    frames = {message["subject"]: message.get("frame", "") for message in capabilities["supported_messages"]}
    storage = frames["lti.put_data"]
    put = {"subject": "lti.put_data", "message_id": "2", "key": "state_x", "value": "secret"}
    assert answer(frame, put, sites.lms, target=storage) == put | {"subject": "lti.put_data.response"}
    got = answer(frame, {"subject": "lti.get_data", "message_id": "3", "key": "state_x"}, sites.lms, target=storage)
    assert got["value"] == "secret"
    removed = answer(frame, put | {"message_id": "4", "value": None}, sites.lms, target=storage)
    assert removed["value"] is None
    missing = answer(frame, {"subject": "lti.get_data", "message_id": "5", "key": "state_x"}, sites.lms, target=storage)
    assert missing["value"] is None
    bad = answer(frame, {"subject": "lti.get_data", "message_id": "6"}, sites.lms, target=storage)
    assert bad["error"]["code"] == "bad_request"


def test_a_stranger_in_the_frame_is_told_nothing(tab: Page, sites: DemoSites) -> None:
    sites.platform.profile = "canvas"
    sites.activity(tab)
    stranger = sites.tool.replace("localhost", "127.0.0.1") + "/lti/launch"
    with tab.expect_event("framenavigated"):
        tab.evaluate("address => { document.querySelector('iframe.tool').src = address }", stranger)
    frame = sites.frame(tab)
    frame.wait_for_function("window.inbox")
    # Messages arrive in order: once the last has been echoed, the platform has seen the others.
    reply = "e.data.echo && e.source.postMessage({ message_id: e.data.message_id }, '*')"
    echo = f"() => {{ onmessage = (e) => {reply} }}"
    tab.evaluate(echo)
    next(f for f in tab.frames if f.name == "post_message_forwarding").evaluate(echo)
    for target in ("", "post_message_forwarding"):
        for subject in ("lti.capabilities", "lti.get_data"):
            frame.evaluate(POST_MESSAGE, [target, {"subject": subject, "message_id": "1", "key": "state_x"}, "*"])
        answer(frame, {"echo": True, "message_id": f"last {target}"}, "*", target=target)
    received = frame.evaluate("inbox.map(message => message[1].message_id)")
    assert received == ["last ", "last post_message_forwarding"]
