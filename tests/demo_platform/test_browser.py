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
ASK = """([frame, asked, origin]) => {
    const target = frame ? parent.frames[frame] : parent;
    target.postMessage(asked, origin);
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


class Town:
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
def town() -> Iterator[Town]:
    ours, theirs = listener(), listener()
    lms, tool = f"http://127.0.0.1:{port_of(ours)}", f"http://localhost:{port_of(theirs)}"
    platform = create_demo_platform(lms, tool)
    routes = [Route("/lti/login", login, methods=["POST"]), Route("/lti/launch", launch, methods=["GET", "POST"])]
    with served(platform, ours), served(Starlette(routes=routes), theirs):
        yield Town(lms, tool, platform.state.platform)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def answer(frame: Frame, asked: dict[str, Any], origin: str, *, target: str = "") -> Any:
    """Send a message to the platform and wait for what it says to it."""
    frame.evaluate(ASK, [target, asked, origin])
    return frame.wait_for_function(
        "id => inbox.map(m => m[1]).find(m => m.message_id === id)", arg=asked["message_id"]
    ).json_value()


def test_with_javascript_the_tool_opens_by_itself_as_wide_as_the_phone(browser: Browser, town: Town) -> None:
    with browser.new_context(viewport={"width": 360, "height": 640}) as context:
        page = context.new_page()
        town.activity(page)
        box = page.locator("iframe.tool").bounding_box()
        assert box
        assert box["width"] == 360
        assert page.locator("iframe.tool").evaluate("frame => frame.clientHeight") == 600


@pytest.mark.parametrize(
    "address",
    ["/", "/course/fi-8b?as=13", "/course/dk-9a/activity/3?as=53", "/course/fi-8b/gradebook?as=10", "/control"],
)
def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, town: Town, address: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 640}) as context:
        page = context.new_page()
        page.goto(town.lms + address)
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_without_javascript_two_presses_open_the_tool(browser: Browser, town: Town) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{town.lms}/course/fi-8b/activity/1?as=13")
        inside = page.frame_locator("iframe.tool")
        for _ in range(2):
            with page.expect_event("framenavigated"):
                inside.locator("button").click()
        inside.locator("h1", has_text="The tool").wait_for()


def test_the_new_tab_opens_the_tool_too(tab: Page, town: Town) -> None:
    tab.goto(f"{town.lms}/course/fi-8b/activity/1?as=13&target=window")
    with tab.expect_popup() as opened:
        tab.click("text=Open in a new tab")
    opened.value.locator("h1", has_text="The tool").wait_for()
    assert opened.value.url == f"{town.tool}/lti/launch"


def test_what_the_tool_puts_into_canvas_it_gets_back(tab: Page, town: Town) -> None:
    town.platform.profile = "canvas"
    frame = town.activity(tab)
    able = answer(frame, {"subject": "lti.capabilities", "message_id": "1"}, "*")
    where = {message["subject"]: message.get("frame", "") for message in able["supported_messages"]}
    store = where["lti.put_data"]
    put = {"subject": "lti.put_data", "message_id": "2", "key": "state_x", "value": "secret"}
    assert answer(frame, put, town.lms, target=store) == put | {"subject": "lti.put_data.response"}
    got = answer(frame, {"subject": "lti.get_data", "message_id": "3", "key": "state_x"}, town.lms, target=store)
    assert got["value"] == "secret"
    gone = answer(frame, put | {"message_id": "4", "value": None}, town.lms, target=store)
    assert gone["value"] is None
    none = answer(frame, {"subject": "lti.get_data", "message_id": "5", "key": "state_x"}, town.lms, target=store)
    assert none["value"] is None
    bad = answer(frame, {"subject": "lti.get_data", "message_id": "6"}, town.lms, target=store)
    assert bad["error"]["code"] == "bad_request"


def test_a_stranger_in_the_frame_is_told_nothing(tab: Page, town: Town) -> None:
    town.platform.profile = "canvas"
    town.activity(tab)
    stranger = town.tool.replace("localhost", "127.0.0.1") + "/lti/launch"
    with tab.expect_event("framenavigated"):
        tab.evaluate("address => { document.querySelector('iframe.tool').src = address }", stranger)
    frame = town.frame(tab)
    frame.wait_for_function("window.inbox")
    # Messages arrive in order: once the last has been echoed, the platform has seen the others.
    reply = "e.data.echo && e.source.postMessage({ message_id: e.data.message_id }, '*')"
    echo = f"() => {{ onmessage = (e) => {reply} }}"
    tab.evaluate(echo)
    next(f for f in tab.frames if f.name == "post_message_forwarding").evaluate(echo)
    for target in ("", "post_message_forwarding"):
        for subject in ("lti.capabilities", "lti.get_data"):
            frame.evaluate(ASK, [target, {"subject": subject, "message_id": "1", "key": "state_x"}, "*"])
        answer(frame, {"echo": True, "message_id": f"last {target}"}, "*", target=target)
    heard = frame.evaluate("inbox.map(message => message[1].message_id)")
    assert heard == ["last ", "last post_message_forwarding"]
